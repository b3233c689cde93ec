"""Carrying out a plan: one transaction, tried again where a moment's wait helps."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from cases.imports.apply import ImportRefused, carry_out
from cases.imports.reading import read_file
from cases.models import SickLeaveEpisode
from tests.factories import TODAY, sick_leave
from tests.unit.imports.files import csv

FILE = csv("N100;2021-11-01;2021-11-10;100;")
DEADLOCK, OVERLAP, DISK_FULL = "40P01", "23P01", "53100"


def failing(times, sqlstate):
    """A record function after which the database itself fails, so many times, as it does when two meet."""
    left = [times]

    def record(_plan):
        if left[0]:
            left[0] -= 1
            with connection.cursor() as cursor:
                cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '{sqlstate}'; END $$")

    return record


def carried_out(north, user, **more):
    return carry_out(read_file(FILE, today=TODAY), north, recorded_by=user, today=TODAY, **more)


@pytest.mark.parametrize("sqlstate", [DEADLOCK, OVERLAP])
def test_a_deadlock_or_a_race_is_tried_again(north, nurse, hr_north, sqlstate):
    carried_out(north, hr_north, record=failing(1, sqlstate))
    assert SickLeaveEpisode.objects.count() == 1


def test_after_three_tries_the_import_is_refused_and_nothing_is_saved(north, nurse, hr_north):
    with pytest.raises(ImportRefused) as refusal:
        carried_out(north, hr_north, record=failing(3, DEADLOCK))
    assert refusal.value.code == "busy"
    assert not SickLeaveEpisode.objects.exists()


def test_other_failures_are_not_hidden_and_save_nothing(north, nurse, hr_north):
    with pytest.raises(DatabaseError):
        carried_out(north, hr_north, record=failing(1, DISK_FULL))
    assert not SickLeaveEpisode.objects.exists()


def test_a_plan_that_is_not_the_one_confirmed_is_refused(north, nurse, hr_north):
    first = carried_out(north, hr_north)
    with pytest.raises(ImportRefused) as refusal:
        carried_out(north, hr_north, expected=first.fingerprint)
    assert refusal.value.code == "changed_since_preview"


def test_the_history_tells_what_a_file_changed(north, nurse, hr_north):
    sick_leave(nurse, date(2021, 11, 1), date(2021, 11, 5))
    carried_out(north, hr_north)
    events = SickLeaveEpisode.pgh_event_model.objects.order_by("pgh_id")
    assert [event.last_day for event in events] == [date(2021, 11, 5), date(2021, 11, 10)]
    assert events.last().pgh_context.metadata["source"] == "file"
