"""
One migrated database for all of a run: each worker gets a copy instead of migrating its own.

The template belongs to exactly the Python files that a database is made by. A change to one of them makes a
new one, so a copy never differs from what `migrate` would have made.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases
from psycopg import sql

from experio.database import as_owner, owner_session
from experio.embedded.roles import privilege_statements

ROOT = Path(__file__).resolve().parents[1]
# Any of it may say something of a table, a policy, a trigger or a seeded row; looking only where one expects
# it would one day copy a database that the code no longer makes.
PRODUCT = ("experio", "subprojects", "cases", "reports", "requirements")
PREFIX = "test_template_"


def copy_template(name: str) -> None:
    """
    Make the database `name` as a copy of the template, and the template first where there is none yet.

    Workers that start together wait for the one that migrates. The app role's rights on the database itself
    are said again: they are not copied.
    """
    template = f"{PREFIX}{fingerprint()}"
    with (settings.EXPERIO_HOME / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _owner() as owner:
            present = {row[0] for row in owner.execute("SELECT datname FROM pg_database")}
        if template not in present:
            _make(template)
            _drop(one for one in present if one.startswith(PREFIX))
        with _owner() as owner:
            _drop([name])
            owner.execute(
                sql.SQL("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY").format(
                    name=sql.Identifier(name), template=sql.Identifier(template)
                )
            )
            roles = {"owner": settings.DATABASE_OWNER["USER"], "app": settings.DATABASE_APP_ROLE}
            for statement in privilege_statements(database=name, **roles):
                if " ON DATABASE " in statement.as_string(owner):
                    owner.execute(statement)


def drop_copy(name: str, *, back_to: str) -> None:
    """
    Remove a worker's database. Called while the app role is connected to it; it then goes `back_to` another.

    Threads of a live server may still hold connections of that role, which may end them itself; the owner may
    not. PostgreSQL waits some seconds for those that are ending.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
    connection.close()
    connection.settings_dict["NAME"] = back_to
    _drop([name])


def fingerprint() -> str:
    """Of the product's Python files, the locked packages, and the month: `migrate` makes the log's months."""
    digest = hashlib.sha256(f"{datetime.now(UTC):%Y-%m}".encode())
    for folder in PRODUCT:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".sql", ".txt"):
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _make(template: str) -> None:
    """Migrate under another name first: what was cut short is no template."""
    draft = f"{template}_new"
    plain, name_of_tests = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    _drop([draft])
    connection.settings_dict["TEST"]["NAME"] = draft
    try:
        with as_owner():
            setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
            connection.close()
    finally:
        connection.settings_dict["NAME"] = plain
        connection.settings_dict["TEST"]["NAME"] = name_of_tests
    with _owner() as owner:
        owner.execute(
            sql.SQL("ALTER DATABASE {draft} RENAME TO {template}").format(
                draft=sql.Identifier(draft), template=sql.Identifier(template)
            )
        )


def _drop(names: Iterator[str] | list[str]) -> None:
    with _owner() as owner:
        for name in names:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {name}").format(name=sql.Identifier(name)))


@contextmanager
def _owner() -> Iterator[psycopg.Connection]:
    """The owner, connected to the product's own database, each statement by itself."""
    with owner_session() as session:
        session.autocommit = True
        yield session
