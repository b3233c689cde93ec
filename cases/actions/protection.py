"""Verbs that protect an identity, correct a protected one and lift the protection."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import AbsenceImport
from cases.questions.protected_identity import identity_of
from cases.restricted import refuse_if_restricted
from experio import clock
from experio.accounts.models import User
from subprojects.identity import HIDDEN_FIRST_NAME, HIDDEN_LAST_NAME, Identity, hidden_columns
from subprojects.models import (
    IdentityProtection,
    Membership,
    ProtectedIdentity,
    ProtectedNumbers,
    Role,
    StaffMember,
)
from subprojects.protected_numbers import refuse_taken_numbers

_NAMES = ("first_name", "last_name")
_EVENT_COLUMNS = ("employee_number", "first_name", "last_name", "birth_date", "personal_number", "key")
NO_NAME = "–"


@transaction.atomic
def protect_identity(
    *, staff_member: StaffMember, kind: str, reason: str, first_day: date, set_by: Any
) -> IdentityProtection:
    """
    Mark the person, seal who it is and put neutral words in its place: in the row, its history, the names of
    the person's own sign-ins and the log of the reference-data site. The page gets a new address,
    so that an old bookmark with the name on it leads nowhere. Raises ValidationError when already marked.
    """
    person = StaffMember.objects.select_for_update().get(pk=staff_member.pk)
    if person.has_protected_identity:
        raise ValidationError(_("The identity is already protected."))
    mark = _mark(person, kind=kind, reason=reason, first_day=first_day, set_by=set_by)
    identity = _identity_in(person)
    person.key = uuid.uuid4()
    _write_hidden(person, identity)
    _keep(person, replace(identity, elsewhere=_hide_elsewhere(person)))
    _forget_waiting_files(person)
    mark.save()
    return mark


def add_protected(
    *, staff_member: StaffMember, kind: str, reason: str, first_day: date, set_by: Any
) -> StaffMember:
    """
    Save a new person who is protected from the first moment: no plain word of the identity is ever written.

    `staff_member` is unsaved, its numbers have been checked. Within the caller's transaction.
    """
    identity = _identity_in(staff_member)
    _write_hidden(staff_member, identity)
    _keep(staff_member, identity)
    _mark(staff_member, kind=kind, reason=reason, first_day=first_day, set_by=set_by).save()
    return staff_member


@transaction.atomic
def correct_identity(*, staff_member: StaffMember, identity: Identity, gender: str) -> StaffMember:
    """
    Another name, number or date of birth for a protected person. What stood before stays in the history,
    sealed. Raises ValidationError when somebody else has one of the numbers.
    """
    person = StaffMember.objects.select_for_update().get(pk=staff_member.pk)
    refuse_if_restricted(person.pk)
    before = identity_of(person)
    others = StaffMember.objects.filter(subproject=person.subproject_id).exclude(pk=person.pk)
    if others.filter(employee_number=identity.employee_number).exists():
        raise ValidationError({"employee_number": _("Another staff member has this employee number.")})
    if (
        identity.personal_number
        and others.with_personal_number(person.subproject_id, identity.personal_number).exists()
    ):
        raise ValidationError({"personal_number": _("Another staff member has this personal number.")})
    refuse_taken_numbers(
        person.subproject_id, identity.employee_number, identity.personal_number, besides=person.pk
    )
    person.gender = gender
    _write_hidden(person, identity)
    kept = ProtectedIdentity.objects.get(pk=person.pk)
    kept.sealed = replace(identity, elsewhere=before.elsewhere).as_text()
    kept.save()
    numbers = ProtectedNumbers.objects.get(pk=person.pk)
    numbers.employee_number, numbers.personal_number = identity.employee_number, identity.personal_number
    numbers.save()
    return person


@transaction.atomic
def lift_protection(
    *, staff_member: StaffMember, reason: str, lifted_on: date, lifted_by: Any
) -> IdentityProtection:
    """
    Put the identity back where it stood. Raises ValidationError when the person is not marked, or the day
    lies before the mark's first.
    """
    person = StaffMember.objects.select_for_update().get(pk=staff_member.pk)
    mark = IdentityProtection.objects.filter(staff_member=person, lifted_on=None).first()
    if mark is None:
        raise ValidationError(_("The identity is not protected."))
    refuse_if_restricted(person.pk)
    mark.lifted_on, mark.lift_reason, mark.lifted_by = lifted_on, reason, lifted_by
    mark.full_clean()
    identity = identity_of(person)
    for name in ("employee_number", "first_name", "last_name", "birth_date", "personal_number"):
        setattr(person, name, getattr(identity, name))
    person.has_protected_identity = False
    # What stood there before stands there again; only the numbers may have been given to somebody since.
    person.validate_constraints()
    person.save()
    ProtectedIdentity.objects.filter(pk=person.pk).delete()
    ProtectedNumbers.objects.filter(pk=person.pk).delete()
    _put_back(identity)
    mark.save()
    return mark


def _identity_in(person: StaffMember) -> Identity:
    return Identity(
        employee_number=person.employee_number,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        personal_number=person.personal_number,
    )


def _write_hidden(person: StaffMember, identity: Identity) -> None:
    person.has_protected_identity = True
    for name, value in hidden_columns(identity, person.key).items():
        setattr(person, name, value)
    person.full_clean()
    person.save()


def _keep(person: StaffMember, identity: Identity) -> None:
    ProtectedIdentity.objects.create(
        staff_member=person, subproject_id=person.subproject_id, sealed=identity.as_text()
    )
    ProtectedNumbers.objects.create(
        staff_member=person,
        subproject_id=person.subproject_id,
        employee_number=identity.employee_number,
        personal_number=identity.personal_number,
    )


def _mark(person: StaffMember, *, kind: str, reason: str, first_day: date, set_by: Any) -> IdentityProtection:
    mark = IdentityProtection(
        staff_member=person,
        subproject_id=person.subproject_id,
        kind=kind,
        reason=reason,
        first_day=first_day,
        set_by=set_by,
    )
    mark.full_clean()
    return mark


def _hide_elsewhere(person: StaffMember) -> dict[str, dict[int, dict[str, str | None]]]:
    """Neutral words in the person's history and sign-ins. Returns what stood there, to be sealed."""
    accounts = list(
        Membership.objects.filter(role=Role.EMPLOYEE, staff_member=person).values_list("user", flat=True)
    )
    roles = list(Membership.objects.filter(user__in=accounts).values_list("pk", flat=True))
    no_names = {"first_name": HIDDEN_FIRST_NAME, "last_name": HIDDEN_LAST_NAME}
    hidden = hidden_columns(_identity_in(person), person.key) | {"key": person.key}
    log = apps.get_model("admin", "LogEntry").objects
    texts = [str(key) for key in (*accounts, *roles)]
    told = log.filter(content_type__model__in=["user", "membership"], object_id__in=texts)
    # The history is append-only; that it forgets a protected name is the one thing done to it here.
    with pgtrigger.ignore("subprojects.StaffMemberEvent:append_only", "accounts.UserEvent:append_only"):
        return {
            "subprojects.StaffMemberEvent": _hide(
                apps.get_model("subprojects", "StaffMemberEvent").objects.filter(pgh_obj=person.pk),
                _EVENT_COLUMNS,
                hidden,
            ),
            "accounts.User": _hide(User.objects.filter(pk__in=accounts), _NAMES, no_names),
            "accounts.UserEvent": _hide(
                apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj__in=accounts), _NAMES, no_names
            ),
            "admin.LogEntry": _hide(told, ("object_repr",), {"object_repr": NO_NAME}),
        }


def _hide(rows: Any, columns: Iterable[str], instead: dict[str, Any]) -> dict[int, dict[str, str | None]]:
    columns = tuple(columns)
    stood = {}
    for row in rows:
        values = {name: getattr(row, name) for name in columns}
        stood[row.pk] = {name: None if value is None else str(value) for name, value in values.items()}
    rows.update(**instead)
    return stood


def _put_back(identity: Identity) -> None:
    with pgtrigger.ignore("subprojects.StaffMemberEvent:append_only", "accounts.UserEvent:append_only"):
        for model, rows in identity.elsewhere.items():
            manager = apps.get_model(model).objects
            for row in manager.filter(pk__in=rows):
                for name, text in rows[row.pk].items():
                    setattr(row, name, text)
                row.save(update_fields=list(rows[row.pk]))


def _forget_waiting_files(person: StaffMember) -> None:
    """A file that waits for confirmation may hold the number in its preview: it is uploaded anew."""
    AbsenceImport.objects.waiting().filter(subproject=person.subproject_id).update(
        content=None, preview=None, cancelled_at=clock.now()
    )
