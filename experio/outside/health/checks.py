"""What a process needs to answer pages, each found in one cheap question."""

import shutil
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings

from experio.outside.breaker import own_connection
from experio.shape import known_migrations
from experio.triggers.stating import WHAT_STANDS, are_those_of_this_version

OK, FAILED = "ok", "failed"

Ask = Callable[[str], list[tuple[Any, ...]]]


def check_everything() -> dict[str, str]:
    """`ok` or `failed` for each part. No number, name or reason: the log and the commands tell those."""
    answers = {"disk": _word(has_room()), "sealing_keys": _word(bool(settings.SEALING_KEYS))}
    try:
        with own_connection() as ask:
            answers["database"] = OK
            answers["migrations"] = _word(is_migrated(ask))
            answers["row_security"] = _word(has_walls(ask))
            answers["triggers"] = _word(has_triggers(ask))
            if is_partitioned(ask):
                answers["reading_log"] = _word(has_place_for_readings(ask))
    except psycopg.Error:
        answers["database"] = FAILED
    return dict(sorted(answers.items()))


def _word(is_well: bool) -> str:
    return OK if is_well else FAILED


def has_room() -> bool:
    """Whether the data folder's disk has room left for files and, if it is embedded, the database."""
    try:
        return shutil.disk_usage(settings.EXPERIO_HOME).free >= settings.READY_MIN_FREE_BYTES
    except FileNotFoundError:
        return True  # nothing is kept here: the database is elsewhere


def is_migrated(ask: Ask) -> bool:
    """Whether every migration of this version has been applied."""
    applied = set(ask("SELECT app, name FROM django_migrations"))
    return known_migrations() <= applied


def has_walls(ask: Ask) -> bool:
    """
    Whether the role cannot pass row security, and every table that has a policy enforces it on its owner too.
    """
    (may_pass,) = ask("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")[0]
    open_tables = ask(
        "SELECT 1 FROM pg_class WHERE oid IN (SELECT polrelid FROM pg_policy) "
        "AND NOT (relrowsecurity AND relforcerowsecurity) LIMIT 1"
    )
    return not may_pass and not open_tables


def has_triggers(ask: Ask) -> bool:
    """Whether every change is written to the history and the guards stand, as this version states them."""
    return are_those_of_this_version(*ask(WHAT_STANDS)[0])


READING_TABLE = "audit_reading"


def is_partitioned(ask: Ask) -> bool:
    """Whether this installation keeps its reading log by month."""
    return bool(
        ask(f"SELECT 1 FROM pg_partitioned_table WHERE partrelid = to_regclass('{READING_TABLE}')")  # noqa: S608
    )


def has_place_for_readings(ask: Ask) -> bool:
    """Whether a reading noted now finds the partition of its month."""
    return bool(
        ask(
            "SELECT 1 FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid "  # noqa: S608
            f"WHERE inhparent = to_regclass('{READING_TABLE}') AND ("
            "pg_get_expr(relpartbound, pg_class.oid) LIKE "
            "'%FROM (''' || to_char(date_trunc('month', now()), 'YYYY-MM-DD') || '%' "
            "OR pg_get_expr(relpartbound, pg_class.oid) = 'DEFAULT') LIMIT 1"
        )
    )
