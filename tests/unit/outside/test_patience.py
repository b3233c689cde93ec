"""How long a page waits for a silent database, by a clock that the test turns."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from experio.outside import breaker, patience
from experio.outside.patience import LONG_JOB, PAGE, Limits, Watch
from experio.postgresql import base
from experio.postgresql.base import LOOK_SECONDS, BoundedConnection

# What docs/security/outside.md and docs/operations/watching.md promise of a page.
LONGEST_SILENCE_SECONDS, LONGEST_CONNECT_SECONDS = 4.0, 2


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(patience, "time", clock)
    return clock


@pytest.fixture(autouse=True)
def tripped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The breaker, which asks no server: the reasons it was opened for."""
    reasons: list[str] = []
    monkeypatch.setattr(breaker, "trip", reasons.append)
    monkeypatch.setattr(breaker, "is_open", lambda: bool(reasons))
    return reasons


def test_the_server_ends_a_statement_before_the_page_stops_waiting() -> None:
    assert PAGE.lock < PAGE.statement < PAGE.silence == LONGEST_SILENCE_SECONDS
    assert LONG_JOB.lock < LONG_JOB.statement < LONG_JOB.silence
    assert patience.CONNECT_SECONDS == LONGEST_CONNECT_SECONDS
    assert LOOK_SECONDS <= 0.1


def test_a_page_waits_four_seconds_from_the_last_sign_of_life(clock: Clock) -> None:
    watch = Watch(PAGE)

    clock.now += 3.9
    assert not watch.is_over()
    watch.heard()
    clock.now += 3.9
    assert not watch.is_over()
    clock.now += 0.1
    assert watch.is_over()


def test_a_wait_is_over_at_once_when_others_have_found_the_server_silent(tripped: list[str]) -> None:
    watch = Watch(PAGE)
    tripped.append("another request")

    assert watch.is_over()


@pytest.mark.parametrize("answers", [True, False])
def test_a_long_job_looks_after_the_server_every_two_seconds(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    looks: list[float] = []
    monkeypatch.setattr(breaker, "answers", lambda: looks.append(clock.now) or answers)
    watch = Watch(LONG_JOB)

    for _ in range(5):
        clock.now += 1
        over = watch.is_over()
        if over:
            break

    assert looks == ([1002.0, 1004.0] if answers else [1002.0])
    assert over is not answers


def silence() -> Iterator[Any]:
    """A statement that the server never answers."""
    while True:
        yield "ready?"


def test_a_statement_without_an_answer_is_left_and_nothing_is_asked_again(
    clock: Clock, tripped: list[str]
) -> None:
    left: list[bool] = []

    class Connection(BoundedConnection):
        def __init__(self) -> None:
            pass

        def __del__(self, *_nothing: object) -> None:
            pass

        def _leave(self) -> None:
            left.append(True)
            raise psycopg.OperationalError("the database does not answer")

    connection = Connection()
    with patience.page():
        waiting = connection._watched(silence(), Watch(PAGE))
        next(waiting)
        for _ in range(39):
            clock.now += 0.1
            waiting.send(None)
        clock.now += 0.2
        with pytest.raises(psycopg.OperationalError):
            waiting.send(None)

        assert tripped == ["no answer to a statement"]
        assert patience.is_given_up()
        with pytest.raises(psycopg.OperationalError):
            connection.wait(silence())
        with pytest.raises(psycopg.OperationalError):
            base.DatabaseWrapper.Database.connect(host="192.0.2.1")

    assert left == [True, True]


def test_a_command_waits_as_long_as_it_takes() -> None:
    assert patience.limits() is None
    with patience.patient_for(Limits(1, 1, 1)):
        assert patience.limits() is None
    with patience.page():
        assert patience.limits() == PAGE
        with patience.patient_for(LONG_JOB):
            assert patience.limits() == LONG_JOB
        assert patience.limits() == PAGE
