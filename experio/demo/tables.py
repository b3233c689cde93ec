"""Rows into PostgreSQL by COPY, the quickest way in; history triggers see a COPY like any other insert."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, models
from psycopg import sql

BLOCK = 2_000


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows, whose values stand in the order of `columns`; returns how many there were."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    block: list[str] = []
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            block.append("\t".join(map(_text, row)))
            if len(block) == BLOCK:
                copy.write("\n".join(block) + "\n")
                count += len(block)
                block.clear()
        if block:
            copy.write("\n".join(block) + "\n")
            count += len(block)
    return count


def _text(value: Any) -> str:
    """One value in COPY's text format."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
            return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
        return value
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def set_sequences(tables: Iterable[type[models.Model]]) -> None:
    """Let the next key of each table follow the highest one in it. Needs the owner."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({name}, 'id'), COALESCE(max(id), 1), "
                    "max(id) IS NOT NULL) FROM {table}"
                ).format(name=sql.Literal(model._meta.db_table), table=sql.Identifier(model._meta.db_table))
            )


def analyze() -> None:
    """Tell the planner what the tables hold now. Outside a transaction it needs no more than the owner."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
