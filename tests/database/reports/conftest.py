"""A world in which some figures are shown and some hidden: North is large, its ward small."""

from datetime import date

import pytest

from cases.models import ExtentPeriod, SickLeaveEpisode
from subprojects.models import Employment, Project, StaffMember, Subproject, Unit
from tests.factories import (
    EmploymentFactory,
    ExtentPeriodFactory,
    SickLeaveEpisodeFactory,
    StaffMemberFactory,
    UnitFactory,
)

CODES = ("F438", "M545", "J069", "")


def fill(unit: Unit, staff: int, absent: int, *, men: int = 0) -> None:
    """So many staff, of whom the first ones are away for three weeks in every month of 2021."""
    people = StaffMember.objects.bulk_create(
        StaffMemberFactory.build(
            subproject=unit.subproject,
            gender="man" if number < men else "woman",
            birth_date=date(1960 + number % 40, 5, 17),
        )
        for number in range(staff)
    )
    Employment.objects.bulk_create(EmploymentFactory.build(unit=unit, staff_member=one) for one in people)
    episodes = SickLeaveEpisode.objects.bulk_create(
        SickLeaveEpisodeFactory.build(
            staff_member=one,
            first_day=date(2021, month, 2),
            last_day=date(2021, month, 22),
            diagnosis_code=CODES[number % 4],
            diagnosis_status="shared" if CODES[number % 4] else "not_shared",
        )
        for number, one in enumerate(people[:absent])
        for month in range(1, 12)
    )
    ExtentPeriod.objects.bulk_create(ExtentPeriodFactory.build(episode=episode) for episode in episodes)


@pytest.fixture
def world(north: Subproject, south: Subproject, ward: Unit, school: Unit, south_unit: Unit) -> Project:
    """North: a ward of 14, a school of 40 and a home of 12; South: 30 in one unit."""
    fill(ward, 14, 3, men=3)
    fill(school, 40, 12, men=15)
    fill(UnitFactory(subproject=north, code="north-home"), 12, 6, men=2)
    fill(south_unit, 30, 8, men=12)
    return north.project
