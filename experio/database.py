"""Two database roles: the owner migrates, the app role does everything else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

_owner_at_work: ContextVar[bool] = ContextVar("owner_at_work", default=False)

ROLE_KEYS = ("USER", "PASSWORD", "HOST", "PORT")


def is_owner_at_work() -> bool:
    """Whether this code runs inside `as_owner()`."""
    return _owner_at_work.get()


def owner_session() -> psycopg.Connection:
    """A connection of the owner's own to the database in use, beside the one of this process."""
    owner = settings.DATABASE_OWNER
    return psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=connections["default"].settings_dict["NAME"],
    )


@contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """
    Let this process speak to the database as its owner for a while.

    For migrations, flushing test data and bulk loads. The connection is closed on the way in
    and out, so it must not be used inside a transaction.
    """
    owner = settings.DATABASE_OWNER
    if not owner:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL must be set: this command changes the database's shape."
        )
    connection = connections[alias]
    if connection.in_atomic_block:
        raise RuntimeError("as_owner() closes the connection and so cannot be used inside a transaction.")
    before: dict[str, Any] = {key: connection.settings_dict.get(key) for key in ROLE_KEYS}
    connection.close()
    connection.settings_dict.update({key: owner.get(key, "") for key in ROLE_KEYS})
    token = _owner_at_work.set(True)
    try:
        yield
    finally:
        _owner_at_work.reset(token)
        connection.close()
        connection.settings_dict.update(before)
