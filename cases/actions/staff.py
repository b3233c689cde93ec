"""Verbs that change who is employed: staff members and their employments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.protection import add_protected
from cases.restricted import refuse_if_restricted
from subprojects.models import Employment, StaffMember
from subprojects.protected_numbers import refuse_taken_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """On what the protection of a new person's identity rests, and who says so."""

    kind: str
    reason: str
    first_day: date
    set_by: Any


@transaction.atomic
def add_staff_member(
    *, staff_member: StaffMember, employment: Employment, protection: Protection | None = None
) -> StaffMember:
    """
    A new staff member with a first employment; the employer is the one of the unit. With `protection` the
    identity is sealed before the first row is written.
    """
    staff_member.subproject = employment.unit.subproject
    staff_member.full_clean()
    refuse_taken_numbers(
        staff_member.subproject_id, staff_member.employee_number, staff_member.personal_number
    )
    if protection is None:
        staff_member.save()
    else:
        add_protected(
            staff_member=staff_member,
            kind=protection.kind,
            reason=protection.reason,
            first_day=protection.first_day,
            set_by=protection.set_by,
        )
    employment.staff_member = staff_member
    _save_employment(employment, staff_member)
    return staff_member


@transaction.atomic
def correct_staff_member(*, staff_member: StaffMember, employments: Iterable[Employment]) -> StaffMember:
    """
    Correct what is recorded about a person; `employments` are those that are new or changed. Who a protected
    person is, is corrected by `cases.actions.protection.correct_identity` alone.
    """
    refuse_if_restricted(staff_member.pk)
    staff_member.full_clean()
    if not staff_member.has_protected_identity:
        refuse_taken_numbers(
            staff_member.subproject_id, staff_member.employee_number, staff_member.personal_number
        )
    staff_member.save()
    change_employments(staff_member=staff_member, employments=employments)
    return staff_member


@transaction.atomic
def change_employments(*, staff_member: StaffMember, employments: Iterable[Employment]) -> None:
    """Save employments of a person that are new or changed."""
    for employment in employments:
        if employment.pk is None:
            employment.staff_member = staff_member
        elif employment.staff_member_id != staff_member.pk:
            raise ValidationError(_("The employment belongs to somebody else."))
        _save_employment(employment, staff_member)


def _save_employment(employment: Employment, staff_member: StaffMember) -> None:
    employment.subproject_id = staff_member.subproject_id
    employment.full_clean()
    employment.save()
