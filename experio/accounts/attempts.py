"""
How often somebody may try a password.

Two counts, none of which shuts an office out behind its one address:

- user name **and** address together: after five failures within five minutes, without a success since, that
  pair waits until the first of them is five minutes old;
- the name alone, from addresses where it has never got in: from the tenth failure of a day on, each next try
  waits longer (1, 2, 4 … 300 seconds after the last failure). Whoever signed in from the same address
  during the last thirty days is not slowed down by what others try elsewhere.

One name is tried from one place once at a time, so that parallel tries do not slip past the count. Unknown
names are counted exactly as known ones. Rows live in the database, so they count for every worker.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from experio.accounts.models import SignInAttempt
from experio.addresses import network_of

PAIR_FAILURES, PAIR_WINDOW = 5, timedelta(minutes=5)
NAME_FAILURES, NAME_WINDOW = 10, timedelta(hours=24)
LONGEST_PAUSE = timedelta(seconds=300)
KNOWN_FOR = timedelta(days=30)
# So many different names from one address within an hour look like guessing through the names; it is
# reported and not stopped, since an office shares an address.
NAMES_FROM_ONE_ADDRESS = 30

log = logging.getLogger("experio.accounts.attempts")


@dataclass(frozen=True)
class Attempt:
    """Who tries from where, as keyed hashes."""

    name: str
    pair: str
    address: str

    @classmethod
    def of(cls, username: str, address: str) -> "Attempt":
        name = username.strip().casefold()
        place = network_of(address)
        return cls(_hashed("name", name), _hashed("pair", f"{name}\n{place}"), _hashed("address", place))


def seconds_to_wait(attempt: Attempt, *, now: datetime | None = None) -> int:
    """0 when the password may be tried now; otherwise after how many seconds (at least 1)."""
    now = now or timezone.now()
    if not _is_alone(attempt.pair):
        return 1
    until = _pair_waits_until(attempt, now)
    if until is None and not _is_known(attempt, now):
        until = _name_waits_until(attempt, now)
        if until is None and not _is_alone(attempt.name):
            return 1
    if until is None or until <= now:
        return 0
    return max(1, round((until - now).total_seconds()))


def note_attempt(attempt: Attempt, *, has_succeeded: bool, now: datetime | None = None) -> None:
    """Remember a try whose password was looked at; a refused one is not counted, or it would never end."""
    now = now or timezone.now()
    SignInAttempt.objects.create(
        name_hash=attempt.name,
        pair_hash=attempt.pair,
        address_hash=attempt.address,
        has_succeeded=has_succeeded,
        at=now,
    )
    if has_succeeded:
        SignInAttempt.objects.filter(at__lt=now - KNOWN_FOR).delete()
        return
    failed = SignInAttempt.objects.filter(has_succeeded=False)
    tried = failed.filter(address_hash=attempt.address, at__gt=now - timedelta(hours=1))
    if tried.values("name_hash").distinct().count() == NAMES_FROM_ONE_ADDRESS:
        log.warning("%s user names failed from address %s", NAMES_FROM_ONE_ADDRESS, attempt.address[:12])
    if failed.filter(pair_hash=attempt.pair, at__gt=now - PAIR_WINDOW).count() == PAIR_FAILURES:
        log.warning("sign-in as %s from %s waits after %s failures", *_short(attempt), PAIR_FAILURES)
    if failed.filter(name_hash=attempt.name, at__gt=now - NAME_WINDOW).count() == NAME_FAILURES:
        log.warning(
            "sign-in as %s is slowed down after %s failures in a day", attempt.name[:12], NAME_FAILURES
        )


def pause_after(failures: int) -> timedelta:
    """How long a name waits after its latest failure, by the number of failures within a day."""
    if failures < NAME_FAILURES:
        return timedelta(0)
    return min(LONGEST_PAUSE, timedelta(seconds=2 ** min(failures - NAME_FAILURES, 20)))


def _pair_waits_until(attempt: Attempt, now: datetime) -> datetime | None:
    recent = SignInAttempt.objects.filter(pair_hash=attempt.pair, at__gt=now - PAIR_WINDOW)
    got_in = recent.filter(has_succeeded=True).values_list("at", flat=True).first()
    failed = recent.filter(has_succeeded=False, at__gt=got_in or now - PAIR_WINDOW)
    failures = list(failed.values_list("at", flat=True)[:PAIR_FAILURES])
    return failures[-1] + PAIR_WINDOW if len(failures) == PAIR_FAILURES else None


def _name_waits_until(attempt: Attempt, now: datetime) -> datetime | None:
    failures = SignInAttempt.objects.filter(
        name_hash=attempt.name, has_succeeded=False, at__gt=now - NAME_WINDOW
    )
    last = failures.values_list("at", flat=True).first()
    return last + pause_after(failures.count()) if last else None


def _is_known(attempt: Attempt, now: datetime) -> bool:
    return SignInAttempt.objects.filter(
        pair_hash=attempt.pair, has_succeeded=True, at__gt=now - KNOWN_FOR
    ).exists()


def _is_alone(hashed: str) -> bool:
    """Whether no other request tries the same at this moment; held until this transaction ends."""
    with connection.cursor() as cursor:
        number = int.from_bytes(hashlib.sha256(hashed.encode()).digest()[:8], "big", signed=True)
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        row = cursor.fetchone()
    return bool(row and row[0])


def _hashed(kind: str, text: str) -> str:
    return salted_hmac(f"experio.attempts.{kind}", text, algorithm="sha256").hexdigest()


def _short(attempt: Attempt) -> tuple[str, str]:
    return attempt.name[:12], attempt.address[:12]
