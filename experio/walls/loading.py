"""Bulk loads: COPY does not work on a table whose row security is forced upon its owner."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from experio.walls.registry import everything_said
from experio.walls.statements import tables_of


@contextmanager
def opened_for_loading() -> Iterator[None]:
    """
    Let the owner COPY into every walled table, in the transaction that loads: if it fails, all is as before.

    The app role's policies hold all the while.
    """
    _say("NO FORCE")
    yield
    with connection.cursor() as cursor:
        # Checks that wait for the end of the transaction would keep the tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _say("FORCE")


def _say(what: str) -> None:
    with connection.cursor() as cursor:
        for table in tables_of(everything_said()):
            cursor.execute(f'ALTER TABLE "{table.name}" {what} ROW LEVEL SECURITY')
