"""The SQL of the walls: functions, policies, rights and statistics views."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.apps import apps
from django.db import models
from psycopg import sql
from psycopg.sql import Composed, Identifier, Literal

from experio.walls.conditions import EVERYBODY, NOBODY, SCHEMA, Condition
from experio.walls.registry import Function, Said, View

STATISTICS_SCHEMA = "statistics"
POLICY = "wall_"
OWNERS_POLICY = "owner_sees_all"

# Where a signed-in person, a command or nobody is at work; all three are empty outside a scope.
_WHO = """
    who bigint := nullif(current_setting('experio.actor', true), '')::bigint;
    on_day date := nullif(current_setting('experio.day', true), '')::date;
    works_for text := coalesce(current_setting('experio.employers', true), '');
"""


@dataclass(slots=True)
class Table:
    """What is to hold for one table, from all the apps that speak of it."""

    name: str
    # (policy, command, USING, WITH CHECK); None where the command has no such part.
    policies: list[tuple[str, str, Condition | None, Condition | None]] = field(default_factory=list)
    append_only: bool = False
    may_be_forgotten: bool = False
    rewritable: tuple[str, ...] = ()
    spoken_of: Counter[str] = field(default_factory=Counter)

    def next_prefix(self, app: str) -> str:
        """What an app says first of a table bears its name, what it says besides a number too."""
        self.spoken_of[app] += 1
        number = self.spoken_of[app]
        return f"{POLICY}{app}_" if number == 1 else f"{POLICY}{app}_{number}_"


def tables_of(said: Said) -> list[Table]:
    """The walled tables and their history tables, in the order in which they are first spoken of."""
    found: dict[str, Table] = {}
    for wall, app in zip(said.walls, said.apps, strict=True):
        model: type[models.Model] | None = apps.get_model(wall.model) if wall.model else None
        name = wall.table or (model._meta.db_table if model else "")
        table = found.setdefault(name, Table(name))
        table.append_only |= wall.append_only
        prefix = table.next_prefix(app)
        table.policies += [
            (f"{prefix}{verb}", command, using, check)
            for verb, command, using, check in (
                ("read", "SELECT", wall.read, None),
                ("add", "INSERT", None, wall.add),
                ("change", "UPDATE", wall.change | wall.lock, wall.change),
                ("remove", "DELETE", wall.remove, None),
            )
            if (using or NOBODY) != NOBODY or (check or NOBODY) != NOBODY
        ]
        event = getattr(model, "pgh_event_model", None) if model else None
        if event is None:
            continue
        history = found.setdefault(event._meta.db_table, Table(event._meta.db_table, append_only=True))
        written = wall.add | wall.change | wall.remove
        history.policies += [
            (f"{prefix}{verb}", command, using, check)
            for verb, command, using, check in (
                ("read", "SELECT", wall.read, None),
                ("add", "INSERT", None, written),
                ("forget", "DELETE", wall.forget, None),
                ("rewrite", "UPDATE", wall.rewrite, wall.rewrite),
            )
            if (using or NOBODY) != NOBODY or (check or NOBODY) != NOBODY
        ]
        history.may_be_forgotten |= wall.forget != NOBODY
        history.rewritable += wall.rewritable
    return list(found.values())


def taking_down() -> Iterator[str]:
    """
    Before tables change: what depends on their columns goes. Row security itself stays, so that the app
    role sees nothing until the walls stand again, and the owner all.
    """
    yield f"""
        DO $do$ DECLARE one record; BEGIN
            FOR one IN SELECT schemaname, tablename, policyname FROM pg_policies
                WHERE starts_with(policyname, '{POLICY}')
            LOOP EXECUTE format('DROP POLICY %I ON %I.%I', one.policyname, one.schemaname, one.tablename);
            END LOOP;
        END $do$
    """
    yield f"DROP SCHEMA IF EXISTS {STATISTICS_SCHEMA} CASCADE"
    yield f"COMMENT ON SCHEMA {SCHEMA} IS NULL"


def stating(said: Said, *, app: str, owner: str, statistics: str) -> Iterator[Composed | str]:
    """Everything that stands afterwards; `taking_down` goes before it."""
    names = {"app": Identifier(app), "owner": Identifier(owner), "statistics": Identifier(statistics)}
    yield from _functions(said.functions, app)
    for table in tables_of(said):
        yield from _table(table, names)
    yield from _statistics(said.views, names)


def _functions(functions: tuple[Function, ...], app: str) -> Iterator[Composed | str]:
    yield f"""
        DO $do$ DECLARE one regprocedure; BEGIN
            FOR one IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = '{SCHEMA}'::regnamespace
            LOOP EXECUTE 'DROP FUNCTION ' || one; END LOOP;
        END $do$
    """
    yield sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {app}").format(
        schema=Identifier(SCHEMA), app=Identifier(app)
    )
    for one in functions:
        signature = f"{SCHEMA}.{one.name}({one.arguments})"
        kind = "VOLATILE" if one.changes else "STABLE PARALLEL SAFE"
        yield (
            f"CREATE FUNCTION {signature} RETURNS {one.returns} LANGUAGE plpgsql {kind} SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $body$ DECLARE {_WHO} {one.declares} "
            f"BEGIN {one.body} END $body$"
        )
        yield f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"
        yield sql.SQL(f"GRANT EXECUTE ON FUNCTION {signature} TO {{app}}").format(app=Identifier(app))


def _table(table: Table, names: dict[str, Identifier]) -> Iterator[Composed | str]:
    quoted = f'public."{table.name}"'
    # Only where it does not hold yet: both take the table for a moment.
    yield f"""
        DO $do$ BEGIN
            IF NOT (SELECT relrowsecurity AND relforcerowsecurity FROM pg_class
                    WHERE oid = '{quoted}'::regclass) THEN
                ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            END IF;
        END $do$
    """
    yield f"DROP POLICY IF EXISTS {OWNERS_POLICY} ON {quoted}"
    yield _policy(OWNERS_POLICY, quoted, "ALL", names["owner"], EVERYBODY, EVERYBODY)
    for name, command, using, check in table.policies:
        yield _policy(name, quoted, command, names["app"], using, check)
    if table.append_only:
        yield sql.SQL(f"REVOKE UPDATE, DELETE ON {quoted} FROM {{app}}").format(**names)
        if table.may_be_forgotten:
            yield sql.SQL(f"GRANT DELETE ON {quoted} TO {{app}}").format(**names)
        if table.rewritable:
            columns = ", ".join(f'"{name}"' for name in table.rewritable)
            yield sql.SQL(f"GRANT UPDATE ({columns}) ON {quoted} TO {{app}}").format(**names)


def _policy(
    name: str,
    quoted: str,
    command: str,
    role: Identifier,
    using: Condition | None,
    check: Condition | None,
) -> Composed:
    text = f"CREATE POLICY {name} ON {quoted} AS PERMISSIVE FOR {command} TO {{role}}"
    if using is not None:
        text += f" USING ({using.of(quoted)})"
    if check is not None:
        text += f" WITH CHECK ({check.of(quoted)})"
    return sql.SQL(text).format(role=role)


def _statistics(views: tuple[View, ...], names: dict[str, Identifier]) -> Iterator[Composed | str]:
    """Views that only the statistics role reads, and the secret that their pseudonyms are made with."""
    yield f"CREATE TABLE IF NOT EXISTS {SCHEMA}.secret (key bytea NOT NULL)"
    yield f"REVOKE ALL ON {SCHEMA}.secret FROM PUBLIC"
    yield (
        f"INSERT INTO {SCHEMA}.secret SELECT sha256(uuid_send(gen_random_uuid()) || "
        f"uuid_send(gen_random_uuid())) WHERE NOT EXISTS (SELECT FROM {SCHEMA}.secret)"
    )
    yield f"CREATE SCHEMA {STATISTICS_SCHEMA}"
    yield sql.SQL(f"GRANT USAGE ON SCHEMA {STATISTICS_SCHEMA} TO {{statistics}}").format(**names)
    for view in views:
        name = f'{STATISTICS_SCHEMA}."{view.name}"'
        yield f"CREATE VIEW {name} AS {view.select}"
        yield sql.SQL(f"GRANT SELECT ON {name} TO {{statistics}}").format(**names)


def pseudonym(column: str) -> str:
    """SQL of a keyed pseudonym of a row's key: the same everywhere, told back by nobody but the owner."""
    key = f"(SELECT key FROM {SCHEMA}.secret)"
    return f"encode(substr(sha256({key} || sha256({key} || int8send({column}))), 1, 16), 'hex')::uuid"


def digest(statements: list[Composed | str]) -> str:
    """A short name for exactly these statements: the schema bears it, so a start can see what stands."""
    return sha256("\n".join(map(text_of, statements)).encode()).hexdigest()


def text_of(statement: Composed | str) -> str:
    return statement if isinstance(statement, str) else statement.as_string(None)


def remembered(name: str) -> Composed:
    return sql.SQL(f"COMMENT ON SCHEMA {SCHEMA} IS {{name}}").format(name=Literal(name))
