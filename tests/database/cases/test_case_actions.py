"""Cases are numbered without gaps or doubles, one is open per person, and every verb keeps its promise."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cases.actions.case import (
    NUMBERING_LOCK,
    CaseIsClosed,
    change_case,
    close_case,
    hand_over_case,
    open_case,
    record_plan,
)
from cases.models import Case
from experio.accounts.models import User
from experio.scope import working_for_every_employer
from subprojects.models import Role, StaffMember, Subproject
from tests.cast import holding
from tests.factories import TODAY, CaseFactory, StaffMemberFactory, sick_leave


def opened(staff_member: StaffMember, officer: User, **more: Any) -> Case:
    values = {"reason": "long_absence", "opened_on": TODAY, **more}
    return open_case(
        staff_member=staff_member, responsible_officer=officer, opened_by=officer, today=TODAY, **values
    )


def test_cases_are_numbered_by_employer_and_year(
    nurse: StaffMember, teacher: StaffMember, southerner: StaffMember, hr_north: User, hr_south: User
) -> None:
    assert opened(nurse, hr_north).number == "north-2021-0001"
    assert opened(teacher, hr_north).number == "north-2021-0002"
    assert opened(southerner, hr_south).number == "south-2021-0001"
    earlier = StaffMemberFactory(subproject=nurse.subproject)
    assert opened(earlier, hr_north, opened_on=date(2020, 12, 31)).number == "north-2020-0001"


def test_a_person_has_one_open_case(nurse: StaffMember, hr_north: User) -> None:
    first = opened(nurse, hr_north)

    with pytest.raises(ValidationError, match="open case|öppet ärende"), transaction.atomic():
        opened(nurse, hr_north)

    close_case(case=first, outcome="own_job", closed_on=TODAY, today=TODAY)
    assert opened(nurse, hr_north).number == "north-2021-0002"


def test_a_case_is_not_opened_in_the_future(nurse: StaffMember, hr_north: User) -> None:
    with pytest.raises(ValidationError) as refused:
        opened(nurse, hr_north, opened_on=TODAY + timedelta(days=1))

    assert "opened_on" in refused.value.message_dict


def test_the_officer_is_an_hr_officer_of_the_employer(
    nurse: StaffMember, hr_south: User, hr_north: User
) -> None:
    with pytest.raises(ValidationError) as refused:
        opened(nurse, hr_south)

    assert "responsible_officer" in refused.value.message_dict
    assert not Case.objects.exists()


def test_the_sick_leave_belongs_to_the_person(
    nurse: StaffMember, teacher: StaffMember, hr_north: User
) -> None:
    with pytest.raises(ValidationError) as refused:
        opened(nurse, hr_north, episode=sick_leave(teacher, date(2021, 11, 1)))

    assert "episode" in refused.value.message_dict


def test_a_plan_or_a_reason_for_none_never_both_never_neither(nurse: StaffMember, hr_north: User) -> None:
    case = opened(nurse, hr_north)

    for wrong in ({}, {"plan_made_on": TODAY, "no_plan_reason": "back_within_60_days"}):
        with pytest.raises(ValidationError):
            record_plan(case=case, today=TODAY, **wrong)

    assert record_plan(case=case, today=TODAY, no_plan_reason="back_within_60_days").plan_made_on is None
    made = record_plan(case=case, today=TODAY, plan_made_on=TODAY)
    assert (made.plan_made_on, made.no_plan_reason) == (TODAY, None)


def test_a_case_is_handed_over_within_the_employer(
    nurse: StaffMember, north: Subproject, hr_north: User, hr_south: User
) -> None:
    case = opened(nurse, hr_north)
    colleague = holding(Role.HR_OFFICER, "hr.north.2", subproject=north)

    assert hand_over_case(case=case, to_officer=colleague, today=TODAY).responsible_officer == colleague
    with pytest.raises(ValidationError):
        hand_over_case(case=case, to_officer=hr_south, today=TODAY)


def test_a_case_is_not_closed_before_it_was_opened(nurse: StaffMember, hr_north: User) -> None:
    case = opened(nurse, hr_north)

    with pytest.raises(ValidationError):
        close_case(case=case, outcome="own_job", closed_on=TODAY - timedelta(days=1), today=TODAY)

    assert Case.objects.get(pk=case.pk).is_open


def test_a_closed_case_is_changed_no_more(nurse: StaffMember, hr_north: User) -> None:
    case = opened(nurse, hr_north)
    close_case(case=case, outcome="own_job", closed_on=TODAY, today=TODAY)

    with pytest.raises(CaseIsClosed):
        close_case(case=case, outcome="dropped_out", closed_on=TODAY, today=TODAY)
    with pytest.raises(CaseIsClosed):
        change_case(case=case, reason="other", opened_on=TODAY, today=TODAY)

    assert Case.objects.get(pk=case.pk).outcome == "own_job"


def test_every_change_is_remembered_by_the_database(nurse: StaffMember, hr_north: User) -> None:
    case = opened(nurse, hr_north)
    change_case(case=case, reason="own_request", opened_on=TODAY, today=TODAY, background="First talk.")

    labels = list(case.events.order_by("pgh_id").values_list("pgh_label", "reason"))
    assert labels == [("insert", "long_absence"), ("update", "own_request")]


def _at_the_same_time(*deeds: Callable[[], object]) -> list[object]:
    """Run each deed in a thread of its own, all let go at once; what each returned or raised."""
    gate, answers = Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=60)
            with working_for_every_employer():
                answers[place] = deed()  # type: ignore[call-overload]
        except ValidationError as error:
            answers[place] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_cases_opened_at_the_same_moment_get_numbers_in_a_row(north: Subproject, hr_north: User) -> None:
    people = [StaffMemberFactory(subproject=north) for _ in range(6)]

    answers = _at_the_same_time(*[lambda person=person: opened(person, hr_north) for person in people])

    assert sorted(case.number for case in answers) == [f"north-2021-000{n}" for n in range(1, 7)]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_moment_open_one_case(nurse: StaffMember, hr_north: User) -> None:
    answers = _at_the_same_time(*[lambda: opened(nurse, hr_north)] * 4)

    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 3
    assert Case.objects.count() == 1


def test_numbering_holds_its_lock_until_the_transaction_ends(nurse: StaffMember, hr_north: User) -> None:
    opened(nurse, hr_north)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s "
            "AND pid = pg_backend_pid()",
            [NUMBERING_LOCK],
        )
        assert cursor.fetchall() == [(nurse.subproject_id,)]


def test_a_number_is_never_given_again(nurse: StaffMember, hr_north: User) -> None:
    CaseFactory(staff_member=nurse, sequence=41, closed_on=TODAY, outcome="own_job")

    assert opened(nurse, hr_north).number == "north-2021-0042"
