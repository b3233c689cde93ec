"""Counting across employers, as the statistics role: pseudonymised views and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from experio.queries import FRAME


@contextmanager
def counting() -> Iterator[Any]:
    """
    A cursor that reads the statistics views (`reports.walls`), in a transaction or a part of one.

    The database refuses it every table and every change. Whatever happens, the role ends with the block:
    leaving it gives the app role back, and a failure rolls back to before it was taken.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _become(cursor, settings.DATABASE_STATISTICS_ROLE)
        yield cursor
        _become(cursor, "none")


def _become(cursor: Any, role: str) -> None:
    """`SET LOCAL ROLE`, in the form that takes a parameter."""
    cursor.execute(f"SELECT {FRAME} set_config('role', %s, true)", [role])
