"""Verbs that change who is employed: staff members and their employments."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from subprojects.models import Employment, StaffMember


@transaction.atomic
def add_staff_member(*, staff_member: StaffMember, employment: Employment) -> StaffMember:
    """A new staff member with a first employment; the employer is the one of the unit."""
    staff_member.subproject = employment.unit.subproject
    staff_member.full_clean()
    staff_member.save()
    employment.staff_member = staff_member
    _save_employment(employment, staff_member)
    return staff_member


@transaction.atomic
def correct_staff_member(*, staff_member: StaffMember, employments: Iterable[Employment]) -> StaffMember:
    """Correct what is recorded about a person; `employments` are those that are new or changed."""
    staff_member.full_clean()
    staff_member.save()
    for employment in employments:
        if employment.pk is None:
            employment.staff_member = staff_member
        elif employment.staff_member_id != staff_member.pk:
            raise ValidationError(_("The employment belongs to somebody else."))
        _save_employment(employment, staff_member)
    return staff_member


def _save_employment(employment: Employment, staff_member: StaffMember) -> None:
    employment.subproject_id = staff_member.subproject_id
    employment.full_clean()
    employment.save()
