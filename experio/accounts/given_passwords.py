"""
Passwords that an administrator has given (förstalösenord): they lead to the page where one chooses an own
password, and after some days nowhere (ASVS V6.4.1).

Whoever signs in another way, with a passkey or at the employer's provider, never needs the given one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

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


def must_choose_own(request: HttpRequest) -> bool:
    """Whether the person has come in by a password that somebody else knows."""
    user: Any = request.user
    if not user.is_authenticated or user.password_given_at is None:
        return False
    return any(record.get("method") == "password" for record in get_authentication_records(request, user))


class OwnPasswordFirst:
    """Asked at every route, before the second factor; what is not on the list is not reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if (match is not None and match.view_name in OPEN_ROUTES) or not must_choose_own(request):
            return None
        if getattr(request, "htmx", False):
            away = HttpResponse(status=204)
            away.headers["HX-Redirect"] = reverse("account_change_password")
            return away
        if request.method in ("GET", "HEAD"):
            return redirect("account_change_password")
        return render(request, "account/own_password_first.html", status=403)
