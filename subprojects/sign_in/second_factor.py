"""
Who needs a second factor, and the wall before everything else until it is there.

Kravet följer rollen: a dated row says from which day (`SecondFactorRule`). A person whose role needs a factor
and who has none reaches the pages where one is made, the way out, language and accessibility, nothing else.
"""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from experio import clock
from experio.accounts.comes_first import ComesFirst
from experio.accounts.given_passwords import OPEN_ROUTES as CHOOSING_A_PASSWORD
from experio.accounts.signals import FACTOR_SEEN
from experio.queries import FRAME
from subprojects.models.membership import Role

# Those who see diagnoses, all employers' figures, or give out roles. Everybody else: by the setting.
REQUIRED_UNLESS_SAID = (Role.HR_OFFICER, Role.PROJECT_OFFICE, Role.ADMINISTRATOR)

# Reachable without the factor: choosing an own password, making a factor, confirming for it, and leaving.
OPEN_ROUTES = CHOOSING_A_PASSWORD | {
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
}


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


class SecondFactorRequired(ComesFirst):
    """A role held today needs a factor, and the person has none and proved none at this sign-in."""

    open_routes = OPEN_ROUTES
    page = "mfa_index"
    title = _("A second factor first")
    text = _("Your role needs a passkey or a code from an app besides the password. Nothing was changed.")
    link = _("Your sign-in")

    def is_due(self, request: HttpRequest) -> bool:
        # Proved at this sign-in: by the employer's identity provider, or by the factor itself.
        if not settings.SECOND_FACTOR_REQUIRED or request.session.get(FACTOR_SEEN):
            return False
        return needs_second_factor(request.user)
