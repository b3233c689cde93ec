"""State the triggers in the database, and tell whether exactly these stand."""

from typing import Any

from django.db import connections, transaction

from experio.triggers.registry import digest, every_statement, watched_tables

# Every trigger of the history asks this function first: its comment is where it is noted what was stated.
NOTED_ON = "public._pgtrigger_should_ignore(name)"

# A month of the reading log has its triggers from the log itself: it counts only if one of them is disabled.
_TRIGGERS = """
    SELECT pg_trigger.oid, tgname, tgenabled, relname
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace AND (tgparentid = 0 OR tgenabled <> 'O')
"""
_FUNCTIONS = """
    SELECT oid, proname, prorettype, prosecdef, proconfig, prosrc FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
"""
_STANDING = f"""
    SELECT encode(sha256(convert_to(string_agg(line, '|' ORDER BY line COLLATE "C"), 'UTF8')), 'hex') FROM (
        SELECT concat_ws(' ', relname, tgenabled, pg_get_triggerdef(oid)) AS line FROM ({_TRIGGERS}) one
        UNION ALL
        SELECT concat_ws(' ', proname, prorettype::regtype, prosecdef, proconfig, prosrc)
        FROM ({_FUNCTIONS}) one
    ) lines
"""  # noqa: S608 - constants of this module

WHAT_STANDS = f"SELECT obj_description(to_regprocedure('{NOTED_ON}'), 'pg_proc'), ({_STANDING})"  # noqa: S608
"""SQL: what was noted when triggers were last stated, and a short name for those that stand now."""

_AWAY = f"""
    DO $do$ DECLARE one record; BEGIN
        FOR one IN SELECT tgname, relname FROM ({_TRIGGERS} AND tgparentid = 0) standing
        LOOP EXECUTE format('DROP TRIGGER %I ON public.%I', one.tgname, one.relname);
        END LOOP;
        FOR one IN SELECT oid::regprocedure AS name FROM ({_FUNCTIONS} AND prorettype = 'trigger'::regtype) f
        LOOP EXECUTE 'DROP FUNCTION ' || one.name;
        END LOOP;
    END $do$
"""  # noqa: S608 - constants of this module


def state_triggers(alias: str = "default") -> None:
    """
    State every trigger anew and drop all others, in one transaction. As owner, when all tables are there.

    Does nothing when exactly these stand. No row is written between the old triggers and the new ones:
    dropping a trigger locks its table until the end.
    """
    if stand_the_triggers(alias):
        return
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(_AWAY)
        cursor.execute(";\n".join(every_statement()))
        cursor.execute(_STANDING)
        (standing,) = cursor.fetchone()
        cursor.execute(f"COMMENT ON FUNCTION {NOTED_ON} IS '{_note(standing)}'")


def stand_the_triggers(alias: str = "default") -> bool:
    """
    Whether the triggers of this version stand: they were stated, and none has since been dropped, disabled,
    changed or added, nor any function that they call. Any role may ask.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(WHAT_STANDS)
        return are_those_of_this_version(*cursor.fetchone())


def are_those_of_this_version(noted: Any, standing: Any) -> bool:
    """The same for the answer to `WHAT_STANDS`."""
    return bool(noted == _note(standing))


def _note(standing: Any) -> str:
    return f"{digest()} {standing}"


def is_anything_to_watch(alias: str = "default") -> bool:
    """Whether any table that has triggers exists; an empty database has none."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [watched_tables()],
        )
        return cursor.fetchone() is not None
