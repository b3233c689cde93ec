"""What each role may do with the frame: projects, employers, units and staff."""

from typing import Any

from experio.permissions import rule
from subprojects.models import StaffMember, Subproject
from subprojects.roles import roles_of

_REFERENCE_MODELS = (
    "project",
    "projectphase",
    "subproject",
    "unit",
    "occupation",
    "membership",
    "activity",
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
def can_view_staff_member(user: Any, staff_member: StaffMember | None) -> bool:
    """Without an object: may the person open a staff list at all?"""
    roles = roles_of(user)
    if staff_member is None:
        return bool(roles.hr_subprojects or roles.managed_units)
    return type(staff_member).objects.visible_to(user).filter(pk=staff_member.pk).exists()


@rule("subprojects.add_staffmember")
def can_add_staff_member(user: Any, subproject: Subproject | None) -> bool:
    roles = roles_of(user)
    return bool(roles.hr_subprojects) if subproject is None else subproject.pk in roles.hr_subprojects


@rule("subprojects.change_staffmember")
def can_change_staff_member(user: Any, staff_member: StaffMember | None) -> bool:
    return staff_member is not None and staff_member.subproject_id in roles_of(user).hr_subprojects


@rule("subprojects.view_full_name")
def can_view_full_name(user: Any, staff_member: StaffMember | None) -> bool:
    """A protected identity is spelled out for the employer's HR officers, one person at a time."""
    return can_change_staff_member(user, staff_member)
