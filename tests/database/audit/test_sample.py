"""Which rows a log review draws: each rule finds what it is made for, and the same seed draws the same."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from cases.questions.affected_people import affected_people
from cases.questions.log_sample import bounds, draw_sample
from cases.rules.log_review import Reason, SampleRules
from experio.audit.models import Reading
from experio.database import as_owner
from experio.periods import Month
from experio.scope import working_for_every_employer
from subprojects.models import Role
from tests.factories import (
    TODAY,
    EmploymentFactory,
    MembershipFactory,
    ProjectFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("transactional_db")
MONTH = Month(2026, 9)
NOON = datetime(2026, 9, 9, 10, 0, tzinfo=UTC)  # a Wednesday, noon in Stockholm
NIGHT = datetime(2026, 9, 9, 1, 0, tzinfo=UTC)


class Log:
    """Rows at chosen moments, which only the owner can write."""

    def __init__(self) -> None:
        project = ProjectFactory()
        self.north = SubprojectFactory(project=project, name="North")
        unit = UnitFactory(subproject=self.north)
        self.officer = UserFactory(username="officer", last_name="Officersson")
        MembershipFactory(user=self.officer, role=Role.HR_OFFICER, subproject=self.north)
        self.people = [
            EmploymentFactory(
                unit=unit, staff_member=StaffMemberFactory(subproject=self.north, last_name=f"Name{number}")
            ).staff_member
            for number in range(30)
        ]
        self.rows: list[tuple] = []

    def add(self, people, at=NOON, *, act="read", lender=None, route="cases:staff_detail", user=None) -> None:
        user = user or self.officer
        keys = [person.pk for person in people]
        self.rows.append((at, user.pk, lender, "hr_officer:North", act, keys, [self.north.pk], route))

    def written(self) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO audit_reading (at, actor_id, on_behalf_of_id, capacity, act, people, employers, "
                "purpose, route, method, path, status, address, session) "
                "VALUES (%s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], '', %s, 'GET', '/', 200, "
                "'192.0.2.1', '')",
                self.rows,
            )
        self.rows = []

    def drawn(self, seed: str = "1", **limits) -> dict[int, set[Reason]]:
        rules = SampleRules(**{"rows_by_chance": 0, **limits})
        with working_for_every_employer():
            sample = draw_sample(employer=self.north.pk, month=MONTH, seed=seed, rules=rules, role_day=TODAY)
        return {row.reading: set(row.reasons) for row in sample.rows}

    def reasons(self, **limits) -> set[Reason]:
        self.written()
        return set().union(*self.drawn(**limits).values())


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_page_that_belongs_to_the_work_is_drawn_by_no_rule(log: Log) -> None:
    log.add(log.people[:1], act="changed")
    log.add(log.people, act="list", route="cases:staff_list")

    assert log.reasons() == set()


def test_ones_own_page_in_another_role_is_drawn(log: Log) -> None:
    MembershipFactory(user=log.officer, role=Role.EMPLOYEE, staff_member=log.people[0])
    log.add(log.people[:1], act="changed")
    log.add(log.people[:1], route="cases:own_page")

    assert log.reasons() == {Reason.OWN}


def test_a_shared_surname_is_drawn(log: Log) -> None:
    relative = StaffMemberFactory(subproject=log.north, last_name="OFFICERSSON")
    log.add([relative], act="changed")

    assert log.reasons() == {Reason.SURNAME}


def test_a_person_one_does_not_work_with_is_drawn(log: Log) -> None:
    log.add(log.people[:1])

    assert log.reasons() == {Reason.NO_RELATION}


@pytest.mark.parametrize(("number", "expected"), [(19, set()), (20, {Reason.MANY})])
def test_many_people_in_ten_minutes_are_drawn(log: Log, number: int, expected: set[Reason]) -> None:
    for place in range(number):
        log.add([log.people[place]], NOON + timedelta(seconds=20 * place), act="changed")
        log.add([log.people[place]], NOON + timedelta(seconds=20 * place + 5), act="changed")

    assert log.reasons() == expected


@pytest.mark.parametrize(
    ("moment", "is_drawn"),
    [
        (NIGHT, True),
        (datetime(2026, 9, 9, 3, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 9, 4, 0, tzinfo=UTC), False),
        (datetime(2026, 9, 9, 16, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 9, 9, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 12, 10, 0, tzinfo=UTC), True),
    ],
)
def test_evenings_nights_and_weekends_are_outside_office_hours(log: Log, moment, is_drawn: bool) -> None:
    log.add(log.people[:1], moment, act="changed")

    assert log.reasons() == ({Reason.HOURS} if is_drawn else set())


def test_lent_cases_are_drawn(log: Log) -> None:
    log.add(log.people[:1], act="changed", lender=log.officer.pk)

    assert log.reasons() == {Reason.LENT}


def test_a_protected_identity_is_drawn(log: Log) -> None:
    hidden = StaffMemberFactory(subproject=log.north, has_protected_identity=True)
    log.add([hidden], act="changed")

    assert Reason.PROTECTED in log.reasons()


@pytest.mark.parametrize(("number", "expected"), [(4, set()), (5, {Reason.DENIED})])
def test_a_series_of_refusals_is_drawn(log: Log, number: int, expected: set[Reason]) -> None:
    for place in range(number):
        log.add([], NOON + timedelta(minutes=place), act="denied")

    assert log.reasons() == expected


def test_who_is_shown_something_after_the_last_role_has_ended_is_drawn(log: Log) -> None:
    gone = UserFactory(username="gone")
    MembershipFactory(
        user=gone, role=Role.HR_OFFICER, subproject=log.north, last_day=TODAY - timedelta(days=1)
    )
    log.add(log.people[:1], act="changed", user=gone)

    assert log.reasons() == {Reason.ROLE_ENDED}


def test_a_large_file_is_drawn(log: Log) -> None:
    log.add(log.people, act="export")

    assert log.reasons(large_file=30) == {Reason.FILES}


def test_the_same_seed_draws_the_same_rows_and_another_others(log: Log) -> None:
    for place in range(200):
        log.add(log.people, NOON + timedelta(seconds=place), act="list")
    log.written()

    first = log.drawn(rows_by_chance=20)
    assert len(first) == 20
    assert log.drawn(rows_by_chance=20) == first
    assert log.drawn("2", rows_by_chance=20) != first


def test_other_months_and_other_employers_are_not_drawn(log: Log) -> None:
    first, end = bounds(MONTH)
    for moment in (first - timedelta(seconds=1), end):
        log.add(log.people[:1], moment)
    other = SubprojectFactory()
    log.add(log.people[:1])
    log.rows[-1] = (*log.rows[-1][:6], [other.pk], log.rows[-1][7])
    log.written()

    assert log.drawn(rows_by_chance=20) == {}


def test_affected_people_are_those_shown_in_the_span_and_no_others(log: Log) -> None:
    log.add(log.people[:3], NOON, act="list")
    log.add(log.people[:1], NOON + timedelta(minutes=5), act="export")
    log.add(log.people[3:4], NOON + timedelta(hours=2))
    log.add(log.people[4:5], NOON, act="denied")
    log.written()

    with working_for_every_employer():
        found = affected_people(first=NOON, end=NOON + timedelta(hours=2), user=log.officer.pk)
        elsewhere = affected_people(first=NOON, end=NOON + timedelta(hours=2), address="192.0.2.2")

    assert [(one.person, one.pages, one.acts) for one in found][0] == (
        log.people[0].pk,
        2,
        ("export", "list"),
    )
    assert {one.person for one in found} == {person.pk for person in log.people[:3]}
    assert elsewhere == ()


def test_rows_at_chosen_moments_are_the_owners_alone(log: Log) -> None:
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Reading.objects.create(at=NOON, actor=log.officer)
