"""Setting, correcting and lifting the protection, and what the database refuses by itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.actions.protection import correct_identity, lift_protection, protect_identity
from cases.questions.protected_identity import identity_of
from experio.accounts.models import User
from subprojects.identity import Identity, handle_of
from subprojects.models import IdentityProtection, IdentityReader, ProtectedIdentity, StaffMember, Unit
from tests.database.protection.hidden_world import found_in
from tests.factories import TODAY, StaffMemberFactory

WHY = {"kind": "secrecy_mark", "reason": "Beslut av Skatteverket", "first_day": TODAY}


@pytest.fixture
def person(ward: Unit) -> StaffMember:
    return StaffMemberFactory(
        subproject=ward.subproject,
        first_name="Zinaida",
        last_name="Kvistlöv",
        employee_number="ZK4711",
        birth_date=date(1971, 3, 9),
        personal_number="198502282384",
    )


def protected(person: StaffMember, by: User | None = None) -> StaffMember:
    protect_identity(staff_member=person, set_by=by, **WHY)
    person.refresh_from_db()
    return person


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_what_is_sealed_comes_back_when_the_protection_is_lifted(person: StaffMember, hr_north: User) -> None:
    protected(person)
    lift_protection(staff_member=person, reason="Skyddet har upphört", lifted_on=TODAY, lifted_by=hr_north)

    person.refresh_from_db()
    assert (person.full_name, person.employee_number) == ("Zinaida Kvistlöv", "ZK4711")
    assert (person.birth_date, person.personal_number) == (date(1971, 3, 9), "198502282384")
    assert not ProtectedIdentity.objects.exists()
    mark = IdentityProtection.objects.get()
    assert (mark.lifted_on, mark.lifted_by) == (TODAY, hr_north)


def test_the_row_and_its_history_hold_neutral_words(person: StaffMember) -> None:
    from django.apps import apps

    person.last_name = "Kvistlöv-Ek"
    person.save()
    protected(person)

    assert person.full_name == "Skyddad identitet"
    assert person.employee_number == handle_of(person.key)
    assert person.birth_date == date(1971, 7, 1)
    events = apps.get_model("subprojects", "StaffMemberEvent").objects.filter(pgh_obj=person.pk)
    assert events.count() >= 3
    assert found_in(str(list(events.values()))) == []


def test_the_history_comes_back_too(person: StaffMember, hr_north: User) -> None:
    from django.apps import apps

    protected(person)
    lift_protection(staff_member=person, reason="Skyddet har upphört", lifted_on=TODAY, lifted_by=hr_north)

    events = apps.get_model("subprojects", "StaffMemberEvent").objects.filter(pgh_obj=person.pk)
    names = list(events.order_by("pgh_id").values_list("last_name", flat=True))
    assert names == ["Kvistlöv", "identitet", "Kvistlöv"]


def test_the_page_gets_a_new_address(person: StaffMember, hr_north: User) -> None:
    before = person.get_absolute_url()
    protected(person)

    assert client_of(hr_north).get(before).status_code == 404
    assert client_of(hr_north).get(person.get_absolute_url()).status_code == 200


def test_the_database_refuses_a_plain_name_on_a_protected_row(person: StaffMember) -> None:
    protected(person)
    for change in ({"last_name": "Kvistlöv"}, {"employee_number": "ZK4711"}, {"birth_date": "1971-03-09"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffMember.objects.filter(pk=person.pk).update(**change)


def test_nobody_is_protected_twice_at_once(person: StaffMember) -> None:
    protected(person)
    with pytest.raises(ValidationError):
        protect_identity(staff_member=person, set_by=None, **WHY)


def test_the_sealed_text_opens_for_its_own_row_only(person: StaffMember, ward: Unit) -> None:
    from django.db import connection

    from experio.sealing import CannotUnseal

    protected(person)
    other = StaffMemberFactory(subproject=ward.subproject, has_protected_identity=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE subprojects_protectedidentity SET sealed = (SELECT sealed FROM "
            "subprojects_protectedidentity WHERE staff_member_id = %s) WHERE staff_member_id = %s",
            [person.pk, other.pk],
        )

    with pytest.raises(CannotUnseal):
        identity_of(other)


@pytest.mark.parametrize("field", ["employee_number", "personal_number"])
def test_nobody_else_gets_a_protected_persons_number(field: str, person: StaffMember, hr_north: User) -> None:
    protected(person)
    numbers = {"employee_number": "N9", "personal_number": ""} | {
        field: {"employee_number": "ZK4711", "personal_number": "198502282384"}[field]
    }
    answer = client_of(hr_north).post(
        reverse("cases:staff_add"),
        {
            **numbers,
            "first_name": "Ny",
            "last_name": "Nysson",
            "birth_date": "1985-02-28",
            "gender": "woman",
            "employment-unit": person.subproject.units.get(code="north-ward").pk,
            "employment-weekly_hours": "40",
            "employment-first_day": "2021-11-01",
            "confirmed": "gender,birth_date",
        },
    )

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not StaffMember.objects.filter(last_name="Nysson").exists()


def test_somebody_is_added_protected_without_a_plain_word_in_any_row(ward: Unit, hr_north: User) -> None:
    from django.apps import apps

    answer = client_of(hr_north).post(
        reverse("cases:staff_add"),
        {
            "employee_number": "ZK4711",
            "first_name": "Zinaida",
            "last_name": "Kvistlöv",
            "birth_date": "1971-03-09",
            "gender": "woman",
            "employment-unit": ward.pk,
            "employment-weekly_hours": "40",
            "employment-first_day": "2021-11-01",
            "protection-kind": "secrecy_mark",
            "protection-first_day": "2021-11-01",
            "protection-reason": "Beslut av Skatteverket",
        },
    )

    person = StaffMember.objects.get()
    assert answer.status_code == 302
    assert person.has_protected_identity
    assert identity_of(person).full_name == "Zinaida Kvistlöv"
    events = apps.get_model("subprojects", "StaffMemberEvent").objects.values()
    assert found_in(str(list(events))) == []
    assert IdentityProtection.objects.get().set_by == hr_north


def test_protection_without_a_reason_is_not_set(ward: Unit, nurse: StaffMember, hr_north: User) -> None:
    url = reverse("cases:staff_protect", args=[nurse.key])
    for typed in (
        {},
        {"kind": "secrecy_mark", "first_day": "2021-11-22", "reason": "kort"},
        {"kind": "secrecy_mark", "first_day": "2031-11-22", "reason": "Beslut av Skatteverket"},
    ):
        answer = client_of(hr_north).post(url, typed)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    nurse.refresh_from_db()
    assert not nurse.has_protected_identity


def test_the_officer_sets_it_on_the_page(nurse: StaffMember, employee: User, hr_north: User) -> None:
    url = reverse("cases:staff_protect", args=[nurse.key])
    answer = client_of(hr_north).post(
        url,
        {"kind": "secrecy_mark", "first_day": "2021-11-22", "reason": "Beslut av Skatteverket"},
        follow=True,
    )

    nurse.refresh_from_db()
    employee.refresh_from_db()
    assert nurse.has_protected_identity
    assert "Nordin" not in answer.content.decode()
    assert employee.get_full_name() == "Skyddad identitet", "the own sign-in does not tell it either"
    assert len(list(answer.context["messages"])) == 2, "and one is reminded of its user name"


def test_the_named_few_correct_the_identity(person: StaffMember, hr_north: User) -> None:
    protected(person)
    IdentityReader.objects.create(user=hr_north, subproject=person.subproject, first_day=TODAY)
    typed = {
        "employee_number": "ZK4712",
        "first_name": "Zinaida",
        "last_name": "Nyström",
        "birth_date": "1971-03-10",
        "gender": "woman",
        "personal_number": "",
        "employments-TOTAL_FORMS": "0",
        "employments-INITIAL_FORMS": "0",
    }
    answer = client_of(hr_north).post(reverse("cases:identity_correct", args=[person.key]), typed)

    assert answer.status_code == 302
    person.refresh_from_db()
    assert identity_of(person) == Identity(
        employee_number="ZK4712",
        first_name="Zinaida",
        last_name="Nyström",
        birth_date=date(1971, 3, 10),
        elsewhere=identity_of(person).elsewhere,
    )
    assert person.full_name == "Skyddad identitet"


def test_a_correction_does_not_take_a_colleagues_number(
    person: StaffMember, nurse: StaffMember, ward: Unit
) -> None:
    other = StaffMemberFactory(subproject=ward.subproject, employee_number="H7", has_protected_identity=True)
    protected(person)
    for taken in (nurse.employee_number, "H7"):
        with pytest.raises(ValidationError):
            correct_identity(
                staff_member=person,
                identity=Identity(
                    employee_number=taken, first_name="Z", last_name="K", birth_date=date(1971, 3, 9)
                ),
                gender="woman",
            )
    assert identity_of(other).employee_number == "H7"


def test_a_waiting_file_is_forgotten_when_somebody_in_the_employer_is_protected(
    person: StaffMember, hr_north: User
) -> None:
    from cases.imports.reading import read_file
    from cases.imports.uploads import stage_import

    content = b"employee number;from;to;extent\nZK4711;2021-03-01;2021-03-05;250\n"
    upload = stage_import(
        read=read_file(content, today=TODAY),
        content=content,
        file_name="mars.csv",
        subproject=person.subproject,
        create_staff=False,
        uploaded_by=hr_north,
        today=TODAY,
    )
    assert "ZK4711" in str(upload.preview)
    protected(person)

    upload.refresh_from_db()
    assert upload.content is None
    assert upload.preview is None
