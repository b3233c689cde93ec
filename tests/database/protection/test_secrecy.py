"""What is secret says so, on the page and in the file, with the ground that the employer has named."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cases.models import Case
from experio.accounts.models import User
from subprojects.models import Covers, SecrecyGround, StaffMember, Subproject
from subprojects.secrecy import marking_of
from tests.factories import TODAY, CaseFactory, StaffMemberFactory, sick_leave

PROVISION = "39 kap. 2 § OSL"
NO_GROUND = "Sekretess. Arbetsgivaren har inte angett lagrum."


def ground(employer: Subproject, covers: Covers = Covers.SICK_LEAVE, **rest: object) -> SecrecyGround:
    facts = {"provision": PROVISION, "first_day": TODAY, "is_confirmed": True} | rest
    made: SecrecyGround = SecrecyGround.objects.create(subproject=employer, covers=covers, **facts)
    return made


@pytest.fixture
def hr(hr_north: User) -> Client:
    client = Client()
    client.force_login(hr_north, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    made: Case = CaseFactory(
        staff_member=nurse, responsible_officer=hr_north, episode=sick_leave(nurse, date(2021, 10, 4))
    )
    return made


def test_a_page_names_the_ground_of_its_employer_and_of_no_other(
    hr: Client, nurse: StaffMember, south: Subproject
) -> None:
    ground(nurse.subproject)
    ground(south, provision="25 kap. 1 § OSL")

    page = hr.get(nurse.get_absolute_url()).content.decode()

    assert f"Sekretess: {PROVISION}." in page
    assert "25 kap." not in page


def test_without_a_ground_the_marking_stands_and_says_so(hr: Client, nurse: StaffMember, case: Case) -> None:
    for page in (nurse, case, case.episode):
        assert NO_GROUND in hr.get(page.get_absolute_url()).content.decode()


def test_case_and_sick_leave_may_have_grounds_of_their_own(
    hr: Client, nurse: StaffMember, case: Case
) -> None:
    ground(nurse.subproject)
    ground(nurse.subproject, Covers.CASES, provision="39 kap. 1 § OSL")

    assert "39 kap. 1 §" in hr.get(case.get_absolute_url()).content.decode()
    assert "39 kap. 2 §" in hr.get(case.episode.get_absolute_url()).content.decode()


def test_a_ground_holds_on_its_days_and_says_when_nobody_has_confirmed_it(north: Subproject) -> None:
    ground(north, is_confirmed=False, last_day=TODAY)

    today = marking_of([north.pk], {Covers.SICK_LEAVE}, TODAY)
    tomorrow = marking_of([north.pk], {Covers.SICK_LEAVE}, TODAY + timedelta(days=1))

    assert today.text == f"Sekretess: {PROVISION}. Lagrummet är inte bekräftat."
    assert tomorrow.text == NO_GROUND


def test_the_ground_for_protected_people_stands_on_their_pages_alone(
    hr: Client, nurse: StaffMember, north: Subproject
) -> None:
    protected = StaffMemberFactory(subproject=north, has_protected_identity=True)
    ground(north, Covers.PROTECTED, provision="39 kap. 3 § OSL")

    assert "39 kap. 3 §" in hr.get(protected.get_absolute_url()).content.decode()
    assert "39 kap. 3 §" not in hr.get(nurse.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["staff_list", "sick_leave_list", "case_list"])
def test_a_file_is_marked_at_its_end(name: str, hr: Client, case: Case, north: Subproject) -> None:
    ground(north, Covers.CASES if name == "case_list" else Covers.SICK_LEAVE)
    url = reverse(f"cases:{name}")

    text = hr.get(url, {"format": "csv"}).content.decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(hr.get(url, {"format": "xlsx"}).content))

    assert text.splitlines()[-1] == f"Sekretess: {PROVISION}."
    assert book.get_sheet_by_index(0).to_python()[-1][0] == f"Sekretess: {PROVISION}."
