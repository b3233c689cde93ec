"""Old months go by a recorded cut, and what is left can be proved whole; without the record it cannot."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from experio.audit.chain import Break, Fault
from experio.audit.models import Reading, ReadingCut
from experio.audit.partitions import make_month, name_of, partition_names, this_month
from experio.audit.verification import heads
from experio.database import as_owner
from experio.periods import Month
from experio.scope import working_for_every_employer
from tests.database.audit.log_rows import verdict, write
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("transactional_db")

KEPT = 24
COLUMNS = (
    "at, actor_id, capacity, act, people, employers, purpose, route, method, path, status, address, session"
)


@pytest.fixture
def old_log(transactional_db: None, settings: Any) -> Iterator[Month]:
    """Rows of two months that may go, one that stays, and today's, in two lanes. Gives the one that stays."""
    settings.READING_LOG_KEPT_MONTHS = KEPT
    first_kept = this_month().plus(-KEPT)
    months = [first_kept.plus(step) for step in (-2, -1, 0)]
    user = UserFactory(username="orders.cuts")
    with as_owner():
        with connection.cursor() as cursor:
            for month in months:
                if name_of(month) not in partition_names():
                    make_month(cursor, month)
            # The lanes stand ready, so that who writes beside another finds one that is free.
            cursor.execute(
                "INSERT INTO audit_readinghead (lane, position, hash) "
                "SELECT lane, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 15) AS lane"
            )
        for month in months:
            wrote(user.pk, month, 5)
    write(user, 3)
    yield first_kept
    with as_owner(), connection.cursor() as cursor:
        for month in months:
            cursor.execute(f"DROP TABLE IF EXISTS {name_of(month)}")


def wrote(actor: int, month: Month, number: int) -> None:
    """Rows of a day long ago, through the trigger; some beside them while their lane is held."""
    day = datetime(month.year, month.number, 10, 9, tzinfo=UTC)
    with transaction.atomic():
        _insert(actor, [day + timedelta(minutes=step) for step in range(number)])

        def beside() -> None:
            try:
                _insert(actor, [day + timedelta(hours=1, minutes=step) for step in range(2)])
            finally:
                connections.close_all()

        thread = Thread(target=beside)
        thread.start()
        thread.join()


def _insert(actor: int, moments: list[datetime]) -> None:
    with connection.cursor() as cursor:
        for moment in moments:
            cursor.execute(
                f"INSERT INTO audit_reading ({COLUMNS}) VALUES (%s, %s, '', 'list', '{{1}}', '{{7}}', '', "
                "'cases:staff_list', 'GET', '/staff/', 200, '', '')",
                [moment, actor],
            )


def cut(*options: str) -> dict[str, Any]:
    out = StringIO()
    by = ("--ordered-by", "orders.cuts", "--decision", "KS 2026-117")
    call_command("cut_reading_log", "--json", *by, *options, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def faults(**how: Any) -> list[Fault]:
    found: list[Fault] = verdict(**how).faults
    return found


def as_the_owner(*statements: str) -> None:
    """What somebody does who owns the database and goes around everything."""
    with as_owner(), connection.cursor() as cursor:
        for table in ("audit_reading", "audit_readingcut"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("audit_reading", "audit_readingcut"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_there_is_something_to_cut_in_more_than_one_lane(old_log: Month) -> None:
    assert verdict().is_whole
    assert Reading.objects.count() == 24
    assert Reading.objects.values("lane").distinct().count() >= 2


def test_after_a_cut_what_is_left_is_whole(old_log: Month) -> None:
    told = cut()

    assert (told["before"], told["rows"]) == (str(old_log), 14)
    found = verdict()
    assert found.is_whole, found.faults
    assert found.rows == 24 - 14 + 1, "the cut is told in the log itself"
    assert name_of(old_log) in partition_names()
    assert name_of(old_log.plus(-1)) not in partition_names()
    made = ReadingCut.objects.get()
    assert (made.ordered_by.username, made.decision_reference) == ("orders.cuts", "KS 2026-117")
    row = Reading.objects.get(route=ReadingCut.ROUTE)
    assert (row.actor, row.purpose) == (made.ordered_by, made.digest)
    write(made.ordered_by, 2)
    assert verdict().is_whole
    out = StringIO()
    call_command("verify_reading_log", stdout=out)
    assert "none is missing" in out.getvalue()
    since = verdict(since=datetime(old_log.year, old_log.number, 20, tzinfo=UTC))
    assert since.is_whole
    assert since.rows < found.rows


def test_a_second_cut_goes_on_from_the_first(old_log: Month, settings: Any) -> None:
    cut("--before", str(old_log.plus(-1)))
    assert verdict().is_whole

    assert cut()["rows"] == 7

    assert verdict().is_whole
    assert ReadingCut.objects.count() == 2


def test_a_lane_that_nobody_writes_in_any_more_stands_where_it_was_cut(old_log: Month) -> None:
    cut()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT lane FROM audit_reading GROUP BY lane")
        living = {lane for (lane,) in cursor.fetchall()}
    quiet = next(lane for lane in ReadingCut.objects.get().as_heads() if lane in living)
    as_the_owner(f"DELETE FROM audit_reading WHERE lane = {quiet}")

    assert {fault.kind for fault in faults()} & {Break.TAIL, Break.DELETED}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE audit_reading SET act = 'read' WHERE id = (SELECT min(id) FROM audit_reading)", "changed"),
        (
            "UPDATE audit_reading SET people = '{2}' WHERE id = (SELECT max(id) - 2 FROM audit_reading)",
            "changed",
        ),
        ("DELETE FROM audit_reading WHERE id = (SELECT min(id) FROM audit_reading)", "deleted"),
        ("DELETE FROM audit_readingcut", "deleted"),
        ("UPDATE audit_readingcut SET rows = rows - 1", "cut"),
        ("UPDATE audit_readingcut SET decision_reference = 'KS 2026-118'", "cut"),
        ("UPDATE audit_readingcut SET before = before + 1", "cut"),
    ],
    ids=str,
)
def test_whatever_is_changed_after_a_cut_is_found(change: str, kind: str, old_log: Month) -> None:
    cut()

    as_the_owner(change)

    assert kind in {fault.kind.value for fault in faults()}


def test_a_month_that_is_missing_without_a_cut_is_found(old_log: Month) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name_of(old_log.plus(-2))}")

    assert {fault.kind for fault in faults()} == {Break.DELETED}
    with pytest.raises(CommandError, match="not what was written"):
        cut()
    assert not ReadingCut.objects.exists()


def test_a_month_that_goes_after_a_cut_without_one_of_its_own_is_found(old_log: Month) -> None:
    cut()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name_of(old_log)}")

    assert Break.DELETED in {fault.kind for fault in faults()}


def test_a_forged_cut_does_not_fit_the_first_row_that_is_left(old_log: Month) -> None:
    """The month is gone, and a cut is put there that knows the places but not the hashes."""
    with working_for_every_employer():
        going = Reading.objects.filter(at__lt=datetime(old_log.year, old_log.number, 1, tzinfo=UTC))
        places = {row.lane: row.position for row in going.order_by("position")}
    forged = json.dumps({lane: {"position": place, "hash": "00" * 32} for lane, place in places.items()})
    as_the_owner(
        f"DROP TABLE {name_of(old_log.plus(-2))}",
        f"DROP TABLE {name_of(old_log.plus(-1))}",
        "INSERT INTO audit_readingcut (before, rows, heads, ordered_by_id, decision_reference, made_at) "
        f"SELECT '{old_log.first_day}', 14, '{forged}', id, 'KS 2026-117', now() FROM accounts_user LIMIT 1",
    )

    found = {fault.kind for fault in faults()}

    assert Break.CHANGED in found, "the chain does not go on from there"
    assert Break.CUT in found, "and the log does not tell of it"


def test_a_forged_cut_over_rows_that_are_still_there_hides_none_of_them(old_log: Month) -> None:
    cut("--before", str(old_log.plus(-1)))
    with working_for_every_employer():
        ends = heads()
    later = json.dumps(
        {lane: {"position": head.position, "hash": head.hash.hex()} for lane, head in ends.items()}
    )
    as_the_owner(
        "INSERT INTO audit_readingcut (before, rows, heads, ordered_by_id, decision_reference, made_at) "
        f"SELECT '{old_log.first_day}', 7, '{later}', id, 'KS 2026-117', now() FROM accounts_user LIMIT 1",
    )

    assert Break.INSERTED in {fault.kind for fault in faults()}


def test_heads_kept_at_the_cut_find_a_cut_made_anew(old_log: Month, tmp_path: Path) -> None:
    """Cut, chain and record all written to fit one another: only what was kept elsewhere can tell."""
    kept = tmp_path / "heads.json"
    kept.write_text(json.dumps({"heads": cut()["heads"]}), encoding="utf-8")
    call_command("verify_reading_log", "--anchor", str(kept), stdout=StringIO())
    as_the_owner(
        "UPDATE audit_readingcut SET heads = (SELECT jsonb_object_agg(key, jsonb_set(value, '{hash}', "
        "to_jsonb(repeat('ab', 32)))) FROM jsonb_each(heads))"
    )
    out = StringIO()

    with pytest.raises(CommandError, match="not what was written"):
        call_command("verify_reading_log", "--anchor", str(kept), "--json", stdout=out)

    assert "anchor" in {fault["kind"] for fault in json.loads(out.getvalue())["faults"]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--before", "{younger}"], "kept for 24 full months"),
        (["--before", "1999-01"], "no rows before"),
        (["--ordered-by", "nobody.knows"], "no active user"),
        (["--decision", "   "], "names the decision"),
        (["--before", "yesterday"], "not a month"),
    ],
)
def test_a_cut_that_may_not_be_is_refused_and_nothing_goes(
    options: list[str], said: str, old_log: Month
) -> None:
    with pytest.raises(CommandError, match=said):
        cut(*(option.format(younger=old_log.plus(1)) for option in options))

    assert Reading.objects.count() == 24
    assert not ReadingCut.objects.exists()


def test_without_a_decision_it_only_tells(old_log: Month) -> None:
    out = StringIO()
    call_command("cut_reading_log", stdout=out)

    assert out.getvalue() == f"Would cut off 14 rows before {old_log}.\n"
    assert Reading.objects.count() == 24
    with pytest.raises(CommandError, match="needs both"):
        call_command("cut_reading_log", "--decision", "KS 2026-117", stdout=StringIO())


def test_rows_written_across_midnight_are_not_parted(old_log: Month) -> None:
    """A row that waited for its lane has an earlier time than the one before it."""
    user = UserFactory()
    day = datetime(old_log.year, old_log.number, 1, tzinfo=UTC)
    with as_owner():
        _insert(user.pk, [day - timedelta(microseconds=1)])

    with pytest.raises(CommandError, match="across the beginning"):
        cut()

    assert not ReadingCut.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_readingcut SET rows = 0",
        "DELETE FROM audit_readingcut",
        "INSERT INTO audit_readingcut (before, rows, heads, ordered_by_id, decision_reference, made_at) "
        "SELECT '1999-01-01', 0, '{}', id, 'x', now() FROM accounts_user LIMIT 1",
    ],
)
def test_the_application_can_neither_change_nor_make_a_cut(statement: str, old_log: Month) -> None:
    cut()

    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_owner_is_stopped_too(old_log: Month) -> None:
    cut()

    with as_owner(), pytest.raises(DatabaseError, match="Cannot update or delete"):
        ReadingCut.objects.update(rows=0)
