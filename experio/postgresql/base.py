"""The back end: as Django's, but no wait lasts longer than the patience of who waits."""

from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen

from experio.outside import patience

LOOK_SECONDS = 0.1

T = TypeVar("T")


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that gives up, and is closed then: what was asked may still be answered to nobody."""

    def wait(self, gen: PQGen[T], interval: float = LOOK_SECONDS, timeout: float | None = None) -> T:
        limits = patience.limits()
        if limits is None:
            return super().wait(gen, interval, timeout)
        if patience.is_given_up():
            gen.close()
            self._leave()
        return super().wait(self._watched(gen, patience.Watch(limits)), LOOK_SECONDS, timeout)

    def _watched(self, gen: PQGen[T], watch: patience.Watch) -> PQGen[T]:
        """The same conversation; where nothing has come for a moment, the watch is asked."""
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    watch.heard()
                    wanted = gen.send(ready)
                elif watch.is_over():
                    patience.give_up("no answer to a statement")
                    self._leave()
        except StopIteration as done:
            return done.value

    def _leave(self) -> None:
        self.pgconn.finish()
        raise psycopg.OperationalError("the database does not answer")


class _Driver:
    """The driver as Django knows it; connections are bounded."""

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)

    @staticmethod
    def connect(**parameters: Any) -> BoundedConnection:
        if patience.is_given_up():
            raise psycopg.OperationalError("the database does not answer")
        if patience.limits() is not None:
            parameters["connect_timeout"] = patience.CONNECT_SECONDS
        try:
            return BoundedConnection.connect(**parameters)
        except psycopg.errors.ConnectionTimeout:
            patience.give_up("no answer to a connection")
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    Database = _Driver()  # type: ignore[assignment]
