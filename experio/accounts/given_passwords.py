"""
Passwords that an administrator has given (förstalösenord): they lead to the page where one chooses an own
password, and after some days nowhere (ASVS V6.4.1).

Whoever signs in another way, with a passkey or at the employer's provider, never needs the given one.
"""

from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experio.accounts.comes_first import ComesFirst

# Choosing one, and leaving.
OPEN_ROUTES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",
        "set_language",
        "accessibility",
    }
)


def has_run_out(user: Any) -> bool:
    """Whether the password was given and so long ago that it opens nothing any more."""
    given = user.password_given_at
    return given is not None and given + timedelta(days=settings.GIVEN_PASSWORD_DAYS) <= timezone.now()


class OwnPasswordFirst(ComesFirst):
    """Before the second factor: who came in by a password that somebody else knows chooses an own one."""

    open_routes = OPEN_ROUTES
    page = "account_change_password"
    title = _("Your own password first")
    text = _("You have come in by a password that an administrator gave you. Nothing was changed.")
    link = _("Choose your password")

    def is_due(self, request: HttpRequest) -> bool:
        user: Any = request.user
        if user.password_given_at is None:
            return False
        return any(one.get("method") == "password" for one in get_authentication_records(request, user))
