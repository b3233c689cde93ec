"""Names for sets: which rows each one holds, day by day and state by state."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.actions.delegation import delegate_case
from cases.models import Case, Delegation, SickLeaveEpisode
from experio.accounts.models import User
from experio.periods import Period
from subprojects.models import StaffMember
from tests.factories import TODAY, CaseFactory, sick_leave

FIRST, LAST = date(2021, 10, 4), date(2021, 10, 10)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "ended", "unended"),
    [(FIRST - DAY, 0, 0), (FIRST, 1, 1), (LAST, 1, 1), (LAST + DAY, 0, 1), (TODAY, 0, 1)],
)
def test_an_episode_is_ongoing_from_its_first_day_to_its_last(
    nurse: StaffMember, teacher: StaffMember, day: date, ended: int, unended: int
) -> None:
    sick_leave(nurse, FIRST, LAST)
    sick_leave(teacher, FIRST)

    found = SickLeaveEpisode.objects.ongoing_on(day)

    assert found.filter(staff_member=nurse).count() == ended
    assert found.filter(staff_member=teacher).count() == unended


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (FIRST - 3 * DAY, FIRST - DAY, False),
        (FIRST - 3 * DAY, FIRST, True),
        (FIRST + DAY, FIRST + DAY, True),
        (LAST, LAST + DAY, True),
        (LAST + DAY, LAST + DAY, False),
    ],
)
def test_an_episode_overlaps_a_period_when_they_share_a_day(
    nurse: StaffMember, first: date, last: date, overlaps: bool
) -> None:
    sick_leave(nurse, FIRST, LAST)

    assert SickLeaveEpisode.objects.overlapping(Period(first, last)).exists() is overlaps


def test_open_closed_and_worked_cases(
    nurse: StaffMember, teacher: StaffMember, hr_north: User, hr_south: User
) -> None:
    open_case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    closed = CaseFactory(staff_member=teacher, closed_on=TODAY, outcome="own_job")

    assert list(Case.objects.open()) == [open_case]
    assert list(Case.objects.closed()) == [closed]
    assert list(Case.objects.worked_by(hr_north).open()) == [open_case]
    assert not Case.objects.worked_by(hr_south).exists()


@pytest.mark.parametrize(
    ("changes", "waits", "is_active"),
    [
        ({}, True, False),
        ({"accepted_at": True}, False, True),
        ({"declined_at": True}, False, False),
        ({"taken_back_at": True}, False, False),
        ({"accepted_at": True, "taken_back_at": True}, False, False),
        ({"first_day": TODAY + DAY, "last_day": TODAY + DAY}, True, False),
        ({"first_day": TODAY + DAY, "last_day": TODAY + DAY, "accepted_at": True}, False, False),
        ({"first_day": TODAY - DAY, "last_day": TODAY - DAY}, False, False),
        ({"first_day": TODAY - DAY, "last_day": TODAY - DAY, "accepted_at": True}, False, False),
        ({"first_day": TODAY - DAY, "last_day": TODAY, "accepted_at": True}, False, True),
    ],
)
def test_a_delegation_waits_until_it_is_answered_and_is_active_on_its_days(
    nurse: StaffMember,
    hr_north: User,
    hr_south: User,
    changes: dict[str, object],
    waits: bool,
    is_active: bool,
) -> None:
    asked = delegate_case(
        case=CaseFactory(staff_member=nurse, responsible_officer=hr_north),
        to_user=hr_south,
        delegated_by=hr_north,
        first_day=TODAY,
        last_day=TODAY,
        reason="Holiday",
        today=TODAY,
    )
    moments = {name: timezone.now() if value is True else value for name, value in changes.items()}
    Delegation.objects.filter(pk=asked.pk).update(**moments)

    assert Delegation.objects.waiting_on(TODAY).exists() is waits
    assert Delegation.objects.active_on(TODAY).exists() is is_active
