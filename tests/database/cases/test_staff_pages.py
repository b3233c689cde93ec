"""Adding and correcting staff."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from experio.accounts.models import User
from subprojects.models import Employment, StaffMember, Unit
from tests.factories import EmploymentFactory, sick_leave
from tests.queries import own_queries


def person(unit: Unit, **changes: str) -> dict[str, str]:
    """The form as an officer sends it."""
    form = {
        "employee_number": "K1",
        "first_name": "Åsa",
        "last_name": "Öhrn",
        "birth_date": "1993-01-07",
        "gender": "woman",
        "personal_number": "",
        "employment-unit": str(unit.pk),
        "employment-weekly_hours": "37.5",
        "employment-occupation": "",
        "employment-first_day": "2021-11-01",
        "employment-last_day": "",
    }
    return {**form, **changes}


@pytest.fixture
def hr(client: Client, hr_north: User) -> Client:
    client.force_login(hr_north)
    return client


def test_a_person_is_added_with_an_employment_at_the_units_employer(hr: Client, ward: Unit) -> None:
    response = hr.post(reverse("cases:staff_add"), person(ward))
    added = StaffMember.objects.get()
    assert response["Location"] == added.get_absolute_url()
    assert added.subproject == ward.subproject
    assert Employment.objects.get().unit == ward


def test_saving_can_go_straight_on_to_registering(hr: Client, ward: Unit) -> None:
    response = hr.post(reverse("cases:staff_add"), person(ward, register="1"))
    assert response["Location"].endswith(f"?staff={StaffMember.objects.get().key}")


def test_nobody_is_added_at_another_employer(hr: Client, south_unit: Unit) -> None:
    assert hr.post(reverse("cases:staff_add"), person(south_unit)).status_code == 200
    assert not StaffMember.objects.exists()


def test_an_employee_number_is_used_once(hr: Client, ward: Unit, nurse: StaffMember) -> None:
    response = hr.post(reverse("cases:staff_add"), person(ward, employee_number=nurse.employee_number))
    assert response.context["form"].errors
    assert StaffMember.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_date": "2031-01-01"}, "birth_date"),
        ({"birth_date": "1900-01-01"}, "birth_date"),
        ({"personal_number": "19930107-2387"}, "personal_number"),
        ({"personal_number": "19930230-2386"}, "personal_number"),
        ({"personal_number": "text"}, "personal_number"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(
    hr: Client, ward: Unit, changes: dict[str, str], field: str
) -> None:
    response = hr.post(reverse("cases:staff_add"), person(ward, **changes))
    assert field in response.context["form"].errors
    assert not StaffMember.objects.exists()


def test_what_is_wrong_with_person_and_employment_stands_in_one_summary(hr: Client, ward: Unit) -> None:
    wrong = person(ward, first_name="", **{"employment-unit": ""})
    page = hr.post(reverse("cases:staff_add"), wrong).content.decode()
    assert page.count("exp-error-summary") == 1
    assert 'href="#id_first_name"' in page
    assert 'href="#id_employment-unit"' in page


def test_a_personal_number_is_kept_with_twelve_digits(hr: Client, ward: Unit) -> None:
    hr.post(reverse("cases:staff_add"), person(ward, personal_number="19930107-2386"))
    assert StaffMember.objects.get().personal_number == "199301072386"


def test_a_personal_number_that_contradicts_is_pointed_at_and_can_be_confirmed(
    hr: Client, ward: Unit
) -> None:
    typed = person(ward, personal_number="930107-2386", birth_date="1993-01-08", gender="man")
    response = hr.post(reverse("cases:staff_add"), typed)
    assert response.context["form"].confirmed == "birth_date,gender,century"
    assert not StaffMember.objects.exists()
    hr.post(reverse("cases:staff_add"), {**typed, "confirmed": "birth_date,gender,century"})
    assert StaffMember.objects.count() == 1


def test_the_personal_number_is_not_on_the_persons_page_nor_in_lists(hr: Client, nurse: StaffMember) -> None:
    nurse.personal_number = "199301072386"
    nurse.save()
    nurse.refresh_from_db()
    nurse.first_name = "Norma"
    nurse.save()
    for page in (
        nurse.get_absolute_url(),
        reverse("cases:staff_history", args=[nurse.key]),
        reverse("cases:staff_list"),
        reverse("cases:staff_list") + "?format=csv",
        reverse("cases:staff_list") + "?q=19930107",
    ):
        answer = hr.get(page)
        assert answer.status_code == 200, page
        assert "199301072386" not in answer.content.decode()


def rows(employment: Employment, **changes: Any) -> dict[str, Any]:
    """The edit form with its employment and one empty row."""
    return {
        "employee_number": "N100",
        "first_name": "Nora",
        "last_name": "Nordin",
        "birth_date": "1980-05-17",
        "gender": "woman",
        "personal_number": "",
        "employments-TOTAL_FORMS": "2",
        "employments-INITIAL_FORMS": "1",
        "employments-0-id": employment.pk,
        "employments-0-staff_member": employment.staff_member_id,
        "employments-0-unit": employment.unit_id,
        "employments-0-weekly_hours": "40",
        "employments-0-first_day": "2015-01-01",
        "employments-0-last_day": "",
        **changes,
    }


def test_correcting_changes_the_person_and_adds_an_employment(
    hr: Client, nurse: StaffMember, school: Unit
) -> None:
    address = reverse("cases:staff_edit", args=[nurse.key])
    hr.post(
        address,
        rows(
            nurse.employments.get(),
            last_name="Nordin Ek",
            **{
                "employments-0-last_day": "2021-10-31",
                "employments-1-unit": school.pk,
                "employments-1-weekly_hours": "20",
                "employments-1-first_day": "2021-11-01",
            },
        ),
    )
    nurse.refresh_from_db()
    assert nurse.last_name == "Nordin Ek"
    assert list(nurse.employments.values_list("unit__code", "last_day")) == [
        ("north-ward", date(2021, 10, 31)),
        ("north-school", None),
    ]


def test_another_persons_employment_cannot_be_taken_along(
    hr: Client, nurse: StaffMember, teacher: StaffMember
) -> None:
    foreign = teacher.employments.get()
    hr.post(
        reverse("cases:staff_edit", args=[nurse.key]),
        rows(foreign, **{"employments-0-weekly_hours": "1"}),
    )
    foreign.refresh_from_db()
    assert foreign.weekly_hours == 40
    assert foreign.staff_member == teacher


def test_a_manager_neither_adds_nor_corrects_staff(
    client: Client, manager_ward: User, ward: Unit, nurse: StaffMember
) -> None:
    client.force_login(manager_ward)
    assert client.post(reverse("cases:staff_add"), person(ward)).status_code == 403
    assert client.get(reverse("cases:staff_edit", args=[nurse.key])).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"N100", "N200"}),
        ({"employed": "all"}, {"N100", "N200", "OLD"}),
        ({"state": "absent"}, {"N100"}),
        ({"state": "present"}, {"N200"}),
        ({"unit": "north-school"}, {"N200"}),
        ({"unit": "south-home"}, {"N100", "N200"}),
        ({"sort": "-number"}, {"N100", "N200"}),
    ],
)
def test_the_staff_list_is_narrowed(
    hr: Client,
    nurse: StaffMember,
    teacher: StaffMember,
    southerner: StaffMember,
    ward: Unit,
    query: dict[str, str],
    expected: set[str],
) -> None:
    sick_leave(nurse, date(2021, 11, 1))
    old = EmploymentFactory(unit=ward, last_day=date(2020, 1, 1)).staff_member
    StaffMember.objects.filter(pk=old.pk).update(employee_number="OLD")
    found = hr.get(reverse("cases:staff_list"), query).context["rows"]
    assert {row.employee_number for row in found} == expected


def test_the_history_names_units_without_asking_for_each(
    hr: Client, nurse: StaffMember, school: Unit, django_assert_num_queries: Any
) -> None:
    address = reverse("cases:staff_history", args=[nurse.key])
    hr.get(address)
    EmploymentFactory(staff_member=nurse, unit=nurse.employments.first().unit, first_day=date(2020, 6, 1))
    with CaptureQueriesContext(connection) as before:
        assert "The ward" in hr.get(address).content.decode()
    EmploymentFactory(staff_member=nurse, unit=school, first_day=date(2021, 1, 1))
    with django_assert_num_queries(len(own_queries(before))):
        assert "The school" in hr.get(address).content.decode()
