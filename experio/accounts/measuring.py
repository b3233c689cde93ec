"""
What sign-in costs: whether time tells who has an account, and whether hashing starves the pages.

Everything happens in one transaction that is taken back.
"""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.urls import reverse

from experio.accounts import hashing
from experio.accounts.hashing import Gate, TooManySignIns
from experio.accounts.models import SignInAttempt, User

WRONG = "a wrong password, long enough"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Answered:
    """How long the sign-in page took to refuse one kind of name, in milliseconds."""

    kind: str
    tries: int
    median: float
    quartiles: tuple[float, float]


@dataclass(frozen=True)
class Starved:
    """How long a page took while `signing_in` threads hashed all the time, `at_once` of them at a time."""

    signing_in: int
    at_once: int
    median: float
    p95: float
    hashes: int


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing that is done inside stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def refusals(tries: int) -> list[Answered]:
    """Wrong passwords for a known, an unknown, a closed and a passwordless name, by turns."""
    with taken_back():
        names = {
            "known": _account("measured.known"),
            "unknown": "measured.nobody",
            "closed": _account("measured.closed", is_active=False),
            "without password": _account("measured.without", password=None),
        }
        taken: dict[str, list[float]] = {kind: [] for kind in names}
        client = Client(SERVER_NAME="localhost")
        for number in range(tries + 3):
            for kind, name in names.items():
                # Counted attempts would be refused without a hash; here it is the hash that is measured.
                SignInAttempt.objects.all().delete()
                began = time.perf_counter()
                answer = client.post(reverse("account_login"), {"login": name, "password": WRONG})
                spent = (time.perf_counter() - began) * 1000
                if answer.status_code != 200:
                    raise RuntimeError(f"The sign-in page answered {answer.status_code}.")
                if number >= 3:  # the first ones fill template and code caches
                    taken[kind].append(spent)
    return [
        Answered(kind, tries, statistics.median(found), (_quantile(found, 1), _quantile(found, 3)))
        for kind, found in taken.items()
    ]


def pages_while_signing_in(username: str, *, signing_in: int, at_once: int, pages: int) -> Starved:
    """The start page of `username`, again and again, while others sign in."""
    over = threading.Event()
    hashes = [0]
    gate = hashing.gate
    hashing.gate = Gate(at_once, gate.patience)
    threads = [threading.Thread(target=_sign_in_until, args=(over, hashes)) for _number in range(signing_in)]
    try:
        with taken_back():
            client = Client(SERVER_NAME="localhost")
            client.force_login(User.objects.get(username=username), backend=BACKEND)
            for _number in range(3):
                client.get("/")
            for thread in threads:
                thread.start()
            found = [_timed(lambda: client.get("/")) for _number in range(pages)]
    finally:
        over.set()
        for thread in threads:
            thread.join()
        hashing.gate = gate
    p95 = statistics.quantiles(found, n=20)[18]
    return Starved(signing_in, at_once, statistics.median(found), p95, hashes[0])


def _sign_in_until(over: threading.Event, hashes: list[int]) -> None:
    while not over.is_set():
        try:
            make_password(WRONG)
            hashes[0] += 1
        except TooManySignIns:
            continue


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _account(username: str, *, is_active: bool = True, password: str | None = "another password") -> str:  # noqa: S107
    user = User(username=username, is_active=is_active, email=f"{username}@example.org")
    user.password = make_password(password)
    user.save()
    return username


def _quantile(found: list[float], number: int) -> float:
    return statistics.quantiles(found, n=4)[number - 1]
