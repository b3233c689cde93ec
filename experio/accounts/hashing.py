"""
Password hashing that cannot starve the pages.

A hash costs a core for some tens of milliseconds and 19 MiB of memory, on purpose. Without a limit a Monday
morning's sign-ins (or somebody who guesses) would take every core from those who work. So each process
computes at most `EXPERIO_HASHING_AT_ONCE` hashes at a time; who comes then waits a little and is
otherwise asked to try again.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class TooManySignIns(Exception):
    """Every place in the gate stayed taken; the request is answered 503 with words (`HashingGate`)."""


class Gate:
    """At most `places` at once, each waiting at most `patience` seconds for a place."""

    def __init__(self, places: int, patience: float) -> None:
        self.patience = patience
        self._places = threading.BoundedSemaphore(places)
        self.passed = 0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Raises TooManySignIns when no place became free in time."""
        if not self._places.acquire(timeout=self.patience):
            raise TooManySignIns
        try:
            self.passed += 1
            yield
        finally:
            self._places.release()


gate = Gate(settings.HASHING_AT_ONCE, settings.HASHING_PATIENCE_SECONDS)


class GatedArgon2(Argon2PasswordHasher):
    """
    Argon2id with the parameters of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.

    Hashes made with other parameters still verify and are made anew at the next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> Any:
        with gate.passing():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with gate.passing():
            return bool(super().verify(password, encoded))
