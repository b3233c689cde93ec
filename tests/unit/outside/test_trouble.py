"""Which errors ask for patience (503) and which are faults of ours (500)."""

import psycopg
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from psycopg import errors

from experio.outside.trouble import is_unavailable


def caused(error: Exception, cause: Exception) -> Exception:
    """As Django wraps what the driver raises."""
    error.__cause__ = cause
    return error


PASSING = {
    "no connection": caused(OperationalError("refused"), psycopg.OperationalError("refused")),
    "connection lost": caused(InterfaceError("closed"), psycopg.InterfaceError("the connection is closed")),
    "too many": caused(OperationalError("x"), errors.TooManyConnections("x")),
    "statement too long": caused(OperationalError("x"), errors.QueryCanceled("x")),
    "lock not given": caused(OperationalError("x"), errors.LockNotAvailable("x")),
    "read-only": caused(InternalError("x"), errors.ReadOnlySqlTransaction("x")),
    "shut down": caused(OperationalError("x"), errors.AdminShutdown("x")),
    "disk full": caused(OperationalError("x"), errors.DiskFull("x")),
    "deadlock": caused(OperationalError("x"), errors.DeadlockDetected("x")),
    "met while handling another": caused(
        RuntimeError("x"), caused(OperationalError("x"), errors.DiskFull("x"))
    ),
}
FAULTS = {
    "no such table": caused(ProgrammingError("x"), errors.UndefinedTable("x")),
    "broken rule": caused(IntegrityError("x"), errors.UniqueViolation("x")),
    "not allowed": caused(ProgrammingError("x"), errors.InsufficientPrivilege("x")),
    "any other": DatabaseError("x"),
    "not the database": ValueError("x"),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_asks_for_patience(name: str) -> None:
    assert is_unavailable(PASSING[name])


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_no_reason_to_wait(name: str) -> None:
    assert not is_unavailable(FAULTS[name])
