"""
Who a test signs in has also confirmed just now who it is; `unconfirmed` takes that back.

Files, extracts and changes of roles ask once more who sits there (`experio.accounts.confirmation`). Tests
about something else need not answer that question each time.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client


def confirmed(client: Any, user: Any, *, seconds_ago: float = 0) -> None:
    """The person behind the client has confirmed who they are, so long ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()


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
