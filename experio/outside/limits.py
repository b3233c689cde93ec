"""What the server is told about limits: so that it ends a statement by itself, and lets go of its locks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from experio.outside import patience
from experio.outside.patience import LONG_JOB, Limits
from experio.queries import FRAME


def tell_server() -> None:
    """The limits that hold now, for the rest of this transaction. Nothing in a command, which has none."""
    limits = patience.limits()
    if limits is None or not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {FRAME} set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)",
            [f"{limits.statement * 1000:.0f}", f"{limits.lock * 1000:.0f}"],
        )


@contextmanager
def long_job(limits: Limits = LONG_JOB) -> Iterator[None]:
    """More patience for a view that reads a file in or counts everything anew."""
    with patience.patient_for(limits):
        tell_server()
        yield
    if not connection.needs_rollback:
        tell_server()
