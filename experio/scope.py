"""
On whose behalf the database is asked.

PostgreSQL keeps the walls between employers itself (row security): every policy asks these three settings
who is at work. They hold for one transaction and are gone with it, so nothing leaks from one request to the
next over a pooled connection, and a query outside a scope finds nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction

from experio import clock
from experio.queries import FRAME

WHOLE_EXTRACT = "experio.whole_extract"
ACTOR, EMPLOYERS, DAY = "experio.actor", "experio.employers", "experio.day"
EVERY_EMPLOYER = "*"


@contextmanager
def acting_as(user: Any, *, day: date | None = None, also: Mapping[str, str] | None = None) -> Iterator[None]:
    """
    One transaction on behalf of a signed-in person; the rows are those that the dated roles and
    delegations of `day` (today) open. Nobody (anonymous) is a scope too, in which no row is seen.

    `also`: other settings of the server for this transaction, told it in the same statement.
    """
    actor = str(user.pk) if getattr(user, "is_authenticated", False) and user.is_active else ""
    with _scope(actor, "", day, also or {}):
        yield


def go_on_as(user: Any) -> None:
    """
    From here to the end of the transaction on behalf of the person who has just signed in: a request that
    began as nobody's ends as the person's.
    """
    set_for_transaction(_settings(str(user.pk), "", None))


@contextmanager
def reading_all_about_oneself() -> Iterator[None]:
    """
    Within a scope: everything about the person who acts, also what no page shows the person, for the
    register extract (GDPR 15), which itself withholds what a decision says. Nothing about anybody else.
    """
    with transaction.atomic():
        _say(WHOLE_EXTRACT, "yes")
        yield
        if not connection.needs_rollback:
            _say(WHOLE_EXTRACT, "")


def _say(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FRAME} set_config(%s, %s, true)", [name, value])


@contextmanager
def working_for(*subprojects: int, day: date | None = None) -> Iterator[None]:
    """One transaction of a command that works for the named employers and sees their rows only."""
    with _scope("", ",".join(str(key) for key in sorted(subprojects)), day):
        yield


@contextmanager
def working_for_every_employer(*, day: date | None = None) -> Iterator[None]:
    """
    One transaction of a maintenance command over all employers (rotation of keys, disposal, review).

    Never in a request: `tests/database/walls` holds the list of those who may call it.
    """
    with _scope("", EVERY_EMPLOYER, day):
        yield


@contextmanager
def _scope(
    actor: str, employers: str, day: date | None, also: Mapping[str, str] | None = None
) -> Iterator[None]:
    is_nested = connection.in_atomic_block
    wanted = {**_settings(actor, employers, day), **(also or {})}
    with transaction.atomic():
        before: Mapping[str, str] | None = None
        if is_nested:
            before = _exchange(wanted)
        else:
            set_for_transaction(wanted)
        yield
        # A transaction that ends takes its settings along, and so does a savepoint that is rolled back;
        # one that goes on gets back what held before.
        if before is not None and not connection.needs_rollback:
            set_for_transaction(before)


def _settings(actor: str, employers: str, day: date | None) -> dict[str, str]:
    return {ACTOR: actor, EMPLOYERS: employers, DAY: (day or clock.today()).isoformat()}


def set_for_transaction(wanted: Mapping[str, str]) -> None:
    """Settings of the server until the end of the transaction, in one statement."""
    each = ", ".join(["set_config(%s, %s, true)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FRAME} {each}", [part for pair in wanted.items() for part in pair])


def _exchange(wanted: Mapping[str, str]) -> dict[str, str]:
    """The same, and what held before."""
    read = ", ".join(["coalesce(current_setting(%s, true), '')"] * len(wanted))
    each = ", ".join(["set_config(%s, %s, true)"] * len(wanted))
    with connection.cursor() as cursor:
        # OFFSET 0 keeps the two apart: what held before is read before anything is set.
        cursor.execute(
            f"SELECT {FRAME} before.*, {each} FROM (SELECT {read} OFFSET 0) before",  # noqa: S608
            [*(part for pair in wanted.items() for part in pair), *wanted],
        )
        row = cursor.fetchone()
    return dict(zip(wanted, row, strict=False))
