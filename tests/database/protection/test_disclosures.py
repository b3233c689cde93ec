"""Nothing leaves on request before it was weighed, and what was decided is never rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.actions.disclosure_assessment import correct_disclosure, record_disclosure
from cases.models import Case, DisclosureAssessment
from experio.accounts.models import User
from subprojects.models import StaffMember, Subproject
from tests.factories import TODAY, CaseFactory


@pytest.fixture
def hr(hr_north: User) -> Client:
    client = Client()
    client.force_login(hr_north, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    made: Case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    return made


def typed(officer: User, **changes: Any) -> dict[str, Any]:
    return {
        "received_on": "2021-11-20",
        "asked_by": "",
        "request_text": "Alla beslut i ärendet",
        "about": "",
        "ground": "39 kap. 2 § OSL",
        "damage_test": "Uppgifterna rör hälsa; det står inte klart att de kan lämnas ut utan men.",
        "decision": "refused",
        "released": "",
        "appeal_information": "Skriftligt beslut med besvärshänvisning lämnades.",
        "decided_by": officer.pk,
        "decided_on": "2021-11-22",
    } | changes


def made(employer: Subproject, officer: User, **changes: Any) -> DisclosureAssessment:
    facts = typed(officer, **changes)
    del facts["about"]
    return record_disclosure(
        assessment=DisclosureAssessment(
            subproject=employer, **facts | {"decided_by": officer, "received_on": TODAY, "decided_on": TODAY}
        ),
        recorded_by=officer,
        today=TODAY,
    )


def test_an_officer_records_a_refusal_of_an_anonymous_request(hr: Client, hr_north: User, case: Case) -> None:
    answer = hr.post(reverse("cases:disclosure_add"), typed(hr_north, about=case.number), follow=True)

    saved = DisclosureAssessment.objects.get()
    assert answer.redirect_chain[-1][0] == saved.get_absolute_url()
    assert (saved.number, saved.version) == ("north-U2021-001", 1)
    assert (saved.case, saved.staff_member, saved.asked_by) == (case, case.staff_member, "")
    assert "sa det inte" in answer.content.decode()
    assert not saved.allows_release


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": "full", "released": ""}, "released"),
        ({"decision": "refused", "released": "Allt"}, "released"),
        ({"decision": "masked", "released": "Beslutet", "appeal_information": ""}, "appeal_information"),
        ({"decision": "refused", "appeal_information": ""}, "appeal_information"),
        ({"damage_test": ""}, "damage_test"),
        ({"ground": ""}, "ground"),
        ({"decision": ""}, "decision"),
        ({"about": "north-1999-0001"}, "about"),
        ({"decided_on": "2021-11-19"}, "decided_on"),
        ({"decided_on": "2021-11-23"}, "decided_on"),
        ({"received_on": "2021-11-23", "decided_on": "2021-11-23"}, "received_on"),
    ],
    ids=str,
)
def test_half_an_assessment_is_refused_beside_the_field(
    changes: dict[str, str], field: str, hr: Client, hr_north: User
) -> None:
    answer = hr.post(reverse("cases:disclosure_add"), typed(hr_north, **changes))

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not DisclosureAssessment.objects.exists()


def test_nobody_of_another_employer_can_be_named(hr: Client, hr_north: User, southerner: StaffMember) -> None:
    answer = hr.post(reverse("cases:disclosure_add"), typed(hr_north, about=southerner.employee_number))

    assert list(answer.context["form"].errors) == ["about"]


def test_numbers_follow_the_employer_and_the_year(
    north: Subproject, south: Subproject, hr_north: User, hr_south: User
) -> None:
    numbers = [made(north, hr_north).number, made(north, hr_north).number, made(south, hr_south).number]

    assert numbers == ["north-U2021-001", "north-U2021-002", "south-U2021-001"]


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    hr: Client, hr_north: User, north: Subproject
) -> None:
    first = made(north, hr_north)
    answer = hr.post(
        reverse("cases:disclosure_correct", args=[first.number]),
        typed(hr_north, ground="25 kap. 1 § OSL", correction_reason="Fel lagrum"),
        follow=True,
    )

    versions = [(one.version, one.ground) for one in DisclosureAssessment.objects.order_by("version")]
    assert versions == [(1, "39 kap. 2 § OSL"), (2, "25 kap. 1 § OSL")]
    page = answer.content.decode()
    assert "25 kap. 1 §" in page
    assert "39 kap. 2 §" in page
    listed = hr.get(reverse("cases:disclosure_list"))
    assert [row.version for row in listed.context["rows"]] == [2]


def test_a_correction_says_why(hr: Client, hr_north: User, north: Subproject) -> None:
    first = made(north, hr_north)
    answer = hr.post(reverse("cases:disclosure_correct", args=[first.number]), typed(hr_north))

    assert list(answer.context["form"].errors) == ["correction_reason"]


def test_two_corrections_of_the_same_version_do_not_both_stand(hr_north: User, north: Subproject) -> None:
    first = made(north, hr_north)

    def corrected() -> None:
        facts = typed(hr_north, decided_by=hr_north, received_on=TODAY, decided_on=TODAY)
        del facts["about"]
        correct_disclosure(
            assessment=DisclosureAssessment(**facts, correction_reason="Fel lagrum"),
            corrects=first,
            recorded_by=hr_north,
            today=TODAY,
        )

    corrected()
    with pytest.raises(ValidationError):
        corrected()


def test_the_database_lets_nobody_rewrite_a_decision(hr_north: User, north: Subproject) -> None:
    first = made(north, hr_north)
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosureAssessment.objects.filter(pk=first.pk).update(decision="full")


@pytest.mark.parametrize(
    "changes",
    [
        {"decision": "full", "released": ""},
        {"decision": "masked", "released": "x", "appeal_information": ""},
        {"version": 2},
        {"decided_on": TODAY - timedelta(days=9)},
    ],
    ids=str,
)
def test_the_database_refuses_half_a_decision(
    changes: dict[str, Any], hr_north: User, north: Subproject
) -> None:
    facts = typed(hr_north, decided_by=hr_north, received_on=TODAY, decided_on=TODAY) | changes
    del facts["about"]
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureAssessment.objects.create(
            subproject=north, number="x", year=2021, sequence=1, recorded_by=hr_north, **facts
        )


def test_the_page_for_paper_is_marked_and_logged_as_printed(
    hr: Client, hr_north: User, north: Subproject
) -> None:
    from experio.audit.readings import Act, noted_on

    first = made(north, hr_north)
    answer = hr.get(reverse("cases:disclosure_print", args=[first.number]))

    noted = noted_on(answer.wsgi_request)
    assert noted is not None
    assert noted.act == Act.PRINT
    assert answer.content.decode().count("Sekretess.") == 2, "above and below"


def test_the_case_page_leads_to_an_assessment_of_the_case(hr: Client, case: Case) -> None:
    url = f"{reverse('cases:disclosure_add')}?employer=north&case={case.number}"

    assert url.replace("&", "&amp;") in hr.get(case.get_absolute_url()).content.decode()
    assert case.number in hr.get(url).content.decode()


def test_the_list_asks_as_much_for_one_row_as_for_many(
    hr: Client, hr_north: User, north: Subproject, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        made(north, hr_north)
    with django_assert_max_num_queries(12):
        assert len(hr.get(reverse("cases:disclosure_list")).context["rows"]) == 12
