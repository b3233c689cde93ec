"""Nobody goes through an employer's people in an hour without being stopped and seen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from experio.accounts.models import User
from experio.audit.models import Reading
from subprojects.models import StaffMember, Unit
from tests.factories import EmploymentFactory, StaffMemberFactory


@pytest.fixture
def many(ward: Unit) -> list[StaffMember]:
    return [
        EmploymentFactory(unit=ward, staff_member=StaffMemberFactory(subproject=ward.subproject)).staff_member
        for _ in range(6)
    ]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(client: Client, person: StaffMember) -> int:
    return client.get(reverse("cases:staff_detail", args=[person.key])).status_code


def test_one_person_too_many_is_refused_and_logged(
    hr_north: User, many: list[StaffMember], settings: Any
) -> None:
    settings.PEOPLE_AN_HOUR = 5
    client = signed_in(hr_north)

    answers = [page_of(client, person) for person in many]

    assert answers == [200] * 5 + [429]
    last = Reading.objects.order_by("-pk").first()
    assert last is not None
    assert (last.act, last.people, last.status) == ("denied", [many[5].pk], 429)


def test_the_same_people_again_are_ordinary_work(
    hr_north: User, many: list[StaffMember], settings: Any
) -> None:
    settings.PEOPLE_AN_HOUR = 6
    client = signed_in(hr_north)

    assert {page_of(client, person) for person in many * 3} == {200}


def test_what_another_did_does_not_count(
    hr_north: User, manager_ward: User, many: list[StaffMember], settings: Any
) -> None:
    settings.PEOPLE_AN_HOUR = 6
    officer, manager = signed_in(hr_north), signed_in(manager_ward)

    assert {page_of(officer, person) for person in many} == {200}
    assert {page_of(manager, person) for person in many} == {200}


def test_the_page_that_goes_over_shows_nobody(hr_north: User, many: list[StaffMember], settings: Any) -> None:
    settings.PEOPLE_AN_HOUR = 5

    response = signed_in(hr_north).get(reverse("cases:staff_list"))

    assert response.status_code == 429
    assert not any(person.last_name in response.content.decode() for person in many)


def test_files_have_a_limit_of_their_own(hr_north: User, many: list[StaffMember], settings: Any) -> None:
    settings.FILES_AN_HOUR = 2
    client = signed_in(hr_north)

    answers = [client.get(reverse("cases:staff_list"), {"format": "csv"}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert client.get(reverse("cases:staff_list")).status_code == 200
