"""What the app role may do with the reading log: add rows and look; restated after every `migrate`."""

from typing import Any

from psycopg import sql

from experio.audit.partitions import TABLE

HEADS = "audit_readinghead"
CUTS = "audit_readingcut"

# What a page tells. Number, time, place in the chain and hash are the database's own.
TOLD = (
    "actor_id",
    "on_behalf_of_id",
    "capacity",
    "act",
    "people",
    "employers",
    "case_id",
    "purpose",
    "route",
    "method",
    "path",
    "status",
    "address",
    "session",
)


def state_rights(cursor: Any, app_role: str) -> None:
    """Run as the owner: new tables come with the default rights of every table, which are too many here."""
    cursor.execute("SELECT current_user, to_regclass(%s) IS NOT NULL", [TABLE])
    owner, is_there = cursor.fetchone()
    if owner == app_role or not is_there:
        return
    cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE])
    tables = [TABLE, HEADS, CUTS, *(name for (name,) in cursor.fetchall())]
    role = sql.Identifier(app_role)
    for table in tables:
        statement = sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), role)
        cursor.execute(statement.as_string(cursor.connection))
    told = sql.SQL(", ").join(sql.Identifier(name) for name in TOLD)
    for statement in (
        sql.SQL("GRANT SELECT ON {}, {}, {} TO {}").format(
            sql.Identifier(TABLE), sql.Identifier(HEADS), sql.Identifier(CUTS), role
        ),
        sql.SQL("GRANT INSERT ({}) ON {} TO {}").format(told, sql.Identifier(TABLE), role),
    ):
        cursor.execute(statement.as_string(cursor.connection))
