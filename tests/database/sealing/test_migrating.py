"""Sealing what a column held in plain text before: rows, their history, and the tokens beside them."""

from collections.abc import Iterator

import pytest
from django.db import connection

from experio.database import as_owner
from experio.sealing import blind_index, unseal
from experio.sealing.migrating import seal_column


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
