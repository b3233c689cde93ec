"""A sign-in through an employer's provider that proved a second factor needs none of ours."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from experio.accounts.signals import FACTOR_SEEN


@receiver(user_logged_in)
def the_provider_has_seen_a_factor(
    sender: Any, request: HttpRequest, sociallogin: Any = None, **kwargs: Any
) -> None:
    from subprojects.models import IdentityProvider
    from subprojects.sign_in.adapter import has_proved_second_factor

    if sociallogin is None:
        return
    provider = IdentityProvider.objects.filter(slug=sociallogin.account.provider).first()
    if provider and has_proved_second_factor(provider, getattr(sociallogin, "claims", {})):
        request.session[FACTOR_SEEN] = True
