"""Which rows each person sees. Every refusal is proved against a row that could have leaked."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission

from cases.models import Case, CaseUserObjectPermission, SickLeaveEpisode
from experio.accounts.models import User
from subprojects.models import Membership, StaffMember
from tests.factories import TODAY, CaseFactory, DelegationFactory, EmploymentFactory, sick_leave, stockholm


@pytest.fixture
def episode(nurse: StaffMember) -> SickLeaveEpisode:
    return sick_leave(nurse, date(2021, 10, 4), diagnosis_code="F438")


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    return CaseFactory(staff_member=nurse, responsible_officer=hr_north)


def lend(case: Case, to: User, first_day: date, last_day: date) -> None:
    delegation = DelegationFactory(
        case=case, to_user=to, first_day=first_day, last_day=last_day, accepted_at=stockholm(TODAY)
    )
    for permission in Permission.objects.filter(codename__in=["view_case", "view_health", "change_case"]):
        CaseUserObjectPermission.objects.create(
            user=to,
            permission=permission,
            content_object=case,
            delegation=delegation,
            first_day=first_day,
            last_day=last_day,
        )


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("hr_north", True),
        ("manager_ward", True),
        ("employee", True),
        ("hr_south", False),
        ("lead_north", False),
        ("office", False),
        ("evaluator", False),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_cases_and_episodes_are_seen_by_those_who_work_with_them(
    who: str, sees: bool, case: Case, episode: SickLeaveEpisode, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)

    assert Case.objects.visible_to(user).exists() is sees
    assert SickLeaveEpisode.objects.visible_to(user).exists() is sees
    assert user.has_perm("cases.view_case", case) is sees
    assert user.has_perm("cases.view_sickleaveepisode", episode) is sees


@pytest.mark.parametrize(
    ("who", "reads"),
    [("hr_north", True), ("employee", True), ("manager_ward", False), ("hr_south", False), ("office", False)],
)
def test_health_is_for_hr_and_the_person_never_for_a_manager(
    who: str, reads: bool, case: Case, episode: SickLeaveEpisode, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)

    assert user.has_perm("cases.view_health", case) is reads
    assert user.has_perm("cases.view_health", episode) is reads
    assert SickLeaveEpisode.objects.with_health_for(user).exists() is reads


def test_a_manager_sees_nothing_of_another_unit(
    manager_ward: User, teacher: StaffMember, nurse: StaffMember
) -> None:
    sick_leave(teacher, date(2021, 10, 4))

    assert not SickLeaveEpisode.objects.visible_to(manager_ward).exists()
    assert list(StaffMember.objects.visible_to(manager_ward)) == [nurse]


def test_a_manager_stops_seeing_somebody_who_has_moved_on(
    manager_ward: User, nurse: StaffMember, case: Case
) -> None:
    nurse.employments.update(last_day=TODAY - timedelta(days=1))

    assert not Case.objects.visible_to(manager_ward).exists()
    assert not manager_ward.has_perm("cases.add_journalnote", case)


def test_a_role_ends_with_its_last_day(hr_north: User, case: Case) -> None:
    Membership.objects.filter(user=hr_north).update(last_day=TODAY)
    assert Case.objects.visible_to(User.objects.get(pk=hr_north.pk)).exists()

    Membership.objects.filter(user=hr_north).update(last_day=TODAY - timedelta(days=1))
    assert not Case.objects.visible_to(User.objects.get(pk=hr_north.pk)).exists()


def test_a_manager_of_the_unit_above_sees_below_only_if_the_role_says_so(
    manager_ward: User, ward: "object", case: Case
) -> None:
    from tests.factories import UnitFactory

    below = UnitFactory(subproject=case.subproject, parent=ward)
    helper = EmploymentFactory(unit=below).staff_member

    assert helper not in StaffMember.objects.visible_to(manager_ward)
    Membership.objects.filter(user=manager_ward).update(includes_subunits=True)
    assert helper in StaffMember.objects.visible_to(User.objects.get(pk=manager_ward.pk))


@pytest.mark.parametrize(
    ("first", "last", "sees"),
    [(-3, 0, True), (0, 5, True), (1, 5, False), (-9, -1, False)],
)
def test_a_lent_case_is_seen_on_its_days_only(
    first: int, last: int, sees: bool, case: Case, episode: SickLeaveEpisode, hr_south: User
) -> None:
    lend(case, hr_south, TODAY + timedelta(days=first), TODAY + timedelta(days=last))

    assert Case.objects.visible_to(hr_south).exists() is sees
    assert SickLeaveEpisode.objects.visible_to(hr_south).exists() is sees
    assert hr_south.has_perm("cases.view_case", case) is sees
    assert hr_south.has_perm("cases.view_health", episode) is sees


def test_a_lent_case_opens_nothing_else(
    case: Case, episode: SickLeaveEpisode, teacher: StaffMember, hr_south: User
) -> None:
    other = sick_leave(teacher, date(2021, 10, 4))
    lend(case, hr_south, TODAY, TODAY)

    assert list(SickLeaveEpisode.objects.visible_to(hr_south)) == [episode]
    assert not StaffMember.objects.visible_to(hr_south).exists()
    assert not hr_south.has_perm("cases.change_sickleaveepisode", episode)
    assert not hr_south.has_perm("cases.delegate_case", case)
    assert not hr_south.has_perm("cases.view_sickleaveepisode", other)
