"""
The months of the reading log: one partition each, made ahead, and a net for a month nobody has made.

Made by the owner, with `migrate` and with `manage.py reading_log_months`. Months are those of UTC.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from experio.periods import Month

TABLE = "audit_reading"
NET = "audit_reading_other"
AHEAD = 12
"""Months that are made before they begin."""


def name_of(month: Month) -> str:
    return f"{TABLE}_{month.year:04d}_{month.number:02d}"


def this_month() -> Month:
    return Month.of(timezone.now().astimezone(UTC).date())


def keep_months(*, ahead: int = AHEAD) -> list[str]:
    """
    Make what is missing of this month and the next `ahead`, and move out of the net what has a month of its
    own by then. As the owner. The names of the partitions that were made.
    """
    now = this_month()
    with connection.cursor() as cursor:
        wanted = {now.plus(step) for step in range(ahead + 1)} | set(_months_in_net(cursor))
        present = _present(cursor)
        missing = [month for month in sorted(wanted) if name_of(month) not in present]
        for month in missing:
            make_month(cursor, month)
    return [name_of(month) for month in missing]


def months_left() -> int:
    """How many months from now on, this one included, have their partition: for readiness. App role too."""
    with connection.cursor() as cursor:
        present = _present(cursor)
    month, left = this_month(), 0
    while name_of(month) in present:
        month, left = month.plus(1), left + 1
    return left


def rows_in_net() -> int:
    """Rows that fell into the net because their month was missing; not lost, but a month should be made."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE tableoid = %s::regclass", [NET])  # noqa: S608
        return int(cursor.fetchone()[0])


def partition_names() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(_present(cursor))


def _present(cursor: Any) -> set[str]:
    cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE])
    return {name for (name,) in cursor.fetchall()}


def _months_in_net(cursor: Any) -> Iterator[Month]:
    cursor.execute(f"SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') FROM {NET}")  # noqa: S608
    for (moment,) in cursor.fetchall():
        yield Month.of(moment.date())


def beginning(month: Month) -> datetime:
    """Its first moment, in UTC like all months of the log."""
    return datetime(month.year, month.number, 1, tzinfo=UTC)


def make_month(cursor: Any, month: Month) -> None:
    """A table beside, filled with what the net holds of the month, then part of the log: in one statement."""
    names = {
        "log": sql.Identifier(TABLE),
        "net": sql.Identifier(NET),
        "made": sql.Identifier(name_of(month)),
        "first": sql.Literal(beginning(month).isoformat()),
        "last": sql.Literal(beginning(month.plus(1)).isoformat()),
    }
    statement = sql.SQL(
        """
        DO $do$ BEGIN
            CREATE TABLE {made} (LIKE {log} INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
            IF EXISTS (SELECT FROM {net} WHERE at >= {first} AND at < {last}) THEN
                LOCK TABLE {log} IN ACCESS EXCLUSIVE MODE;
                INSERT INTO {made} SELECT * FROM {net} WHERE at >= {first} AND at < {last};
                -- Moved, not changed: the hashes stay, and verification would tell if they did not.
                ALTER TABLE {net} DISABLE TRIGGER USER;
                DELETE FROM {net} WHERE at >= {first} AND at < {last};
                ALTER TABLE {net} ENABLE TRIGGER USER;
            END IF;
            ALTER TABLE {log} ATTACH PARTITION {made} FOR VALUES FROM ({first}) TO ({last});
        END $do$
        """
    ).format(**names)
    cursor.execute(statement.as_string(cursor.connection))
