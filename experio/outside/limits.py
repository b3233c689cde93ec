"""What the server is told about limits: so that it ends a statement by itself, and lets go of its locks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from experio.outside import patience
from experio.outside.patience import LONG_JOB, Limits
from experio.scope import set_for_transaction


def server_limits() -> dict[str, str]:
    """The limits that hold now, as settings of the server. Empty in a command, which has none."""
    limits = patience.limits()
    if limits is None:
        return {}
    return {
        "statement_timeout": f"{limits.statement * 1000:.0f}",
        "lock_timeout": f"{limits.lock * 1000:.0f}",
    }


def _tell_server() -> None:
    """The limits that hold now, for the rest of this transaction."""
    settings = server_limits()
    if settings and connection.in_atomic_block:
        set_for_transaction(settings)


@contextmanager
def long_job(limits: Limits = LONG_JOB) -> Iterator[None]:
    """More patience for a view that reads a file in or counts everything anew."""
    with patience.patient_for(limits):
        _tell_server()
        yield
    if not connection.needs_rollback:
        _tell_server()
