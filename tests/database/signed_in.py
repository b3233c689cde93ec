"""Everybody of a world, signed in once, behind one browser: each new one would load every middleware."""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client
from django.utils import timezone

from experio.accounts.models import Session, User
from tests.confirming import confirmed, is_ageing
from tests.database.access_world import World


@dataclass
class SignedIn:
    """Person → session and user, and the browser that each of them takes in turn."""

    sessions: dict[str, str]
    users: dict[str, User]
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    began: float = field(default_factory=time.monotonic)

    def client(self, person: str) -> Client:
        """The person's browser as it was right after signing in."""
        self.browser.cookies.clear()
        self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return self.browser

    def stranger(self) -> Client:
        """A browser that has never been here."""
        self.browser.cookies.clear()
        return self.browser

    def still_signed_in(self) -> None:
        """
        Everybody was here just now and has confirmed who they are, however slow the machine is.

        What a test asks is taken back with the test, also that a session was seen. Without this the sessions
        would run out in the middle of a long module, and after a minute each request would write that down.
        """
        Session.objects.update(last_seen_at=timezone.now())
        if is_ageing(self.began):
            for person, user in self.users.items():
                confirmed(self.client(person), user)


def sessions_of(world: World) -> dict[str, str]:
    """Person → key of the session that the world has opened."""
    return {
        person: client.cookies[settings.SESSION_COOKIE_NAME].value for person, client in world.clients.items()
    }
