"""Lending a case to another HR officer for given days: asked, answered, taken back."""

from datetime import date

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.case import CaseIsClosed, locked_open
from cases.delegated import LENT_PERMISSIONS
from cases.models import Case, CaseUserObjectPermission, Delegation
from cases.officers import is_insurers_officer, officers_within
from experio.accounts.models import User
from experio.periods import Period
from subprojects.models import Subproject


@transaction.atomic
def delegate_case(
    *,
    case: Case,
    to_user: User,
    first_day: date,
    last_day: date,
    reason: str,
    delegated_by: User,
    today: date,
) -> Delegation:
    """
    Ask another HR officer of the project to work the case (delegera ärende) for these days.

    Nothing is opened before the request is accepted. Raises ValidationError when the days have
    passed, when the receiver is no HR officer on any of them, or has been asked already, and when
    one of the two works for the insurer.
    """
    locked = locked_open(case)
    if last_day < first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    if first_day < today:
        raise ValidationError({"first_day": _("The first day has passed.")})
    _is_officer(locked.subproject.project_id, to_user, Period(first_day, last_day))
    _stays_apart_from_the_insurer(locked.subproject, to_user, Period(first_day, last_day))
    delegation = Delegation(
        case=locked,
        case_number=locked.number,
        subproject_id=locked.subproject_id,
        to_user=to_user,
        delegated_by=delegated_by,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
    )
    delegation.full_clean()
    delegation.save()
    return delegation


@transaction.atomic
def accept_delegation(*, delegation: Delegation, today: date) -> Delegation:
    """Accept (ta emot): from its first to its last day the case is open to the receiver. Twice is once."""
    locked = _locked(delegation)
    if locked.accepted_at is not None and locked.taken_back_at is None:
        return locked
    _is_waiting(locked, today)
    # The case is not seen before its first day: the database answers this one question about it.
    if not _is_still_open(locked):
        raise CaseIsClosed
    period = Period(max(today, locked.first_day), locked.last_day)
    _is_officer(locked.subproject.project_id, locked.to_user, period)
    _stays_apart_from_the_insurer(locked.subproject, locked.to_user, period)
    locked.accepted_at = timezone.now()
    locked.full_clean(exclude=["case"])
    locked.save()
    rights = Permission.objects.filter(
        content_type__app_label="cases", content_type__model="case", codename__in=LENT_PERMISSIONS
    )
    CaseUserObjectPermission.objects.bulk_create(
        CaseUserObjectPermission(
            user=locked.to_user,
            permission=right,
            content_object_id=locked.case_id,
            delegation=locked,
            first_day=locked.first_day,
            last_day=locked.last_day,
        )
        for right in rights
    )
    return locked


@transaction.atomic
def decline_delegation(*, delegation: Delegation, today: date) -> Delegation:
    """Decline (avböja): nothing is opened. Twice is once."""
    locked = _locked(delegation)
    if locked.declined_at is not None:
        return locked
    _is_waiting(locked, today)
    locked.declined_at = timezone.now()
    locked.full_clean(exclude=["case"])
    locked.save()
    return locked


@transaction.atomic
def take_back_delegation(*, delegation: Delegation) -> Delegation:
    """Take the case back (återta), answered or not: the rights are gone at once. Twice is once."""
    locked = _locked(delegation)
    if locked.taken_back_at is not None or locked.declined_at is not None:
        return locked
    locked.taken_back_at = timezone.now()
    locked.full_clean()
    locked.save()
    CaseUserObjectPermission.objects.filter(delegation=locked).delete()
    return locked


def _locked(delegation: Delegation) -> Delegation:
    found: Delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("subproject", "to_user")
        .get(pk=delegation.pk)
    )
    return found


def _is_waiting(delegation: Delegation, today: date) -> None:
    if delegation.taken_back_at is not None:
        raise ValidationError(_("The delegation has been taken back."))
    if not delegation.is_waiting_on(today):
        raise ValidationError(_("The delegation has already been answered or has run out."))


def _is_officer(project: int, user: User, period: Period) -> None:
    if not officers_within(project, period).filter(pk=user.pk).exists():
        raise ValidationError({"to_user": _("Choose somebody who is an HR officer on these days.")})


def _stays_apart_from_the_insurer(lender: Subproject, user: User, period: Period) -> None:
    """Who decides on sickness benefit never sees what other employers know of the person, nor the reverse."""
    if lender.is_insurer:
        raise ValidationError(_("The insurer's cases are not delegated."))
    if is_insurers_officer(user, period):
        raise ValidationError(
            {"to_user": _("This person works for the insurer, which is not given other employers' cases.")}
        )


def person_of(delegation: Delegation) -> int | None:
    """
    The key of the person whose case it is, for the reading log: who is asked does not see the case.
    None for whoever the delegation is nothing to.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT walls.person_of_delegation(%s)", [delegation.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def _is_still_open(delegation: Delegation) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT walls.asked_case_is_open(%s)", [delegation.pk])
        row = cursor.fetchone()
    return bool(row and row[0])
