"""
Who a test signs in has also confirmed just now who it is; `unconfirmed` takes that back.

Files, extracts and changes of roles ask once more who sits there (`experio.accounts.confirmation`). Tests
about something else need not answer that question each time. That it is asked, and again when its minutes
have passed, is proved by `tests/database/accounts/test_confirmation.py`; that an unused session ends, by
`test_sessions.py` beside it.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.test import Client
from django.utils import timezone

from experio.accounts.models import Session
from experio.accounts.sessions import hashed


def confirmed(client: Any, user: Any, *, seconds_ago: float = 0) -> None:
    """The person behind the client has confirmed who they are, so long ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()


def is_ageing(since: float) -> bool:
    """
    Whether a sign-in of that moment (`time.monotonic`) comes near the end of its minutes: those of the answer
    to "who sits there?" or those without a request. A third leaves time for a long series of requests.
    """
    shortest = min(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT, settings.SESSION_IDLE_SECONDS)
    return time.monotonic() - since > shortest / 3


def kept_confirmed(client: Any, user: Any, *, since: float) -> None:
    """
    A client that was signed in for a whole module stays so, however slow the machine. What a request or a
    test leaves behind is taken back, so this looks at the clock alone and does it again each time.
    """
    if is_ageing(since):
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        Session.objects.filter(key_hash=hashed(key)).update(last_seen_at=timezone.now())
        confirmed(client, user)


def unconfirmed(client: Any) -> None:
    """The person behind the client is signed in and has confirmed nothing since."""
    session = client.session
    session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
    session.save()


@pytest.fixture(autouse=True, scope="session")
def who_is_signed_in_has_confirmed() -> Iterator[None]:
    plain = Client.force_login

    def force_login(self: Any, user: Any, backend: str | None = None) -> None:
        plain(self, user, backend)
        confirmed(self, user)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        yield
