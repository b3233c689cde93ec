"""State the walls in the database, take them down before its shape changes, and tell whether they stand."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from psycopg.sql import Composed

from experio.walls.conditions import SCHEMA
from experio.walls.registry import everything_said
from experio.walls.statements import (
    POLICY,
    digest,
    remembered,
    stating,
    tables_of,
    taking_down,
    text_of,
)


def take_down_walls(alias: str = "default") -> None:
    """
    Before a migration: policies and statistics views would keep columns from being altered.

    As owner. The app role then sees no row of any walled table until `state_walls`.
    """
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for statement in taking_down():
            cursor.execute(statement)


def state_walls(alias: str = "default") -> None:
    """
    State every function, policy and statistics view, in one transaction. As owner.

    Does nothing when exactly these stand. Raises ImproperlyConfigured when the statistics role is missing.
    """
    if stand_the_walls(alias):
        return
    owner = str(connections[alias].settings_dict["USER"])
    statements = statements_for(owner)
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_STATISTICS_ROLE])
        if cursor.fetchone() is None:
            raise ImproperlyConfigured(
                f"The database has no role {settings.DATABASE_STATISTICS_ROLE}, which reports count as: "
                "run `manage.py provision_database` once more."
            )
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for statement in (*taking_down(), *map(text_of, statements), text_of(remembered(digest(statements)))):
            cursor.execute(statement)


def statements_for(owner: str) -> list[Composed | str]:
    return list(
        stating(
            everything_said(),
            app=settings.DATABASE_APP_ROLE,
            owner=owner,
            statistics=settings.DATABASE_STATISTICS_ROLE,
        )
    )


def stand_the_walls(alias: str = "default") -> bool:
    """
    Whether the walls of this version stand: the same text was stated, no policy has gone since, and row
    security is enabled and forced on every table. Any role may ask.
    """
    owner = str(settings.DATABASE_OWNER.get("USER", "")) or _owner(alias)
    tables = tables_of(everything_said())
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", [SCHEMA]
        )
        row = cursor.fetchone()
        if row is None or row[0] != digest(statements_for(owner)):
            return False
        cursor.execute(
            "SELECT count(*) FROM pg_policies WHERE schemaname = 'public' AND starts_with(policyname, %s)",
            [POLICY],
        )
        policies = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity",
            [[table.name for table in tables]],
        )
        walled = cursor.fetchone()
    return policies == (sum(len(table.policies) for table in tables),) and walled == (len(tables),)


def is_anything_to_wall(alias: str = "default") -> bool:
    """Whether any walled table exists; an empty database has none."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [[table.name for table in tables_of(everything_said())]],
        )
        return cursor.fetchone() is not None


def _owner(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = %s", [SCHEMA])
        row = cursor.fetchone()
    return str(row[0]) if row else ""
