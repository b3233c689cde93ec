"""Registering, correcting, ending and deleting: what the verbs promise."""

from datetime import date
from typing import Any

import pghistory.models
import pytest
from django.core.exceptions import ValidationError

from cases.actions.extent_spans import spans_from_changes
from cases.actions.sick_leave import (
    SickLeaveOverlaps,
    add_certificate,
    change_extent,
    correct_sick_leave,
    delete_sick_leave,
    end_sick_leave,
    note_fk_report,
    record_sick_leave,
    refused_by_the_database,
)
from cases.models import Certificate, ExtentPeriod, SickLeaveEpisode
from cases.outlines import ExtentSpan
from experio.accounts.models import User
from experio.history import reason_of
from subprojects.models import StaffMember
from tests.factories import SickLeaveEpisodeFactory, sick_leave

FIRST = date(2021, 11, 1)


def whole(first_day: date, last_day: date | None = None, extent: int = 100) -> list[ExtentSpan]:
    return [ExtentSpan(first_day, last_day, extent)]


def extents(episode: SickLeaveEpisode) -> list[tuple[Any, ...]]:
    return list(ExtentPeriod.objects.filter(episode=episode).values_list("first_day", "last_day", "extent"))


def test_a_registered_sick_leave_carries_its_employer_and_who_recorded_it(
    nurse: StaffMember, hr_north: User
) -> None:
    episode = record_sick_leave(
        staff_member=nurse, first_day=FIRST, extents=whole(FIRST), recorded_by=hr_north
    )
    episode.refresh_from_db()
    assert episode.subproject == nurse.subproject
    assert episode.recorded_by == hr_north
    assert episode.diagnosis_status == "not_shared"
    assert extents(episode) == [(FIRST, None, 100)]


def test_overlapping_days_are_refused_and_the_other_sick_leave_is_named(
    nurse: StaffMember, hr_north: User
) -> None:
    other = sick_leave(nurse, date(2021, 11, 5), date(2021, 11, 8))
    with pytest.raises(SickLeaveOverlaps) as refusal:
        record_sick_leave(staff_member=nurse, first_day=FIRST, extents=whole(FIRST), recorded_by=hr_north)
    assert refusal.value.other == other
    assert "2021-11-05 – 2021-11-08" in refusal.value.messages[0]


def test_the_day_after_another_sick_leave_is_free(nurse: StaffMember, hr_north: User) -> None:
    sick_leave(nurse, date(2021, 10, 25), date(2021, 10, 31))
    record_sick_leave(staff_member=nurse, first_day=FIRST, extents=whole(FIRST), recorded_by=hr_north)
    assert SickLeaveEpisode.objects.count() == 2


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [ExtentSpan(date(2021, 11, 2), date(2021, 11, 30), 100)],
        [ExtentSpan(FIRST, date(2021, 11, 29), 100)],
        [ExtentSpan(FIRST, None, 100)],
        [ExtentSpan(FIRST, date(2021, 11, 9), 100), ExtentSpan(date(2021, 11, 11), date(2021, 11, 30), 50)],
        [ExtentSpan(FIRST, date(2021, 11, 11), 100), ExtentSpan(date(2021, 11, 11), date(2021, 11, 30), 50)],
    ],
)
def test_extents_cover_every_day_exactly_once(
    nurse: StaffMember, hr_north: User, spans: list[ExtentSpan]
) -> None:
    with pytest.raises(ValidationError):
        record_sick_leave(
            staff_member=nurse,
            first_day=FIRST,
            last_day=date(2021, 11, 30),
            extents=spans,
            recorded_by=hr_north,
        )
    assert not SickLeaveEpisode.objects.exists()


def test_an_extent_that_changes_becomes_two_periods() -> None:
    spans = spans_from_changes(FIRST, None, [(FIRST, 100), (date(2021, 11, 15), 50)])
    assert spans == (
        ExtentSpan(FIRST, date(2021, 11, 14), 100),
        ExtentSpan(date(2021, 11, 15), None, 50),
    )


def test_a_form_sent_twice_acts_once(nurse: StaffMember, hr_north: User) -> None:
    first = record_sick_leave(staff_member=nurse, first_day=FIRST, extents=whole(FIRST), recorded_by=hr_north)
    again = record_sick_leave(staff_member=nurse, first_day=FIRST, extents=whole(FIRST), recorded_by=hr_north)
    assert again == first
    assert SickLeaveEpisode.objects.count() == 1


def test_the_same_days_with_another_extent_are_not_taken_for_a_repeated_form(
    nurse: StaffMember, hr_north: User
) -> None:
    record_sick_leave(staff_member=nurse, first_day=FIRST, extents=whole(FIRST), recorded_by=hr_north)
    with pytest.raises(SickLeaveOverlaps):
        record_sick_leave(
            staff_member=nurse, first_day=FIRST, extents=whole(FIRST, extent=50), recorded_by=hr_north
        )


def test_ending_cuts_the_extents_and_drops_those_planned_for_later(
    nurse: StaffMember, hr_north: User
) -> None:
    spans = spans_from_changes(FIRST, None, [(FIRST, 100), (date(2021, 11, 15), 50), (date(2021, 12, 1), 25)])
    episode = record_sick_leave(staff_member=nurse, first_day=FIRST, extents=spans, recorded_by=hr_north)
    end_sick_leave(episode=episode, last_day=date(2021, 11, 20))
    assert extents(episode) == [
        (FIRST, date(2021, 11, 14), 100),
        (date(2021, 11, 15), date(2021, 11, 20), 50),
    ]


def test_ending_before_the_first_day_is_refused(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    with pytest.raises(ValidationError):
        end_sick_leave(episode=episode, last_day=date(2021, 10, 31))


def test_a_changed_extent_lasts_to_the_end(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST, date(2021, 11, 30))
    change_extent(episode=episode, first_day=date(2021, 11, 22), extent=50)
    assert extents(episode) == [
        (FIRST, date(2021, 11, 21), 100),
        (date(2021, 11, 22), date(2021, 11, 30), 50),
    ]


def test_a_changed_extent_outside_the_sick_leave_is_refused(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST, date(2021, 11, 30))
    with pytest.raises(ValidationError):
        change_extent(episode=episode, first_day=date(2021, 12, 1), extent=50)


def test_correcting_moves_days_and_extents_together(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    correct_sick_leave(
        episode=episode,
        first_day=date(2021, 10, 28),
        last_day=date(2021, 11, 3),
        expected_last_day=None,
        cause="work_injury",
        diagnosis_code="M545",
        extents=whole(date(2021, 10, 28), date(2021, 11, 3), 75),
    )
    episode.refresh_from_db()
    assert (episode.cause, episode.diagnosis_code, episode.diagnosis_status) == (
        "work_injury",
        "M545",
        "shared",
    )
    assert extents(episode) == [(date(2021, 10, 28), date(2021, 11, 3), 75)]


def test_a_refused_correction_leaves_everything_as_it_was(nurse: StaffMember) -> None:
    sick_leave(nurse, date(2021, 10, 1), date(2021, 10, 5))
    episode = sick_leave(nurse, FIRST)
    with pytest.raises(SickLeaveOverlaps):
        correct_sick_leave(
            episode=episode,
            first_day=date(2021, 10, 5),
            last_day=None,
            expected_last_day=None,
            cause="sickness",
            diagnosis_code=None,
            extents=whole(date(2021, 10, 5)),
        )
    stored = SickLeaveEpisode.objects.get(pk=episode.pk)
    assert stored.first_day == FIRST
    assert extents(episode) == [(FIRST, None, 100)]


def test_a_deleted_sick_leave_stays_in_the_history_with_its_reason(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    pk = episode.pk
    delete_sick_leave(episode=episode, reason="Registered on the wrong person")
    assert not SickLeaveEpisode.objects.exists()
    event = SickLeaveEpisode.pgh_event_model.objects.get(pgh_obj=pk, pgh_label="delete")
    context = pghistory.models.Context.objects.get(pk=event.pgh_context_id)
    assert reason_of(context.metadata, context.pk) == "Registered on the wrong person"


def test_deleting_without_a_reason_is_refused(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    with pytest.raises(ValidationError):
        delete_sick_leave(episode=episode, reason="  ")
    assert SickLeaveEpisode.objects.exists()


def test_the_same_certificate_is_kept_once(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    for _attempt in range(2):
        add_certificate(
            episode=episode, first_day=FIRST, last_day=date(2021, 12, 1), received_on=date(2021, 11, 9)
        )
    assert Certificate.objects.count() == 1


def test_a_report_to_fk_before_the_sick_leave_is_refused(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, FIRST)
    with pytest.raises(ValidationError):
        note_fk_report(episode=episode, reported_on=date(2021, 10, 1))
    note_fk_report(episode=episode, reported_on=date(2021, 11, 16))
    episode.refresh_from_db()
    assert episode.fk_reported_on == date(2021, 11, 16)


def test_what_the_database_refuses_in_a_race_becomes_a_message(nurse: StaffMember) -> None:
    """Another registration was committed between our look and our save."""
    sick_leave(nurse, FIRST)
    with pytest.raises(ValidationError) as refusal, refused_by_the_database():
        SickLeaveEpisodeFactory(staff_member=nurse, first_day=date(2021, 11, 3))
    assert "__all__" in refusal.value.error_dict
    assert SickLeaveEpisode.objects.count() == 1
