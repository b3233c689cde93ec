"""The start page: each role finds what needs it today, and nobody finds more."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases.actions.data_requests import answer_request, record_request
from cases.models import Case
from experio.accounts.models import User
from subprojects.models import Membership, Role, StaffMember
from tests.factories import TODAY, CaseFactory, sick_leave

START = "/"


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    """Away since four weeks, a plan falls due within days."""
    sick_leave(nurse, TODAY - timedelta(days=27), diagnosis_code="F438")
    return CaseFactory(staff_member=nurse, responsible_officer=hr_north, background="Kanariebakgrund")


def opened(user: User) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(START)
    return answer.status_code, answer.content.decode()


def test_an_officer_finds_steps_own_cases_and_the_way_to_register(case: Case, hr_north: User) -> None:
    status, text = opened(hr_north)

    assert status == 200
    assert "Nora Nordin" in text
    for address in (
        reverse("cases:sick_leave_add"),
        reverse("cases:case_detail", args=[case.number]),
        reverse("cases:case_list") + "?view=mine",
        reverse("cases:staff_list"),
    ):
        assert f'href="{address}"' in text


def test_an_officer_finds_nothing_of_another_employer(case: Case, hr_south: User) -> None:
    status, text = opened(hr_south)

    assert status == 200
    assert "Nordin" not in text
    assert case.number not in text


def test_a_manager_finds_the_own_unit_without_health(
    case: Case, manager_ward: User, teacher: StaffMember
) -> None:
    sick_leave(teacher, date(2021, 10, 4))

    status, text = opened(manager_ward)

    assert status == 200
    assert "Nora Nordin" in text
    assert "Törn" not in text
    for words in ("F438", "F43.8", "Kanariebakgrund", reverse("cases:sick_leave_add")):
        assert words not in text


@pytest.mark.parametrize("who", ["office", "lead_north", "evaluator", "administrator", "nobody"])
def test_others_find_no_person(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    status, text = opened(request.getfixturevalue(who))

    assert status == 200
    for words in ("Nordin", case.number, "F438"):
        assert words not in text


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("office", "Läget"),
        ("lead_north", "Läget"),
        ("evaluator", "Läget"),
        ("administrator", "Administration"),
        ("hr_north", "Det som behöver dig i dag"),
        ("manager_ward", "Det som behöver dig i dag"),
    ],
)
def test_the_heading_says_what_the_page_is_about(
    who: str, heading: str, request: pytest.FixtureRequest
) -> None:
    assert f'<h1 class="ds-heading">{heading}</h1>' in opened(request.getfixturevalue(who))[1]


def test_the_employers_stand_once_and_without_script_too(office: User, case: Case) -> None:
    panel, _, rest = opened(office)[1].partition('hx-swap="outerHTML"')[2].partition("</section>")

    assert "subproject=north" in panel
    assert "subproject=" not in rest


def test_the_administrator_finds_the_reference_data(administrator: User) -> None:
    assert f'href="{reverse("admin:index")}"' in opened(administrator)[1]


def test_an_employee_comes_to_the_own_page_at_once(employee: User) -> None:
    client = Client()
    client.force_login(employee)

    assert client.get(START).headers["Location"] == reverse("cases:own_page")


def test_an_officer_who_is_also_staff_finds_both(hr_north: User, teacher: StaffMember) -> None:
    Membership.objects.create(
        user=hr_north, role=Role.EMPLOYEE, staff_member=teacher, first_day=date(2021, 1, 1)
    )
    client = Client()
    client.force_login(hr_north)

    answer = client.get(START)

    assert answer.status_code == 200
    assert f'href="{reverse("cases:own_page")}"' in answer.content.decode()


def test_who_holds_no_role_is_told_so_in_a_sentence(nobody: User) -> None:
    assert "Du har ingen roll" in opened(nobody)[1]


def test_every_role_reads_the_page_in_english_too(hr_north: User, manager_ward: User, case: Case) -> None:
    for user in (hr_north, manager_ward):
        client = Client()
        client.force_login(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        assert "What needs you today" in client.get(START).content.decode()


def test_the_front_door_asks_for_a_sign_in(client: Client) -> None:
    assert client.get(START).status_code == 302


def test_an_officer_learns_that_somebody_asks_for_the_own_data_and_until_when(
    nurse: StaffMember, employee: User, hr_north: User, hr_south: User
) -> None:
    """The employee asks on the own page; HR finds it without looking for it, and nobody is named."""
    assert reverse("cases:request_list") not in main_of(opened(hr_north)[1])
    client = Client()
    client.force_login(employee)
    asked = client.post(reverse("cases:own_request_add", args=[nurse.key]), {"kind": "access", "text": ""})
    assert asked.status_code == 302

    text = main_of(opened(hr_north)[1])

    assert "väntar på svar, senast 2021-12-22" in text
    assert f'href="{reverse("cases:request_list")}"' in text
    assert "Nordin" not in text
    assert reverse("cases:request_list") not in main_of(opened(hr_south)[1])


def test_an_answered_request_waits_for_nobody(nurse: StaffMember, employee: User, hr_north: User) -> None:
    request = record_request(
        staff_member=nurse,
        kind="access",
        received_on=TODAY - timedelta(days=40),
        text="",
        recorded_by=employee,
        today=TODAY,
    )
    assert 'data-color="warning"' in main_of(opened(hr_north)[1]), "overdue"

    answer_request(request=request, outcome="granted", answer="", answered_by=hr_north, today=TODAY)

    assert "väntar på svar" not in opened(hr_north)[1]


def main_of(page: str) -> str:
    """The page without its menu."""
    return page[page.index("<main") :]
