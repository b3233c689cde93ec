"""What each role may do with staff, asked rule by rule."""

from datetime import timedelta

import pytest

from experio.accounts.models import User
from subprojects.models import IdentityReader, Role, StaffMember, Subproject
from tests.cast import holding
from tests.factories import TODAY

OF_THE_EMPLOYER = ("change_staffmember", "protect_identity")
OF_THE_NAMED_FEW = ("open_identity", "lift_protection")


def may(user: User, right: str, thing: object = None) -> bool:
    return bool(User.objects.get(pk=user.pk).has_perm(f"subprojects.{right}", thing))


@pytest.mark.parametrize("right", OF_THE_EMPLOYER)
def test_staff_are_changed_and_protected_by_the_employers_officers(
    right: str, nurse: StaffMember, hr_north: User, hr_south: User, manager_ward: User, administrator: User
) -> None:
    people = (hr_north, hr_south, manager_ward, administrator)

    assert [may(user, right, nurse) for user in people] == [True, False, False, False]
    assert not may(hr_north, right), "never without saying whose"


@pytest.mark.parametrize("right", OF_THE_NAMED_FEW)
def test_an_identity_is_opened_by_named_officers_of_the_employer(
    right: str, nurse: StaffMember, north: Subproject, south: Subproject, hr_north: User, hr_south: User
) -> None:
    yesterday = TODAY - timedelta(days=1)
    former, elsewhere = (holding(Role.HR_OFFICER, name, subproject=north) for name in ("former", "elsewhere"))
    IdentityReader.objects.create(user=former, subproject=north, first_day=yesterday, last_day=yesterday)
    IdentityReader.objects.create(user=elsewhere, subproject=south, first_day=TODAY)
    IdentityReader.objects.create(user=hr_south, subproject=north, first_day=TODAY)

    assert not may(hr_north, right, nurse), "an officer who is not named"
    IdentityReader.objects.create(user=hr_north, subproject=north, first_day=TODAY)
    assert may(hr_north, right, nurse)
    assert not may(hr_north, right), "never without saying whose"
    assert not may(former, right, nurse), "named until yesterday"
    assert not may(elsewhere, right, nurse), "named for another employer"
    assert not may(hr_south, right, nurse), "named, and no officer of the employer"


def test_staff_lists_are_opened_and_added_to_by_role_and_never_by_a_row(
    nurse: StaffMember, north: Subproject, hr_north: User, manager_ward: User, office: User
) -> None:
    """Which rows a person sees or adds is the querysets' and forms' answer: there is one, not two."""
    people = (hr_north, manager_ward, office)

    assert [may(user, "view_staffmember") for user in people] == [True, True, False]
    assert [may(user, "add_staffmember") for user in people] == [True, False, False]
    assert not may(hr_north, "view_staffmember", nurse)
    assert not may(hr_north, "add_staffmember", north)
