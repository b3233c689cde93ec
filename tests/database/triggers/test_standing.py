"""A database without its triggers, or with others, is not served, and `migrate` puts them right."""

from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cases.models import LegalThreshold
from experio.checks import the_triggers_stand
from experio.database import as_owner, owner_session
from experio.outside.health import checks as health
from experio.shape import missing_migrations
from experio.triggers.stating import stand_the_triggers
from subprojects.models import Activity, SecondFactorRule
from subprojects.sign_in.first_rules import FIRST_RULES, seed_second_factor_rules
from tests.factories import ProjectFactory

HISTORY = "pgtrigger_insert_insert_"
CHANGES = {
    "a history trigger is dropped": "DROP TRIGGER {history} ON subprojects_activity",
    "a history trigger is disabled": "ALTER TABLE subprojects_activity DISABLE TRIGGER {history}",
    "a history trigger writes nothing": (
        "CREATE OR REPLACE FUNCTION {history}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ),
    "a guard is dropped": "DROP TRIGGER only_by_disposal ON cases_caseevent",
    "a guard asks a question that is always answered with no": (
        "CREATE OR REPLACE FUNCTION subprojects_meets_insurer(person bigint) RETURNS boolean "
        "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public "
        "AS 'BEGIN RETURN false; END'"
    ),
    "no trigger is ever in force": (
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
        "LANGUAGE sql AS 'SELECT true'"
    ),
    "the chain of the reading log is disabled": "ALTER TABLE audit_reading DISABLE TRIGGER chain",
    "one month of the reading log may be changed": (
        "ALTER TABLE audit_reading_other DISABLE TRIGGER append_only"
    ),
    "a trigger of others": (
        "CREATE TRIGGER mine BEFORE UPDATE ON subprojects_activity "
        "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
}


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    """The owner's own connection to the test database; what is done on it is rolled back."""
    with owner_session() as session:
        session.execute("SET lock_timeout = '5s'")
        yield session
        session.rollback()


def _history_trigger() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'subprojects_activity'::regclass "
            "AND starts_with(tgname, %s)",
            [HISTORY],
        )
        [(name,)] = cursor.fetchall()
    return str(name)


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_noticed_at_the_start_and_by_readiness(
    owner: psycopg.Connection, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.execute(statement.format(history=_history_trigger()))

    with monkeypatch.context() as patched:
        patched.setattr("experio.triggers.stating.connections", {"default": owner})
        found = the_triggers_stand(None, ["default"])
    assert [problem.id for problem in found] == ["experio.E013"]
    assert not health.has_triggers(lambda query: owner.execute(query).fetchall())
    owner.rollback()
    assert the_triggers_stand(None, ["default"]) == []
    assert health.has_triggers(lambda query: owner.execute(query).fetchall())


def test_triggers_of_another_version_are_noticed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stand_the_triggers()

    monkeypatch.setattr("experio.triggers.stating.digest", lambda: "of another version")
    assert not stand_the_triggers()


def test_months_that_are_made_later_are_no_change(owner: psycopg.Connection) -> None:
    owner.execute(
        "CREATE TABLE audit_reading_2999_01 PARTITION OF audit_reading "
        "FOR VALUES FROM ('2999-01-01') TO ('2999-02-01')"
    )

    assert health.has_triggers(lambda query: owner.execute(query).fetchall())


def test_they_stand_in_a_restored_dump(owner: psycopg.Connection) -> None:
    stated = owner.execute(
        "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgparentid = 0 AND tgqual IS NOT NULL"
    ).fetchall()
    assert len(stated) >= 4
    # What pg_dump writes and pg_restore runs.
    for name, table, definition in stated:
        owner.execute(f"DROP TRIGGER {name} ON {table}")
        owner.execute(definition)

    assert health.has_triggers(lambda query: owner.execute(query).fetchall())


def test_migrate_puts_them_right_and_until_then_nothing_is_served(transactional_db: None) -> None:
    name = _history_trigger()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name} ON subprojects_activity")
        cursor.execute(
            "CREATE FUNCTION of_removed_code() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
            "CREATE TRIGGER of_removed_code BEFORE UPDATE ON subprojects_activity "
            "FOR EACH ROW EXECUTE FUNCTION of_removed_code()"
        )
    with pytest.raises(CommandError, match="change history, guards.* are not those of this version"):
        call_command("check", "--database", "default")

    call_command("migrate", stdout=StringIO(), skip_checks=False)

    assert stand_the_triggers()
    assert _history_trigger() == name
    activity = Activity.objects.create(project=ProjectFactory(), name="Mapping")
    assert Activity.pgh_event_model.objects.filter(pgh_obj=activity.pk, pgh_label="insert").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'of_removed_code'")
        assert cursor.fetchone() == (0,)


def test_migrations_hold_none() -> None:
    state = MigrationLoader(None).project_state()

    assert ("subprojects", "project") in state.models
    assert [key for key, model in state.models.items() if "triggers" in model.options] == []


def test_what_a_new_database_begins_with_stands_in_its_history(db: None) -> None:
    assert missing_migrations() == 0

    assert LegalThreshold.objects.count() == LegalThreshold.pgh_event_model.objects.count() > 0


def test_the_first_rules_of_the_second_factor_are_given_once(db: None) -> None:
    seed_second_factor_rules()
    assert dict(SecondFactorRule.objects.values_list("role", "is_required")) == FIRST_RULES
    assert SecondFactorRule.pgh_event_model.objects.filter(pgh_label="insert").count() == len(FIRST_RULES)

    SecondFactorRule.objects.all().delete()
    seed_second_factor_rules()
    assert not SecondFactorRule.objects.exists()
