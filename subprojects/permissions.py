"""What each role may do with the frame: projects, employers, units and staff."""

from typing import Any

from experio.permissions import rule
from subprojects.models import IdentityReader, StaffMember
from subprojects.roles import roles_of

_REFERENCE_MODELS = (
    "project",
    "projectphase",
    "subproject",
    "unit",
    "occupation",
    "membership",
    "activity",
    "identityreader",
    "secrecyground",
    "secondfactorrule",
    "identityprovider",
    "grouprole",
)


@rule(
    "subprojects.change_reference_data",
    *[f"subprojects.{verb}_{model}" for verb in ("view", "add", "change") for model in _REFERENCE_MODELS],
    *[f"accounts.{verb}_user" for verb in ("view", "add", "change")],
    *[f"cases.{verb}_legalthreshold" for verb in ("view", "add", "change")],
)
def administers(user: Any, thing: Any) -> bool:
    """Users, roles, reference data and settings are the administrator's; case content is not."""
    return roles_of(user).is_administrator


@rule("subprojects.view_staffmember")
def can_open_staff_lists(user: Any, thing: Any) -> bool:
    """
    May the person open a staff list at all? Asked without an object: whom the list holds, and who has a page,
    is the answer of `StaffMember.objects.visible_to` alone.
    """
    roles = roles_of(user)
    return thing is None and bool(roles.hr_subprojects or roles.managed_units)


@rule("subprojects.add_staffmember")
def can_add_staff_members(user: Any, thing: Any) -> bool:
    """Asked without an object: for which employers is what the form lets the person choose from."""
    return thing is None and bool(roles_of(user).hr_subprojects)


@rule("subprojects.change_staffmember")
def can_change_staff_member(user: Any, staff_member: StaffMember | None) -> bool:
    return staff_member is not None and staff_member.subproject_id in roles_of(user).hr_subprojects


@rule("subprojects.protect_identity")
def can_protect_identity(user: Any, staff_member: StaffMember | None) -> bool:
    """Any HR officer of the employer sets the mark: it must not wait for one of the named few."""
    return can_change_staff_member(user, staff_member)


@rule("subprojects.open_identity", "subprojects.lift_protection")
def can_open_identity(user: Any, staff_member: StaffMember | None) -> bool:
    """
    A protected identity is opened, corrected and unmarked by the employer's named few, who are HR officers
    of the employer with a dated row of their own (`IdentityReader`). Other HR officers work under the mask.
    """
    if staff_member is None or not can_change_staff_member(user, staff_member):
        return False
    readers = IdentityReader.objects.held_on(roles_of(user).day)
    return readers.filter(user=user.pk, subproject=staff_member.subproject_id).exists()


@rule("subprojects.correct_particulars")
def can_correct_particulars(user: Any, staff_member: StaffMember | None) -> bool:
    """Name, number and employment: any HR officer of the employer; of a protected identity the named few."""
    if staff_member is not None and staff_member.has_protected_identity:
        return can_open_identity(user, staff_member)
    return can_change_staff_member(user, staff_member)
