"""A case is lent: asked, accepted, open on its days, gone when taken back. Nothing else is opened."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.actions.case import close_case
from cases.actions.delegation import (
    accept_delegation,
    decline_delegation,
    delegate_case,
    take_back_delegation,
)
from cases.delegated import LENT_PERMISSIONS
from cases.models import Case, CaseUserObjectPermission, Delegation, SickLeaveEpisode
from experio.accounts.models import User
from subprojects.models import Membership, StaffMember
from tests.factories import TODAY, CaseFactory, sick_leave

LAST = TODAY + timedelta(days=10)


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    sick_leave(nurse, date(2021, 10, 4), diagnosis_code="F438")
    return CaseFactory(staff_member=nurse, responsible_officer=hr_north)


def asked(case: Case, by: User, to: User, **more: Any) -> Delegation:
    values = {"first_day": TODAY, "last_day": LAST, "reason": "Holiday", **more}
    return delegate_case(case=case, to_user=to, delegated_by=by, today=TODAY, **values)


def again(user: User) -> User:
    """The user as the next request meets them: nothing remembered."""
    return User.objects.get(pk=user.pk)


def test_asking_opens_nothing(case: Case, hr_north: User, hr_south: User) -> None:
    asked(case, hr_north, hr_south)

    assert not Case.objects.visible_to(hr_south).exists()
    assert not hr_south.has_perm("cases.view_case", case)
    assert list(Delegation.objects.visible_to(hr_south).waiting_on(TODAY)) != []


def test_accepting_opens_the_case_and_its_sick_leave_to_another_employers_officer(
    case: Case, hr_north: User, hr_south: User
) -> None:
    accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)

    assert list(Case.objects.visible_to(hr_south)) == [case]
    for right in LENT_PERMISSIONS:
        assert hr_south.has_perm(f"cases.{right}", case)
    assert SickLeaveEpisode.objects.visible_to(hr_south).count() == 1


def test_nothing_else_is_opened(case: Case, teacher: StaffMember, hr_north: User, hr_south: User) -> None:
    other = CaseFactory(staff_member=teacher)
    sick_leave(teacher, date(2021, 10, 4))
    accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)

    assert other not in Case.objects.visible_to(hr_south)
    assert SickLeaveEpisode.objects.visible_to(hr_south).count() == 1
    assert not StaffMember.objects.visible_to(hr_south).exists()
    for right in ("delegate_case", "hand_over_case", "take_back_delegation"):
        assert not hr_south.has_perm(f"cases.{right}", case)


@pytest.mark.parametrize(("day", "is_open"), [(0, True), (10, True), (11, False), (400, False)])
def test_it_ends_by_itself_after_its_last_day(
    case: Case, hr_north: User, hr_south: User, day: int, is_open: bool, settings: Any
) -> None:
    accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)

    settings.DEMO_TODAY = TODAY + timedelta(days=day)
    receiver = again(hr_south)
    assert Case.objects.visible_to(receiver).exists() is is_open
    assert SickLeaveEpisode.objects.visible_to(receiver).exists() is is_open
    assert receiver.has_perm("cases.change_case", case) is is_open


def test_it_opens_on_its_first_day_not_before(
    case: Case, hr_north: User, hr_south: User, settings: Any
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    accept_delegation(delegation=asked(case, hr_north, hr_south, first_day=tomorrow), today=TODAY)
    assert not hr_south.has_perm("cases.view_case", case)

    settings.DEMO_TODAY = tomorrow
    assert again(hr_south).has_perm("cases.view_case", case)


def test_taking_back_ends_it_at_once(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)

    take_back_delegation(delegation=delegation)

    assert not again(hr_south).has_perm("cases.view_case", case)
    assert not Case.objects.visible_to(again(hr_south)).exists()
    assert not CaseUserObjectPermission.objects.exists()


def test_taking_back_one_leaves_the_other(case: Case, hr_north: User, hr_south: User) -> None:
    first = accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)
    accept_delegation(delegation=asked(case, hr_north, hr_south, reason="Parental leave"), today=TODAY)

    take_back_delegation(delegation=first)

    assert again(hr_south).has_perm("cases.view_case", case)


def test_declining_opens_nothing_and_is_final(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = asked(case, hr_north, hr_south)

    decline_delegation(delegation=delegation, today=TODAY)

    assert not hr_south.has_perm("cases.view_case", case)
    with pytest.raises(ValidationError):
        accept_delegation(delegation=delegation, today=TODAY)


def test_what_was_taken_back_cannot_be_accepted(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = asked(case, hr_north, hr_south)
    take_back_delegation(delegation=delegation)

    with pytest.raises(ValidationError):
        accept_delegation(delegation=delegation, today=TODAY)
    assert not CaseUserObjectPermission.objects.exists()


def test_a_request_that_has_run_out_cannot_be_accepted(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = asked(case, hr_north, hr_south)

    with pytest.raises(ValidationError):
        accept_delegation(delegation=delegation, today=LAST + timedelta(days=1))


def test_answering_twice_acts_once(case: Case, hr_north: User, hr_south: User) -> None:
    delegation = asked(case, hr_north, hr_south)

    first = accept_delegation(delegation=delegation, today=TODAY)
    second = accept_delegation(delegation=delegation, today=TODAY)

    assert first.accepted_at == second.accepted_at
    assert CaseUserObjectPermission.objects.count() == len(LENT_PERMISSIONS)


def test_asking_the_same_person_twice_is_refused(case: Case, hr_north: User, hr_south: User) -> None:
    asked(case, hr_north, hr_south)

    with pytest.raises(ValidationError), transaction.atomic():
        asked(case, hr_north, hr_south)


@pytest.mark.parametrize("who", ["manager_ward", "lead_north", "office", "employee", "nobody"])
def test_a_case_is_lent_to_hr_officers_only(
    who: str, case: Case, hr_north: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(case, hr_north, request.getfixturevalue(who))

    assert "to_user" in refused.value.message_dict


def test_nobody_lends_to_themselves(case: Case, hr_north: User) -> None:
    with pytest.raises(ValidationError):
        asked(case, hr_north, hr_north)


@pytest.mark.parametrize(
    ("first", "last"), [(-1, 5), (3, 2)], ids=["begins in the past", "ends before it begins"]
)
def test_impossible_days_are_refused(
    first: int, last: int, case: Case, hr_north: User, hr_south: User
) -> None:
    with pytest.raises(ValidationError):
        asked(
            case,
            hr_north,
            hr_south,
            first_day=TODAY + timedelta(days=first),
            last_day=TODAY + timedelta(days=last),
        )


def test_a_closed_case_is_not_lent(case: Case, hr_north: User, hr_south: User) -> None:
    close_case(case=case, outcome="own_job", closed_on=TODAY, today=TODAY)

    with pytest.raises(ValidationError):
        asked(case, hr_north, hr_south)


def test_the_lent_right_ends_with_the_receivers_role(case: Case, hr_north: User, hr_south: User) -> None:
    accept_delegation(delegation=asked(case, hr_north, hr_south), today=TODAY)

    Membership.objects.filter(user=hr_south).update(last_day=TODAY - timedelta(days=1))

    former = again(hr_south)
    assert not former.has_perm("cases.view_case", case)
    assert not Case.objects.visible_to(former).exists()
    assert not SickLeaveEpisode.objects.visible_to(former).exists()
