"""Lending a case to another HR officer for given days: asked, answered, taken back."""

from datetime import date

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.case import locked_open
from cases.delegated import LENT_PERMISSIONS
from cases.models import Case, CaseUserObjectPermission, Delegation
from cases.officers import officers_within
from experio.accounts.models import User
from experio.periods import Period


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
    passed, when the receiver is no HR officer on any of them, or has been asked already.
    """
    locked = locked_open(case)
    if last_day < first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    if first_day < today:
        raise ValidationError({"first_day": _("The first day has passed.")})
    _is_officer(locked, to_user, Period(first_day, last_day))
    delegation = Delegation(
        case=locked,
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
    locked_open(locked.case)
    _is_officer(locked.case, locked.to_user, Period(max(today, locked.first_day), locked.last_day))
    locked.accepted_at = timezone.now()
    locked.full_clean()
    locked.save()
    rights = Permission.objects.filter(
        content_type__app_label="cases", content_type__model="case", codename__in=LENT_PERMISSIONS
    )
    CaseUserObjectPermission.objects.bulk_create(
        CaseUserObjectPermission(
            user=locked.to_user,
            permission=right,
            content_object=locked.case,
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
    locked.full_clean()
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
        .select_related("case__subproject", "to_user")
        .get(pk=delegation.pk)
    )
    return found


def _is_waiting(delegation: Delegation, today: date) -> None:
    if delegation.taken_back_at is not None:
        raise ValidationError(_("The delegation has been taken back."))
    if not delegation.is_waiting_on(today):
        raise ValidationError(_("The delegation has already been answered or has run out."))


def _is_officer(case: Case, user: User, period: Period) -> None:
    if not officers_within(case.subproject.project_id, period).filter(pk=user.pk).exists():
        raise ValidationError({"to_user": _("Choose somebody who is an HR officer on these days.")})
