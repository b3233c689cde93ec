"""
Who needs a second factor, and the wall before everything else until it is there.

Kravet följer rollen: a dated row says from which day (`SecondFactorRule`). A person whose role needs a factor
and who has none reaches the pages where one is made, the way out, language and accessibility, nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from experio import clock
from experio.accounts.signals import FACTOR_SEEN
from experio.queries import FRAME
from subprojects.models.membership import Role

# Those who see diagnoses, all employers' figures, or give out roles. Everybody else: by the setting.
REQUIRED_UNLESS_SAID = (Role.HR_OFFICER, Role.PROJECT_OFFICE, Role.ADMINISTRATOR)

# Reachable without the factor: making one, confirming for it, and leaving.
OPEN_ROUTES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",  # a given password is exchanged before a factor is made
        "account_reauthenticate",
        "confirmed",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "set_language",
        "accessibility",
    }
)


def needs_second_factor(user: Any) -> bool:
    """Whether a role held today needs a factor and the person has none. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {FRAME} EXISTS (
                WITH rule AS (
                    SELECT DISTINCT ON (role) role, is_required
                    FROM subprojects_secondfactorrule WHERE first_day <= %(today)s
                    ORDER BY role, first_day DESC
                )
                SELECT 1 FROM subprojects_membership held LEFT JOIN rule ON rule.role = held.role
                WHERE held.user_id = %(user)s AND held.first_day <= %(today)s
                  AND (held.last_day IS NULL OR held.last_day >= %(today)s)
                  AND coalesce(rule.is_required, held.role = ANY(%(unless_said)s))
            ) AND NOT EXISTS (
                SELECT 1 FROM mfa_authenticator
                WHERE user_id = %(user)s AND type IN ('totp', 'webauthn')
            )
            """,  # noqa: S608  (a constant)
            {
                "today": clock.today(),
                "user": user.pk,
                "unless_said": [str(role) for role in REQUIRED_UNLESS_SAID],
            },
        )
        row = cursor.fetchone()
    return bool(row and row[0])


class SecondFactorRequired:
    """Asked at every route, after the sign-in itself; what is not on the list is not reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        # Proved at this sign-in: by the employer's identity provider, or by the factor itself.
        if request.session.get(FACTOR_SEEN):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_ROUTES:
            return None
        if not needs_second_factor(request.user):
            return None
        if getattr(request, "htmx", False):
            away = HttpResponse(status=204)
            away.headers["HX-Redirect"] = reverse("mfa_index")
            return away
        if request.method in ("GET", "HEAD"):
            return redirect("mfa_index")
        return render(request, "account/second_factor_first.html", status=403)
