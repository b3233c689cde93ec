"""Whatever is done to the log behind the trigger's back is found, and the first broken row is named."""

import json
import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from experio.audit.chain import COLUMNS, Break
from experio.audit.models import LANES, Reading, ReadingHead
from experio.audit.verification import heads
from experio.database import as_owner
from experio.scope import working_for_every_employer
from tests.database.audit.log_rows import verdict, write
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("transactional_db")
ROWS = 60


@pytest.fixture
def log(db_of_many_lanes):
    """Sixty rows in several lanes, looked at by the owner, who can do anything and is found out."""
    with as_owner():
        yield


@pytest.fixture
def db_of_many_lanes(transactional_db):
    user = UserFactory(username="reader")
    write(user, 1)
    # Hold lanes busy one after another, so that the rows spread over them as they do under load.
    for busy in range(3):
        with transaction.atomic():
            write(user, ROWS // 3)
            _also_elsewhere(user, busy)


def _also_elsewhere(user, busy: int) -> None:
    from threading import Thread

    from django.db import connections

    def other() -> None:
        try:
            write(user, 4 + busy)
        finally:
            connections.close_all()

    thread = Thread(target=other)
    thread.start()
    thread.join()


def tampered(statement: str, parameters=(), *, also_heads: str = ""):
    """What verification finds after a statement that is then taken back."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE audit_reading DISABLE TRIGGER USER")
                cursor.execute(statement, parameters)
                assert cursor.rowcount >= 1
                if also_heads:
                    cursor.execute(also_heads)
            found = verdict()
            raise _TakeBack
    except _TakeBack:
        return found


class _TakeBack(Exception):  # noqa: N818
    pass


def test_what_was_written_is_whole_and_spread_over_lanes(log) -> None:
    found = verdict()

    assert found.is_whole, found.faults
    assert found.rows == Reading.objects.count() >= ROWS
    assert Reading.objects.values("lane").distinct().count() >= 2
    assert ReadingHead.objects.count() == LANES


FLIPS = {
    "lane": "lane = mod(lane + 1, 16)",
    "position": "position = position + 100000",
    "id": "id = id + 1000000",
    "at": "at = at + interval '1 microsecond'",
    "actor_id": "actor_id = actor_id + 1",
    "on_behalf_of_id": "on_behalf_of_id = 1",
    "capacity": "capacity = capacity || 'x'",
    "act": "act = 'read'",
    "people": "people = array_append(people, 3)",
    "employers": "employers = '{8}'",
    "case_id": "case_id = coalesce(case_id, 0) + 1",
    "purpose": "purpose = 'asked for'",
    "route": "route = 'cases:start'",
    "method": "method = 'HEAD'",
    "path": "path = replace(path, 'å', 'a')",
    "status": "status = 304",
    "address": "address = '203.0.113.8'",
    "session": "session = repeat('1', 32)",
    "hash": "hash = set_byte(hash, 5, mod(get_byte(hash, 5) + 1, 256))",
}


def test_every_column_can_be_flipped() -> None:
    columns = {field.column for field in Reading._meta.concrete_fields}

    assert set(FLIPS) == columns
    assert len(COLUMNS) == len(columns) - 1


def test_every_flip_in_a_hundred_places_is_found(log) -> None:
    chance = random.Random(20261101)
    ids = list(Reading.objects.values_list("pk", flat=True))
    places = [(column, pk) for column in FLIPS for pk in chance.sample(ids, 7)]
    assert len(places) >= 100

    missed = [
        (column, pk)
        for column, pk in places
        if tampered(f"UPDATE audit_reading SET {FLIPS[column]} WHERE id = %s", [pk]).is_whole
    ]

    assert missed == []


def test_the_first_broken_row_is_named(log) -> None:
    pk = list(Reading.objects.order_by("pk").values_list("pk", flat=True))[7]

    found = tampered("UPDATE audit_reading SET act = 'read' WHERE id = %s", [pk])

    assert [(fault.kind, fault.id) for fault in found.faults] == [(Break.CHANGED, pk)]
    assert found.first is not None
    assert found.first.id == pk


def test_every_deleted_row_is_found(log) -> None:
    ids = list(Reading.objects.values_list("pk", flat=True))

    missed = [pk for pk in ids if tampered("DELETE FROM audit_reading WHERE id = %s", [pk]).is_whole]

    assert missed == []


def test_a_tail_cut_off_with_its_head_needs_the_heads_kept_elsewhere(log, tmp_path: Path) -> None:
    kept = tmp_path / "heads.json"
    with working_for_every_employer():
        anchors = heads()
    out = StringIO()
    call_command("verify_reading_log", "--heads", stdout=out)
    kept.write_text(out.getvalue(), encoding="utf-8")
    lane = max(anchors, key=lambda lane: anchors[lane].position)
    cut = f"DELETE FROM audit_reading WHERE lane = {lane} AND position > 3"
    shorten = (
        "UPDATE audit_readinghead head SET position = 3, hash = (SELECT hash FROM audit_reading "
        f"WHERE lane = {lane} AND position = 3) WHERE lane = {lane}"
    )

    assert [fault.kind for fault in tampered(cut).faults] == [Break.TAIL], "the head tells"
    assert tampered(cut, also_heads=shorten).is_whole, "heads and rows together do not"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_reading DISABLE TRIGGER USER")
        cursor.execute(cut)
        cursor.execute(shorten)
        with pytest.raises(CommandError, match="not what was written"):
            call_command("verify_reading_log", "--anchor", str(kept), stdout=StringIO())
        transaction.set_rollback(True)


def test_a_log_written_anew_is_found_by_the_heads_kept_elsewhere(log) -> None:
    with working_for_every_employer():
        anchors = heads()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM audit_reading ORDER BY id")
            cursor.execute("TRUNCATE audit_reading, audit_readinghead")
            cursor.execute("UPDATE kept SET purpose = 'asked for'")
            names = "at, actor_id, capacity, act, people, employers, purpose, route, method, path, status"
            cursor.execute(
                f"INSERT INTO audit_reading ({names}, address, session) "
                f"SELECT {names}, address, session FROM kept ORDER BY id"
            )
        alone, compared = verdict(), verdict(anchors=anchors)
        transaction.set_rollback(True)

    assert alone.is_whole
    assert {fault.kind for fault in compared.faults} <= {Break.ANCHOR, Break.TAIL}
    assert not compared.is_whole


def test_swapped_and_slipped_in_rows_are_found(log) -> None:
    lane = Reading.objects.filter(position=5).values_list("lane", flat=True)[0]
    swap = f"UPDATE audit_reading SET position = 11 - position WHERE lane = {lane} AND position IN (5, 6)"
    copy = (
        "INSERT INTO audit_reading SELECT nextval('audit_reading_id_seq'), at, actor_id, on_behalf_of_id, "
        "capacity, act, people, employers, case_id, purpose, route, method, path, status, address, session, "
        f"lane, {{}}, hash FROM audit_reading WHERE lane = {lane} AND position = 5"
    )

    assert not tampered(swap).is_whole
    assert Break.INSERTED in {fault.kind for fault in tampered(copy.format("position")).faults}
    assert not tampered(copy.format("position + 100000")).is_whole
    elsewhere = copy.format("position").replace("lane, position", "77::smallint, position")
    assert not tampered(elsewhere).is_whole


def test_a_shorter_verification_takes_the_chain_up_where_it_is_told_to(log) -> None:
    middle = Reading.objects.order_by("at").values_list("at", flat=True)[ROWS // 2]
    broken = Reading.objects.order_by("at")[3]

    assert verdict(since=middle).is_whole
    assert verdict(since=middle).rows < Reading.objects.count()
    late = Reading.objects.order_by("-at")[3]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_reading DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_reading SET act = 'read' WHERE id = %s", [late.pk])
        assert not verdict(since=middle).is_whole
        cursor.execute("UPDATE audit_reading SET act = 'list' WHERE id = %s", [late.pk])
        cursor.execute("UPDATE audit_reading SET act = 'read' WHERE id = %s", [broken.pk])
        assert verdict(since=middle).is_whole
        assert not verdict().is_whole
        transaction.set_rollback(True)


def test_the_owner_is_stopped_before_being_found_out(log) -> None:
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Reading.objects.update(act="read")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Reading.objects.all()._raw_delete("default")


def test_the_command_says_what_it_found(db_of_many_lanes) -> None:
    out = StringIO()
    call_command("verify_reading_log", "--json", stdout=out)
    found = json.loads(out.getvalue())

    assert found["is_whole"] is True
    assert found["rows"] >= ROWS
    assert len(found["heads"]) == LANES
    words = StringIO()
    call_command("verify_reading_log", "--since", "2000-01-01", stdout=words)
    assert "none is missing" in words.getvalue()


@pytest.mark.parametrize("options", [["--since", "yesterday"], ["--anchor", "/nowhere.json"]])
def test_what_cannot_be_read_is_refused(options: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("verify_reading_log", *options, stdout=StringIO())
