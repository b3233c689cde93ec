"""
Whether the database has fallen silent, known to all threads of a process.

The first request that waits in vain opens the breaker: from then on requests are refused at once instead
of each waiting its time, so that the threads stay free. A thread of its own asks the server twice a second
and closes the breaker when it answers: no visitor is the one who tries.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from django.db import connections
from psycopg.abc import PQGen

PAUSE_SECONDS = 0.5
ANSWER_SECONDS = 2.0

log = logging.getLogger("experio.database")

T = TypeVar("T")

_lock = threading.Lock()
_open = threading.Event()


class _Brief(psycopg.Connection[Any]):
    """A connection whose every answer is waited for two seconds."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = ANSWER_SECONDS) -> T:
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.errors._WaitTimeout:
            raise psycopg.OperationalError("no answer") from None


def is_open() -> bool:
    """Whether the database is taken to be silent."""
    return _open.is_set()


def trip(reason: str) -> None:
    """The database has not answered: look after it until it does. `reason` goes to the log: no data."""
    with _lock:
        if _open.is_set():
            return
        _open.set()
    log.error("The database does not answer (%s): pages say so until it does.", reason)
    threading.Thread(target=_look_until_it_answers, name="database look-out", daemon=True).start()


def answers() -> bool:
    """Ask the server on a connection of its own, for two seconds at most."""
    try:
        with own_connection() as ask:
            ask("SELECT 1")
    except psycopg.Error as error:
        # A server that says no, that there are too many already or that it is starting, is not silent.
        return bool(error.sqlstate)
    return True


@contextmanager
def own_connection() -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """
    A way to ask that shares nothing with the pages: to connect and to get each answer takes two seconds at
    most. Raises psycopg.Error.
    """
    parameters: dict[str, Any] = dict(connections["default"].get_connection_params())
    for name in ("cursor_factory", "context", "prepare_threshold", "server_side_binding"):
        parameters.pop(name, None)
    parameters["connect_timeout"] = int(ANSWER_SECONDS)
    connection = _Brief.connect(**parameters, autocommit=True)
    try:
        yield lambda statement: connection.execute(statement).fetchall()
    finally:
        connection.pgconn.finish()


def _look_until_it_answers() -> None:
    pause = threading.Event()
    while not answers():
        pause.wait(PAUSE_SECONDS)
    _open.clear()
    log.warning("The database answers again.")
