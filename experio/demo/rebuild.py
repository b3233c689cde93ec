"""For large loads: constraints and indexes are taken away and built again from the whole, not row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, models
from psycopg import sql


@dataclass(frozen=True, slots=True)
class SetAside:
    """One thing taken away, and the statement that brings it back."""

    name: str
    restore: str


def set_aside(tables: Sequence[type[models.Model]]) -> tuple[SetAside, ...]:
    """
    Drop foreign keys, exclusion constraints and plain indexes of the tables and their history.

    To be run in the transaction that loads, as owner: if the load fails, everything is as before.
    Keys and unique constraints stay. Indexes come back before exclusions, exclusions before foreign
    keys, so that each is checked against the finished table.
    """
    tables = [*tables, *_history_of(tables)]
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        # Checks that wait for the end of the transaction would keep the tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), contype, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype IN ('f', 'x') AND conrelid = ANY(%s::regclass[]) "
            "ORDER BY contype DESC, conrelid::regclass::text, conname",
            [names],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary AND NOT indisunique "
            "AND NOT indisexclusion ORDER BY indexrelid::regclass::text",
            [names],
        )
        indexes = cursor.fetchall()
        for table, name, _, _ in constraints:
            _run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            _run(f"DROP INDEX {name}")
    return (
        *(SetAside(name, definition) for name, definition in indexes),
        *(
            SetAside(name, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
            for table, name, _, definition in constraints
        ),
    )


def bring_back(thing: SetAside) -> None:
    """Build one of them again; what the loaded rows violate is refused here."""
    _run(thing.restore)


def give_room_to_build() -> None:
    """More memory for building indexes, until the transaction ends."""
    _run("SET LOCAL maintenance_work_mem = '512MB'")
    _run("SET LOCAL max_parallel_maintenance_workers = 2")


def _history_of(tables: Sequence[type[models.Model]]) -> list[type[models.Model]]:
    """The history tables that the triggers of the tables fill."""
    return [
        relation.related_model
        for model in tables
        for relation in model._meta.related_objects
        if relation.name == "events"
    ]


def _run(statement: str) -> None:
    # Statements come from the catalogue, written and quoted by PostgreSQL itself.
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement))
