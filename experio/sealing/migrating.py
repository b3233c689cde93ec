"""Sealing what a column already holds, for migrations. The column has its final type and no check yet."""

from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.migrations import RunSQL
from psycopg import sql

from experio.scope import working_for_every_employer
from experio.sealing.envelope import VERSION, seal, seal_bytes

BATCH = 2_000

# (employer, plain text) → the token that goes with it
Token = Callable[[int, str], str]


def only_sealed(table: str, column: str, *, is_binary: bool = False) -> RunSQL:
    """
    Lets the table refuse what is not sealed. A new column has this check by itself (`db_check` of its
    field); one that becomes a sealed column does not get it by an AlterField.
    """
    name = f"{table}_{column}_sealed"[:63]
    test = (
        f"substring(\"{column}\" from 1 for 3) = 's1:'::bytea"
        if is_binary
        else f"left(\"{column}\", 3) = 's1:'"
    )
    return RunSQL(
        sql=f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({test})',
        reverse_sql=f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )


def seal_column(
    schema_editor: Any,
    *,
    table: str,
    column: str,
    history: bool = True,
    tokens: dict[str, Token] | None = None,
) -> None:
    """
    Seal every plain value of `table.column` and of its history; the empty text becomes NULL.

    `tokens` names columns of the table that get a token of the text. Triggers sleep meanwhile: that values
    are sealed is no change of theirs.
    """
    connection = connections[schema_editor.connection.alias]
    with working_for_every_employer():
        _seal(connection, table, "id", "id", table, column, tokens or {})
        if history:
            _seal(connection, f"{table}event", "pgh_id", "pgh_obj_id", table, column, {})


def _seal(
    connection: Any, table: str, key: str, row: str, place: str, column: str, tokens: dict[str, Token]
) -> None:
    names = {
        "table": sql.Identifier(table),
        "key": sql.Identifier(key),
        "row": sql.Identifier(row),
        "column": sql.Identifier(column),
        "employer": sql.Identifier("subproject_id") if tokens else sql.SQL("NULL"),
    }
    sets = sql.SQL(", ").join(
        sql.SQL("{} = new.{}").format(sql.Identifier(name), sql.Identifier(name))
        for name in (column, *tokens)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ALTER TABLE {table} DISABLE TRIGGER USER").format(**names))
        last = 0
        while rows := cursor.execute(
            sql.SQL(
                "SELECT {key}, {row}, {column}, {employer} FROM {table} "
                "WHERE {key} > %s AND {column} IS NOT NULL ORDER BY {key} LIMIT %s"
            ).format(**names),
            [last, BATCH],
        ).fetchall():
            last = rows[-1][0]
            rows = [row for row in rows if not _is_sealed(row[2])]
            if not rows:
                continue
            values: dict[str, list[Any]] = {column: [], **{name: [] for name in tokens}}
            for _key, at, plain, employer in rows:
                values[column].append(_sealed(plain, place, column, at))
                for name, token in tokens.items():
                    values[name].append(token(employer, plain) if plain else None)
            kind = "bytea" if isinstance(rows[0][2], bytes | memoryview) else "text"
            arrays = [
                sql.SQL("%s::bigint[]"),
                sql.SQL(f"%s::{kind}[]"),
                *[sql.SQL("%s::text[]")] * len(tokens),
            ]
            cursor.execute(
                sql.SQL(
                    "UPDATE {table} SET {sets} FROM unnest({arrays}) AS new({names}) "
                    "WHERE {table}.{key} = new.key"
                ).format(
                    sets=sets,
                    arrays=sql.SQL(", ").join(arrays),
                    names=sql.SQL(", ").join(map(sql.Identifier, ("key", column, *tokens))),
                    **names,
                ),
                [[entry[0] for entry in rows], *values.values()],
            )
        # Checks that wait for the end of the transaction would keep the table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(sql.SQL("ALTER TABLE {table} ENABLE TRIGGER USER").format(**names))


def _is_sealed(value: Any) -> bool:
    start = value[:3] if isinstance(value, str) else bytes(value[:3]).decode("latin-1")
    return start == f"{VERSION}:"


def _sealed(plain: Any, table: str, column: str, row: Any) -> Any:
    if not plain:
        return None
    if isinstance(plain, str):
        return seal(plain, table=table, column=column, row=row)
    return seal_bytes(bytes(plain), table=table, column=column, row=row)
