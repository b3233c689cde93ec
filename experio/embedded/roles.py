"""The three roles and what they may do, for the embedded server, test databases and a server of yours.

The owner creates and alters; the app role reads and writes rows, nothing more: no tables, no truncation, no
temporary tables, no way around row security. The statistics role cannot sign in: the app role becomes it for
the length of a count, and it reads the statistics views and nothing else.
"""

from collections.abc import Iterator

from psycopg import sql
from psycopg.sql import Composed, Identifier, Literal

RIGHTS = "NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION"


def role_statements(
    *, owner: str, owner_password: str, app: str, app_password: str, statistics: str
) -> Iterator[Composed]:
    """Make or correct the roles. Run as a superuser, in any database.

    The owner may create databases, since the tests make their own.
    """
    yield _made_if_missing(statistics)
    yield sql.SQL(f"ALTER ROLE {{role}} WITH NOLOGIN {RIGHTS} NOCREATEDB NOINHERIT PASSWORD NULL").format(
        role=Identifier(statistics)
    )
    for role, password, rights in (
        (owner, owner_password, f"LOGIN {RIGHTS} CREATEDB"),
        # What the app role may become it must become on purpose: nothing is inherited.
        (app, app_password, f"LOGIN {RIGHTS} NOCREATEDB NOINHERIT"),
    ):
        yield _made_if_missing(role)
        yield sql.SQL(f"ALTER ROLE {{role}} WITH {rights} PASSWORD {{password}}").format(
            role=Identifier(role), password=Literal(password)
        )
    # Not inherited, from PostgreSQL 16 on because the app role does not inherit when this is granted.
    yield sql.SQL("GRANT {statistics} TO {app}").format(
        statistics=Identifier(statistics), app=Identifier(app)
    )


def _made_if_missing(role: str) -> Composed:
    return sql.SQL(
        "DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) "
        "THEN CREATE ROLE {role}; END IF; END $do$"
    ).format(name=Literal(role), role=Identifier(role))


def create_database(*, database: str, owner: str) -> Composed:
    """Make the database. Run as a superuser, outside a transaction."""
    return sql.SQL("CREATE DATABASE {database} OWNER {owner} ENCODING 'UTF8' TEMPLATE template0").format(
        database=Identifier(database), owner=Identifier(owner)
    )


def privilege_statements(*, database: str, owner: str, app: str) -> Iterator[Composed]:
    """Let the app role use what the owner creates. Run as the owner (or a superuser) in that very database.

    To be run in every new database, a test database too: default privileges belong to one database. Safe to
    run again.
    """
    names = {"database": Identifier(database), "owner": Identifier(owner), "app": Identifier(app)}
    for text in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        yield sql.SQL(text).format(**names)
