"""One process at a time changes the shape of a database: two hosts may migrate it in the same minute."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import OperationalError, connections

from experio.database import owner_session

# The number of an advisory lock of PostgreSQL; it belongs to one database.
SHAPE = int.from_bytes(b"experio", "big")

_held: set[str] = set()
"""The databases whose lock this process holds."""


@contextmanager
def alone_with_the_database(tell: Callable[[str], object]) -> Iterator[None]:
    """
    Hold the lock on the shape of the database in use; who comes second waits, and `tell` hears of it.

    Within a process it may be taken again. PostgreSQL frees it when the process dies. Without the owner's
    address nothing is locked: nothing can be changed then.
    """
    database = str(connections["default"].settings_dict["NAME"])
    if database in _held or not settings.DATABASE_OWNER:
        yield
        return
    try:
        session = owner_session()
    except psycopg.OperationalError as error:
        raise OperationalError(str(error)) from error
    with session:
        session.autocommit = True
        row = session.execute("SELECT pg_try_advisory_lock(%s)", [SHAPE]).fetchone()
        if row is None or not row[0]:
            tell("Another process is preparing this database; waiting until it is done.")
            session.execute("SELECT pg_advisory_lock(%s)", [SHAPE])
        _held.add(database)
        try:
            yield
        finally:
            _held.discard(database)
