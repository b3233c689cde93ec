"""Who opens a protected identity, how, and what is left of it afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from experio.accounts.models import User
from subprojects.models import IdentityReader, StaffMember, Subproject, Unit
from tests.database.protection.hidden_world import found_in, told
from tests.factories import TODAY, EmploymentFactory, StaffMemberFactory

PURPOSE = {"purpose": "authority", "explanation": "Anmälan till Försäkringskassan"}


@pytest.fixture
def person(ward: Unit) -> StaffMember:
    person = StaffMemberFactory(
        subproject=ward.subproject,
        first_name="Zinaida",
        last_name="Kvistlöv",
        employee_number="ZK4711",
        has_protected_identity=True,
    )
    EmploymentFactory(unit=ward, staff_member=person)
    return person


@pytest.fixture
def reader(hr_north: User, north: Subproject) -> User:
    IdentityReader.objects.create(user=hr_north, subproject=north, first_day=TODAY)
    return hr_north


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(person: StaffMember, name: str = "identity_open") -> str:
    return reverse(f"cases:{name}", args=[person.key])


def test_one_of_the_named_few_opens_it_with_a_purpose(person: StaffMember, reader: User) -> None:
    client = client_of(reader)

    assert found_in(told(client.get(page(person)))) == []
    opened = client.post(page(person), PURPOSE)

    assert {"Zinaida", "Kvistlöv", "ZK4711"} <= set(found_in(told(opened)))
    assert "The ward" in told(opened)
    assert "no-store" in opened.headers["Cache-Control"]
    assert found_in(told(client.get(page(person)))) == [], "asked again, it asks again"
    assert found_in(told(client.get(person.get_absolute_url()))) == []


@pytest.mark.parametrize(
    "typed",
    [{}, {"purpose": "authority"}, {"purpose": "authority", "explanation": "FK"}, {"explanation": "x" * 40},
     {"purpose": "curiosity", "explanation": "x" * 40}, {"purpose": "authority", "explanation": " " * 40}],
    ids=["nothing", "no sentence", "two letters", "no choice", "another choice", "blanks"],
)  # fmt: skip
def test_without_a_purpose_nothing_is_shown(typed: dict[str, str], person: StaffMember, reader: User) -> None:
    answer = client_of(reader).post(page(person), typed)

    assert answer.status_code == 200
    assert found_in(told(answer)) == []


def test_the_purpose_is_what_the_reading_log_gets(person: StaffMember, reader: User) -> None:
    from experio.audit.readings import Act, noted_on

    answer = client_of(reader).post(page(person), PURPOSE)

    noted = noted_on(answer.wsgi_request)
    assert noted is not None
    assert noted.act == Act.READ
    assert noted.people == {person.pk}
    assert noted.purpose.endswith("Anmälan till Försäkringskassan")


def test_an_officer_who_is_not_named_does_not_open_it(person: StaffMember, hr_north: User) -> None:
    for name in ("identity_open", "identity_correct", "protection_lift"):
        for answer in (
            client_of(hr_north).get(page(person, name)),
            client_of(hr_north).post(page(person, name), PURPOSE),
        ):
            assert answer.status_code == 403
            assert found_in(told(answer)) == []


def test_being_named_ends_with_its_last_day_and_with_the_role(
    person: StaffMember, reader: User, hr_south: User, north: Subproject
) -> None:
    IdentityReader.objects.create(user=hr_south, subproject=north, first_day=TODAY)
    assert client_of(hr_south).get(page(person)).status_code == 404, "no role with the employer"

    IdentityReader.objects.filter(user=reader).update(
        first_day=TODAY - timedelta(days=9), last_day=TODAY - timedelta(days=1)
    )
    assert client_of(reader).get(page(person)).status_code == 403


def test_the_named_are_chosen_among_the_employers_own_officers(
    administrator: User, hr_north: User, hr_south: User, north: Subproject
) -> None:
    client = client_of(administrator)
    url = reverse("admin:subprojects_identityreader_add")
    typed = {"subproject": north.pk, "first_day": "2021-11-22"}

    refused = client.post(url, {**typed, "user": hr_south.pk})
    taken = client.post(url, {**typed, "user": hr_north.pk})

    assert refused.status_code == 200
    assert taken.status_code == 302
    assert [(row.user, row.given_by) for row in IdentityReader.objects.all()] == [(hr_north, administrator)]


def test_the_edit_page_of_a_protected_person_is_the_opened_page(person: StaffMember, reader: User) -> None:
    answer = client_of(reader).get(page(person, "staff_edit"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == page(person)


def test_somebody_who_is_not_protected_has_nothing_to_open(nurse: StaffMember, reader: User) -> None:
    for name in ("identity_open", "identity_correct", "protection_lift"):
        assert client_of(reader).get(page(nurse, name)).status_code == 404
