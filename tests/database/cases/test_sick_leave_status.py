"""Day counters and due steps: what an officer reads about one person and about many."""

from datetime import date, timedelta
from typing import Any

import pytest

from cases.actions.sick_leave import correct_sick_leave
from cases.outlines import ExtentSpan
from cases.questions.absence_status import absence_status
from cases.questions.due_steps import due_steps
from subprojects.models import StaffMember, Unit
from tests.factories import (
    TODAY,
    CaseFactory,
    CertificateFactory,
    EmploymentFactory,
    StaffMemberFactory,
    sick_leave,
)


def kinds(staff_member: StaffMember, **options: Any) -> list[tuple[str, str]]:
    found = due_steps(StaffMember.objects.filter(pk=staff_member.pk), TODAY, **options)
    return [(due.kind, due.state) for due in found]


def test_without_sick_leave_there_is_nothing_to_count(nurse: StaffMember) -> None:
    status = absence_status(nurse, TODAY)
    assert status.episode is None
    assert not status.is_absent
    assert status.steps == ()


def test_a_relapse_goes_on_counting_sick_pay_but_begins_the_certificate_anew(nurse: StaffMember) -> None:
    """Ill Monday to Thursday, well Friday, ill again on Tuesday: day 5 of the sick-pay period."""
    sick_leave(nurse, date(2021, 11, 15), date(2021, 11, 18))
    sick_leave(nurse, date(2021, 11, 23))
    status = absence_status(nurse, date(2021, 11, 23))
    assert status.sick_pay_day == 5
    assert status.is_relapse
    assert status.sick_pay_first_day == date(2021, 11, 15)
    assert status.certificate_day == 1
    assert status.employer_pays


def test_from_day_15_forsakringskassan_pays(nurse: StaffMember) -> None:
    sick_leave(nurse, date(2021, 11, 8), extent=50)
    status = absence_status(nurse, TODAY)
    assert (status.sick_pay_day, status.payer) == (15, "forsakringskassan")
    assert status.benefit_from == TODAY
    assert status.extent == 50
    assert status.next_milestone is not None
    assert status.next_milestone.day_number == 90


def test_an_ended_sick_leave_says_until_when_a_relapse_would_continue_it(nurse: StaffMember) -> None:
    sick_leave(nurse, date(2021, 11, 15), date(2021, 11, 19))
    status = absence_status(nurse, TODAY)
    assert not status.is_absent
    assert status.day == date(2021, 11, 19)
    assert status.relapse_until == date(2021, 11, 24)


def test_a_certificate_that_covers_the_day_settles_it_until_it_ends(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, date(2021, 11, 10))
    assert ("certificate", "overdue") in kinds(nurse)
    certificate = CertificateFactory(episode=episode, last_day=date(2021, 11, 25))
    assert ("certificate_renewal", "upcoming") in kinds(nurse)
    assert not [kind for kind, state in kinds(nurse) if state == "overdue"]
    certificate.last_day = date(2021, 11, 20)
    certificate.save()
    assert kinds(nurse)[0] == ("certificate_renewal", "overdue")


def test_a_plan_or_a_reason_in_the_open_case_settles_the_plan(nurse: StaffMember) -> None:
    sick_leave(nurse, date(2021, 10, 1))
    assert ("plan", "overdue") in kinds(nurse)
    CaseFactory(staff_member=nurse, plan_made_on=date(2021, 10, 20))
    assert not {kind for kind, _state in kinds(nurse)} & {"plan", "plan_at_once"}


def test_an_expected_length_that_grows_calls_for_a_plan_at_once(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, date(2021, 10, 1))
    facts: dict[str, Any] = {
        "first_day": date(2021, 10, 1),
        "last_day": None,
        "cause": "sickness",
        "diagnosis_code": None,
        "extents": [ExtentSpan(date(2021, 10, 1), None, 100)],
    }
    correct_sick_leave(episode=episode, expected_last_day=date(2021, 11, 26), **facts)
    correct_sick_leave(episode=episode, expected_last_day=date(2022, 2, 1), **facts)
    assert ("plan_at_once", "due") in kinds(nurse)


def test_the_most_urgent_comes_first_and_what_is_far_ahead_is_left_out(
    nurse: StaffMember, teacher: StaffMember
) -> None:
    sick_leave(teacher, date(2021, 11, 15))
    sick_leave(nurse, date(2021, 10, 18))
    found = due_steps(StaffMember.objects.all(), TODAY)
    order = {"overdue": 0, "due": 1, "upcoming": 2}
    assert [order[due.state] for due in found] == sorted(order[due.state] for due in found)
    assert all(due.due_on <= TODAY + timedelta(days=14) for due in found)
    assert found[0].staff_name == "Nora Nordin"


def test_only_the_given_people_are_asked_about(nurse: StaffMember, southerner: StaffMember) -> None:
    sick_leave(nurse, date(2021, 10, 18))
    sick_leave(southerner, date(2021, 10, 18))
    found = due_steps(StaffMember.objects.filter(pk=southerner.pk), TODAY)
    assert {due.staff_member_id for due in found} == {southerner.pk}


def test_a_protected_identity_is_masked_among_the_due_steps(ward: Unit) -> None:
    hidden = StaffMemberFactory(subproject=ward.subproject, last_name="Gömd", has_protected_identity=True)
    EmploymentFactory(unit=ward, staff_member=hidden)
    sick_leave(hidden, date(2021, 10, 18))
    due = due_steps(StaffMember.objects.filter(pk=hidden.pk), TODAY)[0]
    assert "Gömd" not in due.staff_name
    assert due.unit_name == ""


@pytest.mark.parametrize("people", [1, 20])
def test_many_people_cost_as_many_queries_as_one(
    ward: Unit, people: int, django_assert_num_queries: Any
) -> None:
    for _number in range(people):
        staff = StaffMemberFactory(subproject=ward.subproject)
        EmploymentFactory(unit=ward, staff_member=staff)
        CertificateFactory(episode=sick_leave(staff, date(2021, 10, 18)))
    with django_assert_num_queries(8) as asked:
        assert due_steps(StaffMember.objects.all(), TODAY)
    assert not [query["sql"] for query in asked.captured_queries if "diagnosis" in query["sql"]]
