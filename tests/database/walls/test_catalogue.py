"""No table with an employer's rows stands without walls, also none that is yet to come."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from experio.checks import the_app_role_owns_no_table, the_walls_stand
from experio.database import owner_session
from experio.walls.stating import stand_the_walls
from tests.database.walls.catalogue import HOLDING_ROWS, WALLED, names


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    """The owner's own connection to the test database; what is done on it is rolled back."""
    with owner_session() as session:
        session.execute("SET lock_timeout = '5s'")
        yield session
        session.rollback()


def test_every_table_with_rows_of_an_employer_is_walled(db: None) -> None:
    with connection.cursor() as cursor:
        holding, walled = names(cursor, HOLDING_ROWS), names(cursor, WALLED)

    assert {"subprojects_staffmember", "cases_journalnote", "cases_journalnoteevent"} <= set(holding)
    assert "cases_caseuserobjectpermission" in holding
    assert set(holding) - set(walled) == set()


def test_the_app_role_asks_partitions_through_their_table_only(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relispartition AND relkind IN ('r', 'p') "
            "AND has_table_privilege(oid, 'SELECT, INSERT, UPDATE, DELETE')"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "columns",
    [
        "id bigint, staff_member_id bigint",
        "id bigint, subproject_id bigint",
        "id bigint, case_id bigint",
        "id bigint, about_episode bigint REFERENCES cases_legalthreshold (id), episode_id bigint",
    ],
)
def test_a_new_table_without_walls_is_found(owner: psycopg.Connection, columns: str) -> None:
    owner.execute(f"CREATE TABLE something_new ({columns})")

    cursor = owner.cursor()
    assert set(names(cursor, HOLDING_ROWS)) - set(names(cursor, WALLED)) == {"something_new"}


def test_a_table_that_points_at_a_walled_one_is_found(owner: psycopg.Connection) -> None:
    owner.execute("CREATE TABLE something_new (id bigint, about bigint REFERENCES cases_certificate (id))")

    cursor = owner.cursor()
    assert set(names(cursor, HOLDING_ROWS)) - set(names(cursor, WALLED)) == {"something_new"}


@pytest.mark.parametrize(
    "breach",
    [
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY wall_cases_read ON cases_case",
    ],
)
def test_a_wall_that_is_taken_down_is_noticed_at_the_start(
    owner: psycopg.Connection, breach: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.execute(breach)

    with monkeypatch.context() as patched:
        patched.setattr("experio.walls.stating.connections", {"default": owner})
        assert not stand_the_walls()
    owner.rollback()
    assert stand_the_walls()


def test_the_start_asks_whether_the_walls_stand(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert the_walls_stand(None, ["default"]) == []

    monkeypatch.setattr("experio.checks.stand_the_walls", lambda alias: False)
    assert [problem.id for problem in the_walls_stand(None, ["default"])] == ["experio.E004"]


def test_a_role_that_owns_the_tables_is_refused(
    owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert the_app_role_owns_no_table(None, ["default"]) == []

    monkeypatch.setattr("experio.checks.connections", {"default": owner})
    assert [problem.id for problem in the_app_role_owns_no_table(None, ["default"])] == ["experio.E003"]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP POLICY wall_cases_read ON cases_case",
        "CREATE POLICY mine ON cases_case USING (true)",
        "ALTER POLICY wall_cases_read ON cases_case USING (true)",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        "CREATE OR REPLACE FUNCTION walls.employers() RETURNS bigint[] LANGUAGE sql AS 'SELECT null'",
        "SELECT key FROM walls.secret",
        "CREATE TABLE walls.mine (id int)",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
    ],
)
def test_the_app_role_cannot_touch_the_walls(db: None, statement: str) -> None:
    from django.db import ProgrammingError, transaction

    with (
        pytest.raises(ProgrammingError, match="must be owner|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_only_functions_of_the_owner_with_a_fixed_path_look_over_the_walls(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosecdef, pg_get_userbyid(proowner) = %s, proconfig, "
            "has_function_privilege(%s, oid, 'EXECUTE') "
            "FROM pg_proc WHERE pronamespace = 'walls'::regnamespace",
            [settings.DATABASE_OWNER["USER"], settings.DATABASE_STATISTICS_ROLE],
        )
        rows = cursor.fetchall()

    assert len(rows) > 10
    for name, *rest in rows:
        assert rest == [True, True, ["search_path=pg_catalog, pg_temp"], False], name


def test_history_is_never_changed_and_removed_only_by_an_approved_disposal(db: None) -> None:
    with connection.cursor() as cursor:
        history = [table for table in names(cursor, WALLED) if table.endswith("event")]
        removable = []
        for table in history:
            cursor.execute(
                "SELECT has_table_privilege(%(table)s, 'UPDATE'), has_table_privilege(%(table)s, 'DELETE'), "
                "(SELECT array_agg(qual) FROM pg_policies WHERE tablename = %(table)s AND cmd = 'DELETE')",
                {"table": table},
            )
            may_change, may_remove, policies = cursor.fetchone()
            assert not may_change, table
            assert may_remove is bool(policies), table
            removable += [table] if may_remove else []
            assert all("cases_disposal" in policy for policy in policies or ()), table

    assert len(history) > 15
    assert len(removable) > 10, "those about a person go with the person"


def test_the_owner_sees_all(owner: psycopg.Connection) -> None:
    cursor = owner.cursor()
    cursor.execute("SELECT count(*) FROM pg_policies WHERE policyname = 'owner_sees_all' AND cmd = 'ALL'")
    assert cursor.fetchone() == (len(names(cursor, WALLED)),)
