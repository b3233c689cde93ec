"""
Emptying the tables after a test that has committed.

The framework empties every table and then sends the signal of a finished migration, by which each app writes
its content types, permissions and guards anew: twice the work of emptying. No test changes those, so their
tables and the guards are left alone. The legal numbers are data that tests do change: they are emptied with
the rest and written again, as after a migration.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

from cases.legal_numbers import seed_legal_numbers
from experio.database import as_owner

# They refer to no table but each other, so all others can be emptied without them.
KEPT = {"django_content_type", "auth_permission"}


@lru_cache(maxsize=1)
def _statements() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return connection.ops.sql_flush(no_style(), sorted(set(tables) - KEPT))


def empty_tables(*_: Any) -> None:
    """Leave the rows of a migrated database and nothing else; as its owner: the app role may not truncate."""
    with as_owner():
        connection.ops.execute_sql_flush(_statements())
        seed_legal_numbers()


@pytest.fixture(autouse=True, scope="session")
def tables_are_emptied_without_migrating() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield
