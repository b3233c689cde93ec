"""The reading log behind its wall: who was shown what is told of the own employers' people and of oneself."""

import pytest
from django.db import connection
from django.urls import reverse

from cases.questions.readings_of_person import readings_of
from experio.audit.models import Reading
from experio.scope import DAY, EMPLOYERS, acting_as, working_for
from subprojects.models import StaffMember
from tests.database.access_world import World
from tests.factories import EmploymentFactory, UnitFactory


@pytest.fixture
def stranger(world: World) -> StaffMember:
    """A person of the other employer."""
    unit = UnitFactory(subproject=world.people["hr_other"].memberships.get().subproject)
    return EmploymentFactory(unit=unit, staff_member__subproject=unit.subproject).staff_member


@pytest.fixture
def read(world: World, stranger: StaffMember) -> World:
    """The officer of each employer has opened a person of the own employer, and the start page."""
    for officer, person in (("hr_own", world.nurse), ("hr_other", stranger)):
        client = world.client_of(officer)
        assert client.get(person.get_absolute_url()).status_code == 200
        client.get(reverse("cases:start"))
    assert {world.nurse.pk, stranger.pk} <= shown_people()
    return world


def shown_people() -> set[int]:
    """Everybody in any row, with no question of ours in the way."""
    return {person for people in Reading.objects.values_list("people", flat=True) for person in people}


def test_an_officer_is_told_of_the_own_employer_alone(read: World, stranger: StaffMember) -> None:
    with acting_as(read.people["hr_own"]):
        assert read.nurse.pk in shown_people()
        assert stranger.pk not in shown_people()
        assert not Reading.objects.filter(people__contains=[stranger.pk]).exists()


def test_an_employee_is_told_of_nobody_else(read: World) -> None:
    with acting_as(read.people["employee_self"]):
        rows = list(Reading.objects.values_list("people", flat=True))

    assert rows
    assert all(read.nurse.pk in people for people in rows)


@pytest.mark.parametrize("who", ["manager_own", "administrator", "office", "evaluator"])
def test_whoever_works_with_nobody_is_told_of_nobody(read: World, who: str) -> None:
    with acting_as(read.people[who]):
        assert shown_people() == set()


def test_out_of_scope_there_is_no_log(read: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', true), set_config(%s, '', true)", [EMPLOYERS, DAY])

    assert not Reading.objects.exists()


def test_the_index_over_people_opens_no_row_of_another_employer(read: World, stranger: StaffMember) -> None:
    """The function knows the place of every row; what stands there is read behind the wall."""
    with acting_as(read.people["hr_own"]):
        assert readings_of([read.nurse.pk]).exists()
        assert not readings_of([stranger.pk]).exists()
    with working_for(read.north.pk):
        assert readings_of([read.nurse.pk]).exists()
        assert not readings_of([stranger.pk]).exists()
