"""What signing in and changed factors do to sessions."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from experio.accounts.sessions import SessionStore, end_sessions
from experio.addresses import client_address
from experio.scope import go_on_as

# Kept in a session that was opened with a factor, so that it need not be looked up at each request.
FACTOR_SEEN = "_has_factor"


@receiver(user_logged_in)
def a_session_begins(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """The twelve hours begin, and the list of sessions gets its place and device."""
    # Not where a session is made without a request, as tests do.
    if getattr(request, "is_one_transaction", False):
        go_on_as(kwargs["user"])
    if isinstance(request.session, SessionStore):
        request.session.begin(
            address=client_address(request) or None, device=request.headers.get("User-Agent", "")
        )
    if any(record["method"] == "mfa" for record in get_authentication_records(request, kwargs["user"])):
        request.session[FACTOR_SEEN] = True


@receiver(authenticator_added)
@receiver(authenticator_removed)
@receiver(authenticator_reset)
def a_changed_factor_ends_the_other_sessions(
    sender: Any, request: HttpRequest, user: Any, **kwargs: Any
) -> None:
    """Whoever sits elsewhere under this name signs in again, with what holds now."""
    end_sessions(user.pk, but=request.session.session_key)
    request.session.pop(FACTOR_SEEN, None)
