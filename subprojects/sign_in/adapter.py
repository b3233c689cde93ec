"""What happens when an employer's identity provider says who somebody is."""

import logging
import re
import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from experio import clock, env
from experio.accounts.models import User
from subprojects.models import IdentityProvider
from subprojects.sign_in.group_roles import apply_groups, roles_of_groups
from subprojects.sign_in.provider import CONFIRM, FRESH_SECONDS

log = logging.getLogger("experio.accounts.providers")


class EmployersProviders(DefaultSocialAccountAdapter):
    """Providers are rows of reference data; people are matched by a stable claim, roles by their groups."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        rows = IdentityProvider.objects.filter(is_active=True)
        if provider and provider != "openid_connect":
            rows = rows.filter(slug=provider)
        if client_id:
            rows = rows.filter(client_id=client_id)
        return [as_app(row) for row in rows]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False  # accounts are made below, before the package would ask

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The token holds. Match the person, give and take the roles of the groups, or refuse in words."""
        provider = IdentityProvider.objects.get(slug=sociallogin.account.provider, is_active=True)
        claims: dict[str, Any] = sociallogin.claims
        if sociallogin.state.get("data"):
            raise ImmediateHttpResponse(self._confirm(request, sociallogin, claims))
        groups = groups_in(claims, provider.groups_claim)
        if groups is None:
            raise ImmediateHttpResponse(self._refused(request, provider, "groups_left_out"))
        if not sociallogin.is_existing:
            if not (provider.makes_accounts and roles_of_groups(provider, groups)):
                raise ImmediateHttpResponse(
                    self._refused(request, provider, "unknown_person", subject=sociallogin.account.uid)
                )
            self._make_account(sociallogin, provider, claims)
        if sociallogin.user.is_active:
            apply_groups(provider=provider, user=sociallogin.user, groups=groups, today=clock.today())

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """One page whatever failed, and a line in the log; nothing the provider sent is shown."""
        reason = f"{type(exception).__name__}: {exception}" if exception else str(error)
        log.warning("sign-in at provider %s failed: %s", provider.app.provider_id, reason[:200])
        cancelled = str(getattr(error, "value", error)) == "cancelled"
        raise ImmediateHttpResponse(
            render(
                request,
                "account/provider_error.html",
                {"provider": provider.app.name, "reason": "cancelled" if cancelled else "failed"},
                status=401 if cancelled else 502,
            )
        )

    def _confirm(self, request: HttpRequest, sociallogin: Any, claims: dict[str, Any]) -> HttpResponse:
        """The person has signed in at the provider once more, just now, as the same one."""
        asked = sociallogin.state["data"]
        signed_in_at = claims.get("auth_time")
        is_same = (
            request.user.is_authenticated
            and sociallogin.is_existing
            and sociallogin.user.pk == request.user.pk == asked.get(CONFIRM)
        )
        is_fresh = isinstance(signed_in_at, int | float) and signed_in_at >= time.time() - FRESH_SECONDS
        if not (is_same and is_fresh):
            provider = IdentityProvider.objects.get(slug=sociallogin.account.provider)
            return self._refused(request, provider, "not_confirmed")
        record_authentication(
            request,
            request.user,
            "socialaccount",
            provider=sociallogin.account.provider,
            reauthenticated=True,
        )
        return HttpResponseRedirect(
            sociallogin.get_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
        )

    def _make_account(self, sociallogin: Any, provider: IdentityProvider, claims: dict[str, Any]) -> None:
        """An account without a password for a person in a mapped group; the stable claim is its key."""
        with transaction.atomic():
            user = User(
                username=free_username(provider, claims, sociallogin.account.uid),
                first_name=str(claims.get("given_name", ""))[:150],
                last_name=str(claims.get("family_name", ""))[:150],
                email=str(claims.get("email", ""))[:254],
            )
            user.set_unusable_password()
            user.full_clean(exclude=["password"])
            user.save()
            sociallogin.account = SocialAccount.objects.create(
                user=user, provider=provider.slug, uid=sociallogin.account.uid, extra_data={}
            )
            sociallogin.user = user
        log.info("user %s was made by provider %s", user.pk, provider.slug)

    def _refused(
        self, request: HttpRequest, provider: IdentityProvider, reason: str, *, subject: str = ""
    ) -> HttpResponse:
        log.warning("sign-in at provider %s refused: %s", provider.slug, reason)
        context = {"provider": provider.name, "slug": provider.slug, "reason": reason, "subject": subject}
        return render(request, "account/provider_error.html", context, status=403)


def as_app(row: IdentityProvider) -> SocialApp:
    """The row as the package's own (unsaved) model; the secret comes from the environment, each time."""
    return SocialApp(
        provider="openid_connect",
        provider_id=row.slug,
        name=row.name,
        client_id=row.client_id,
        secret=env.text(row.secret_variable),
        settings={
            "server_url": row.issuer.rstrip("/") + "/.well-known/openid-configuration",
            "issuer": row.issuer,
            "uid_field": row.subject_claim,
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    )


def groups_in(claims: dict[str, Any], name: str) -> list[str] | None:
    """
    The groups that the token lists; none when it lists none. None when the provider says that it left them
    out because there were too many (`_claim_names`): then nothing is known, so nobody is let in.
    """
    if name in (claims.get("_claim_names") or {}):
        return None
    found = claims.get(name, [])
    if isinstance(found, str):
        found = [found]
    return [str(group) for group in found] if isinstance(found, list) else []


def has_proved_second_factor(provider: IdentityProvider, claims: dict[str, Any]) -> bool:
    """Whether the token says that a second factor was used, in the words agreed with this provider."""
    agreed = set(provider.second_factor_values.split())
    methods = claims.get("amr")
    said = {str(method) for method in methods} if isinstance(methods, list) else set()
    if acr := claims.get("acr"):
        said.add(str(acr))
    return bool(agreed & said)


def free_username(provider: IdentityProvider, claims: dict[str, Any], subject: str) -> str:
    """A user name nobody has, from the provider's own name for the person; never an existing account's."""
    wish = str(claims.get("preferred_username") or subject).partition("@")[0]
    plain = re.sub(r"[^\w.+-]", "", wish).lower()[:80] or "person"
    base = f"{provider.slug}.{plain}"
    taken = set(User.objects.filter(username__istartswith=base).values_list("username", flat=True))
    names = [base, *(f"{base}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name.lower() not in {name.lower() for name in taken})
