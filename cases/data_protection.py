"""What the data protection pages ask before they show or do anything: whose person, and may they?"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404

from experio.requests import StaffRequest
from subprojects.models import StaffMember, Subproject
from subprojects.roles import roles_of

PERMISSION = "cases.work_data_protection"


def allow_area(request: StaffRequest) -> None:
    """Only HR officers have the area; raises PermissionDenied for everybody else."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def person_of(request: StaffRequest, key: UUID) -> StaffMember:
    """A person whose data protection the officer works with: 404 for strangers, 403 beyond the role."""
    person: StaffMember = get_object_or_404(
        StaffMember.objects.visible_to(request.user).select_related("subproject"), key=key
    )
    if not request.user.has_perm(PERMISSION, person):
        raise PermissionDenied
    return person


def own_person(request: StaffRequest, key: UUID) -> StaffMember:
    """The person's own row; somebody else's does not exist here."""
    own = StaffMember.objects.filter(pk__in=roles_of(request.user).own_staff_rows)
    person: StaffMember = get_object_or_404(own.select_related("subproject"), key=key)
    return person


def employer_of(request: StaffRequest, slug: str) -> Subproject:
    """One of the officer's employers."""
    employer: Subproject = get_object_or_404(Subproject.objects.worked_by(request.user), slug=slug)
    return employer


def of_own_employers(request: StaffRequest, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Those of the rows that belong to the officer's employers."""
    return rows.filter(subproject__in=roles_of(request.user).hr_subprojects)
