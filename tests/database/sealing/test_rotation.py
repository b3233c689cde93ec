"""A new key: everything is sealed anew in batches, a stopped rotation goes on, look-ups work meanwhile."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from cases.actions.sick_leave import delete_sick_leave
from cases.models import AbsenceImport, Case, JournalNote, SickLeaveEpisode
from experio.database import as_owner
from experio.history import reason_of
from experio.sealing import CannotUnseal, blind_index, group_token
from experio.sealing.checks import the_keys_open_the_database
from experio.sealing.keys import KeyRing, make_key
from experio.sealing.rotation import keys_in_use, rotate
from reports.raw_cube import raw_cube
from subprojects.models import StaffMember
from tests.factories import (
    TODAY,
    CaseFactory,
    EmploymentFactory,
    JournalNoteFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
    sick_leave,
)

OLD, NEW = make_key("old"), make_key("new")
NUMBER = "198001022386"


@pytest.fixture
def world(transactional_db: None) -> Iterator[StaffMember]:
    """Rows of every kind under the old key."""
    with override_settings(SEALING_KEYS=KeyRing(OLD)):
        employer = SubprojectFactory()
        member = StaffMemberFactory(subproject=employer, personal_number=NUMBER)
        EmploymentFactory(unit=UnitFactory(subproject=employer), staff_member=member)
        for month, code in enumerate(("F32", "M545", "J069"), 5):
            sick_leave(member, date(2021, month, 3), date(2021, month, 20), diagnosis_code=code)
        wrong = sick_leave(member, date(2020, 1, 1), date(2020, 1, 9), diagnosis_code="F438")
        delete_sick_leave(episode=wrong, reason="It was another person's back.")
        case = CaseFactory(staff_member=member, background="The background.")
        for number in range(7):
            JournalNoteFactory(case=case, text=f"Note {number}.")
        AbsenceImport.objects.create(
            subproject=employer, file_name="a.csv", file_format="csv", content=b"x;F32", preview=["F32"]
        )
        yield member


def texts() -> dict[str, Any]:
    """Everything that is sealed, opened: rows and history."""
    return {
        "numbers": [one.personal_number for one in StaffMember.objects.order_by("pk")],
        "codes": [one.diagnosis_code for one in SickLeaveEpisode.objects.order_by("pk")],
        "events": [one.diagnosis_code for one in SickLeaveEpisode.pgh_event_model.objects.order_by("pgh_id")],
        "notes": [one.text for one in JournalNote.objects.order_by("pk")],
        "background": [one.background for one in Case.objects.order_by("pk")],
        "uploads": [(one.content, one.preview) for one in AbsenceImport.objects.all()],
    }


def quietly(table: str, done: int, total: int) -> None:
    pass


def test_after_a_rotation_the_old_key_is_not_needed(world: StaffMember) -> None:
    before = texts()
    events = JournalNote.pgh_event_model.objects.count()
    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)):
        with as_owner():
            done = rotate(tell=quietly, batch=3)
        assert done.unused == ("old",)
        assert done.left == {}

    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert texts() == before
        assert set(keys_in_use()) == {"new"}
        assert the_keys_open_the_database(None, ["default"]) == []
        event = SickLeaveEpisode.pgh_event_model.objects.get(pgh_label="delete")
        assert reason_of(event.pgh_context.metadata, event.pgh_context_id) == "It was another person's back."
    assert JournalNote.pgh_event_model.objects.count() == events, "sealing anew is no change"
    world.refresh_from_db(fields=["personal_number_index"])
    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert world.personal_number_index == blind_index(world.subproject_id, NUMBER)


class Killed(BaseException):
    """What no handler catches."""


def test_a_rotation_that_is_killed_goes_on_where_it_was(world: StaffMember) -> None:
    before = texts()
    batches = 0

    def kill(table: str, done: int, total: int) -> None:
        nonlocal batches
        batches += 1
        if batches == 4:
            raise Killed

    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)):
        with pytest.raises(Killed), as_owner():
            rotate(tell=kill, batch=2)
        half = keys_in_use()
        assert half["old"] > 0
        assert half["new"] > 0
        # Between the keys everything opens, is found and is counted.
        assert texts() == before
        assert StaffMember.objects.by_personal_number(world.subproject_id, [NUMBER]) == {NUMBER: world.pk}
        started = raw_cube(world.subproject.project, TODAY).sums["started"].sum(axis=(0, 1, 2, 3))
        assert list(started) == [1, 1, 1, 0]
        with as_owner():
            rotate(tell=quietly, batch=2)
        assert set(keys_in_use()) == {"new"}

    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert texts() == before


# Killed for good, by itself, so that no clock is asked: after a batch was committed, or inside of one.
ROTATE_AND_DIE = """
import os, signal, sys, django
from django.core.management import call_command

django.setup()
from experio.sealing import rotation, stores

def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "after a batch":
    told = []
    def tell(*args):
        told.append(args)
        if len(told) == 4:
            die()
else:
    write, written = stores.TableStore._write, []
    def write_and_die(self, cursor, changes):
        write(self, cursor, changes)
        written.append(self)
        if len(written) == 4:
            die()
    stores.TableStore._write = write_and_die
    tell = lambda *_args: None

from experio.database import as_owner
with as_owner():
    rotation.rotate(tell=tell, batch=2)
"""


def url_of(role: dict[str, Any]) -> str:
    """How another process reaches the database of the tests."""
    host = quote(str(role.get("HOST") or ""), safe="")
    name, password = quote(role["USER"], safe=""), quote(role.get("PASSWORD") or "", safe="")
    port = f"&port={role['PORT']}" if role.get("PORT") else ""
    return f"postgresql://{name}:{password}@/{connection.settings_dict['NAME']}?host={host}{port}"


@pytest.mark.parametrize("when", ["after a batch", "within a batch"])
def test_a_rotation_whose_process_is_killed_is_started_again_and_loses_nothing(
    world: StaffMember, when: str
) -> None:
    before = texts()
    connection.close()
    dead = subprocess.run(
        [sys.executable, "-c", ROTATE_AND_DIE, when],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "EXPERIO_USE_DATABASE_URL": "true",
            "DATABASE_URL": url_of(connection.settings_dict),
            "DATABASE_OWNER_URL": url_of(settings.DATABASE_OWNER),
            "EXPERIO_SEALING_KEYS": f"{NEW.as_text()},{OLD.as_text()}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert dead.returncode == -signal.SIGKILL, dead.stderr

    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)):
        half = keys_in_use()
        assert half["old"] > 0
        assert half["new"] > 0
        assert texts() == before
        call_command("rotate_keys", "--json", stdout=StringIO())
    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert set(keys_in_use()) == {"new"}
        assert texts() == before


@contextmanager
def somebody_writing(note: JournalNote) -> Iterator[Any]:
    """Another connection that has changed a note, as a server does, and not committed yet."""
    connection.ensure_connection()
    params = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with psycopg.connect(**params) as other:
        other.execute("SELECT set_config('experio.employers', '*', true)")
        other.execute("UPDATE cases_journalnote SET happened_on = happened_on - 1 WHERE id = %s", [note.pk])
        yield other


def test_what_is_written_meanwhile_under_the_old_key_is_met_before_the_rotation_ends(
    world: StaffMember,
) -> None:
    note = JournalNote.objects.latest("pk")
    events = JournalNote.pgh_event_model.objects.filter(pgh_obj=note.pk)
    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)), somebody_writing(note) as other:

        def commit_late(table: str, done: int, total: int) -> None:
            # The last store: the history of notes is done by then, and the change adds a version to it.
            if table == "pghistory_context":
                other.commit()

        with as_owner():
            done = rotate(tell=commit_late)

    assert events.count() == 2, "the change was committed and remembered"
    assert done.left == {}
    assert done.unused == ("old",)
    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert {event.text for event in events.all()} == {"Note 6."}


def test_a_row_that_is_written_all_the_time_is_left_waited_for_by_nobody_and_told_of(
    world: StaffMember,
) -> None:
    note = JournalNote.objects.latest("pk")
    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)), somebody_writing(note) as other:
        with pytest.raises(CommandError, match="run the command again"):
            call_command("rotate_keys", "--json", stdout=StringIO())
        assert keys_in_use()["old"] == 1
        other.commit()
        call_command("rotate_keys", "--json", stdout=StringIO())
        assert set(keys_in_use()) == {"new"}


def test_a_server_writes_and_reads_between_the_batches(world: StaffMember) -> None:
    """Whatever is saved while keys are changed is there afterwards, also from a page that was open before."""
    with override_settings(SEALING_KEYS=KeyRing(OLD)):
        opened_before = list(JournalNote.objects.order_by("pk"))
        said = {note.pk: f"{note.text} And more." for note in opened_before}
    waiting = iter(opened_before)

    def work(table: str, done: int, total: int) -> None:
        note = next(waiting, None)
        if note is not None:
            note.text = said[note.pk]
            note.save()
            assert JournalNote.objects.get(pk=note.pk).text == said[note.pk]

    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)):
        with as_owner():
            done = rotate(tell=work, batch=2)
        assert next(waiting, None) is None
        assert done.unused == ("old",)
    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert {note.pk: note.text for note in JournalNote.objects.all()} == said


def test_the_command_says_what_it_did_and_which_key_may_go(world: StaffMember) -> None:
    answer = StringIO()

    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)):
        call_command("rotate_keys", "--json", stdout=answer)
    told = json.loads(answer.getvalue())

    assert told["tables"]["cases_journalnote"] == 7
    assert told["keys_no_longer_used"] == ["old"]
    assert told["rows"] == sum(told["tables"].values())


def test_a_rotation_without_the_old_key_stops_and_changes_nothing(world: StaffMember) -> None:
    before = texts()

    with override_settings(SEALING_KEYS=KeyRing(NEW)), pytest.raises(CannotUnseal), as_owner():
        rotate(tell=quietly)

    assert texts() == before


def test_a_start_without_a_key_that_is_in_use_is_refused(world: StaffMember) -> None:
    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        assert {problem.id for problem in the_keys_open_the_database(None, ["default"])} == {"experio.E010"}
    with override_settings(SEALING_KEYS=KeyRing(make_key("old"))):
        assert {problem.id for problem in the_keys_open_the_database(None, ["default"])} == {"experio.E011"}


def test_tokens_follow_the_key(world: StaffMember) -> None:
    with override_settings(SEALING_KEYS=KeyRing(NEW, OLD)), as_owner():
        rotate(tell=quietly)
    with override_settings(SEALING_KEYS=KeyRing(NEW)):
        expected = [
            group_token(world.subproject_id, group) for group in ("psychiatric", "musculoskeletal", "other")
        ]
        found = SickLeaveEpisode.objects.order_by("first_day").values_list("diagnosis_token", flat=True)
        assert list(found) == expected
