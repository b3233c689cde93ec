"""Small random worlds for statistics: staff who change posts, and episodes of every kind."""

import random
from datetime import date, timedelta
from decimal import Decimal

from subprojects.models import Project, StaffMember, Unit
from tests.factories import (
    TODAY,
    EmploymentFactory,
    ExtentPeriodFactory,
    SickLeaveEpisodeFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
)

CODES = ("", "F438", "M545", "J069", "F329")


def populate(
    project: Project, seed: int, *, employers: int = 2, units: int = 2, staff: int = 12
) -> list[Unit]:
    """So many employers with so many units of so many staff; returns the units."""
    chance = random.Random(seed)
    made: list[Unit] = []
    for number in range(employers):
        employer = SubprojectFactory(project=project, slug=f"employer-{seed}-{number}")
        own = [UnitFactory(subproject=employer, code=f"unit-{seed}-{number}-{n}") for n in range(units)]
        made += own
        for unit in own:
            for _ in range(staff):
                _person(chance, unit, own)
    return made


def _person(chance: random.Random, unit: Unit, others: list[Unit]) -> StaffMember:
    member: StaffMember = StaffMemberFactory(
        subproject=unit.subproject,
        birth_date=date(chance.randint(1955, 2000), chance.randint(1, 12), chance.randint(1, 28)),
        gender=chance.choice(["woman", "woman", "man"]),
    )
    first = date(2019, 1, 1) + timedelta(days=chance.randint(-400, 500))
    last = None if chance.random() < 0.7 else first + timedelta(days=chance.randint(100, 900))
    EmploymentFactory(
        unit=unit,
        staff_member=member,
        first_day=first,
        last_day=last,
        weekly_hours=Decimal(chance.choice(["40", "37", "20"])),
    )
    if chance.random() < 0.3:
        EmploymentFactory(
            unit=chance.choice(others),
            staff_member=member,
            first_day=first + timedelta(days=chance.randint(30, 600)),
            weekly_hours=Decimal("10"),
        )
    day = date(2019, 3, 1) + timedelta(days=chance.randint(0, 300))
    while day <= TODAY and chance.random() < 0.85:
        length = chance.choice([1, 3, 7, 20, 59, 60, 61, 150])
        end = day + timedelta(days=length - 1)
        _episode(chance, member, day, None if end >= TODAY and chance.random() < 0.7 else end)
        if end >= TODAY:
            break
        day = end + timedelta(days=chance.randint(2, 250))
    return member


def _episode(chance: random.Random, member: StaffMember, first: date, last: date | None) -> None:
    code = chance.choice(CODES)
    episode = SickLeaveEpisodeFactory(
        staff_member=member,
        first_day=first,
        last_day=last,
        diagnosis_code=code,
        diagnosis_status="shared" if code else "not_shared",
    )
    middle = first + timedelta(days=10)
    if (last is None or middle < last) and chance.random() < 0.5:
        ExtentPeriodFactory(episode=episode, extent=100, last_day=middle - timedelta(days=1))
        ExtentPeriodFactory(
            episode=episode, extent=chance.choice([25, 50, 75]), first_day=middle, last_day=last
        )
    else:
        ExtentPeriodFactory(episode=episode, extent=chance.choice([50, 100]))
