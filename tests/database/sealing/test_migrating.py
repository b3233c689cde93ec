"""Sealing what a column held in plain text before: rows, their history, and the tokens beside them."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from cases.models import RetentionHold
from experio.database import as_owner
from experio.sealing import blind_index, unseal
from experio.sealing.checks import the_keys_open_the_database
from experio.sealing.fields import sealed_fields
from experio.sealing.migrating import seal_column
from tests.factories import TODAY, StaffMemberFactory, UserFactory


@pytest.fixture
def as_owner_of_a_table(transactional_db: None) -> Iterator[None]:
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE made_up_note (id bigint, subproject_id bigint, text text, token text); "
                "CREATE TABLE made_up_noteevent (pgh_id bigint, pgh_obj_id bigint, text text)"
            )
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE made_up_note; DROP TABLE made_up_noteevent")


@pytest.mark.usefixtures("as_owner_of_a_table")
def test_rows_and_history_are_sealed_and_a_second_run_changes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO made_up_note VALUES (7, 3, 'Knee.', NULL), (8, 3, '', NULL), (9, 4, NULL, NULL)"
        )
        cursor.execute(
            "INSERT INTO made_up_noteevent VALUES (1, 7, 'Kne.'), (2, 7, 'Knee.'), (3, 6, 'Gone.')"
        )

    def run() -> None:
        with connection.schema_editor() as editor:
            seal_column(editor, table="made_up_note", column="text", tokens={"token": blind_index})

    def held(table: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            return cursor.fetchall()

    run()
    rows, events = held("made_up_note"), held("made_up_noteevent")
    run()

    assert (held("made_up_note"), held("made_up_noteevent")) == (rows, events)
    assert unseal(str(rows[0][2]), table="made_up_note", column="text", row=7) == "Knee."
    assert rows[0][3] == blind_index(3, "Knee.")
    assert rows[1][2:] == rows[2][2:] == (None, None)
    opened = [unseal(str(text), table="made_up_note", column="text", row=row) for _, row, text in events]
    assert opened == ["Kne.", "Knee.", "Gone."]


def test_every_sealed_column_refuses_plain_text() -> None:
    columns = {
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in sealed_fields(model)
    }
    assert {("cases_journalnote", "text"), ("cases_journalnoteevent", "text")} <= columns
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid "
            "JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] "
            "WHERE contype = 'c' AND cardinality(conkey) = 1 AND ("
            "pg_get_constraintdef(pg_constraint.oid) LIKE '%''s1:''%' "
            "OR pg_get_constraintdef(pg_constraint.oid) LIKE '%x73313a%')"
        )
        assert columns - set(cursor.fetchall()) == set()


def test_what_stood_in_plain_words_is_sealed_with_its_history_and_opens(transactional_db: None) -> None:
    """A hold as it was written before the migration, by the owner, behind the walls as they stand."""
    officer, person = UserFactory(), StaffMemberFactory()
    hold = RetentionHold.objects.create(
        subproject=person.subproject,
        staff_member=person,
        first_day=TODAY,
        reason="An audit.",
        set_by=officer,
    )
    tables = ("cases_retentionhold", "cases_retentionholdevent")
    with as_owner():
        with connection.cursor() as cursor:
            for table in tables:
                name = f"{table}_reason_check"
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, DISABLE TRIGGER USER")
                cursor.execute(f"UPDATE {table} SET reason = 'Her knee, OSL 25:1.'")  # noqa: S608
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        # `migrate` goes on at this and at no other: no text passes for the name of a lost key.
        assert {problem.id for problem in the_keys_open_the_database(None, ["default"])} == {"experio.E012"}
        for _run in range(2):
            with connection.schema_editor() as editor:
                seal_column(editor, table="cases_retentionhold", column="reason")
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT {table}_reason_check CHECK (left(reason, 3) = 's1:')"
                )

    assert RetentionHold.objects.get(pk=hold.pk).reason == "Her knee, OSL 25:1."
    [event] = RetentionHold.pgh_event_model.objects.filter(pgh_obj=hold.pk)
    assert event.reason == "Her knee, OSL 25:1."
