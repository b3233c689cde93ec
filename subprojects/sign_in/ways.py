"""Which providers a person can be asked to sign in at once more."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from subprojects.models import IdentityProvider
from subprojects.sign_in.provider import CONFIRM


def provider_ways(user: Any) -> list[dict[str, Any]]:
    """One way for each provider in use that knows the person."""
    if not user.is_authenticated:
        return []
    known = IdentityProvider.objects.filter(
        is_active=True, slug__in=user.socialaccount_set.values_list("provider", flat=True)
    )
    return [
        {
            "id": f"provider:{row.slug}",
            "description": _("Sign in once more at %(name)s") % {"name": row.name},
            "url": f"{reverse('openid_connect_login', args=[row.slug])}?{CONFIRM}=1",
        }
        for row in known
    ]
