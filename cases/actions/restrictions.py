"""Restricting data and holding disposal back; both end by a decision, never by themselves."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, DataRequest, Restriction, RestrictionGround, RetentionHold
from experio.accounts.models import User
from subprojects.models import StaffMember


@transaction.atomic
def restrict(
    *,
    staff_member: StaffMember,
    ground: str | RestrictionGround,
    reason: str,
    first_day: date,
    decided_by: User,
    today: date,
    case: Case | None = None,
    for_request: DataRequest | None = None,
) -> Restriction:
    """
    Restrict the processing of a person's data, or of one case (begränsa behandling, GDPR 18).

    From now on nobody changes it and files leave it out. Raises ValidationError when it already is.
    """
    _not_after(today, first_day)
    _of_person(staff_member, case)
    if for_request is not None and for_request.staff_member_id != staff_member.pk:
        raise ValidationError({"for_request": _("The request is another person's.")})
    StaffMember.objects.select_for_update().only("pk").get(pk=staff_member.pk)
    restriction = Restriction(
        subproject_id=staff_member.subproject_id,
        staff_member=staff_member,
        case=case,
        for_request=for_request,
        first_day=first_day,
        ground=ground,
        reason=reason.strip(),
        decided_by=decided_by,
    )
    restriction.full_clean()
    restriction.save()
    return restriction


@transaction.atomic
def lift_restriction(
    *, restriction: Restriction, lift_reason: str, lifted_by: User, today: date
) -> Restriction:
    """Lift a restriction (upphäv). The person is told before it is lifted (GDPR 18.3). Twice is once."""
    locked = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if locked.lifted_on is not None:
        return locked
    if not lift_reason.strip():
        raise ValidationError({"lift_reason": _("Say why it is lifted.")})
    locked.lifted_on, locked.lifted_by, locked.lift_reason = today, lifted_by, lift_reason.strip()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def hold(
    *,
    staff_member: StaffMember,
    reason: str,
    first_day: date,
    set_by: User,
    today: date,
    case: Case | None = None,
) -> RetentionHold:
    """Hold disposal back (gallringsstopp) for a person, or one case. The same hold twice is kept once."""
    _not_after(today, first_day)
    _of_person(staff_member, case)
    for held in RetentionHold.objects.in_force().filter(staff_member=staff_member, case=case):
        if held.reason == reason.strip():
            return held
    made = RetentionHold(
        subproject_id=staff_member.subproject_id,
        staff_member=staff_member,
        case=case,
        first_day=first_day,
        reason=reason.strip(),
        set_by=set_by,
    )
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def lift_hold(*, held: RetentionHold, lifted_by: User, today: date) -> RetentionHold:
    """Lift a hold. Twice is once."""
    locked = RetentionHold.objects.select_for_update().get(pk=held.pk)
    if locked.lifted_on is None:
        locked.lifted_on, locked.lifted_by = today, lifted_by
        locked.full_clean()
        locked.save()
    return locked


def _not_after(today: date, day: date) -> None:
    if day > today:
        raise ValidationError({"first_day": _("The day lies in the future.")})


def _of_person(staff_member: StaffMember, case: Case | None) -> None:
    if case is not None and case.staff_member_id != staff_member.pk:
        raise ValidationError({"case": _("The case is another person's.")})
