"""Requests about the own data: recorded, given more time, answered; and what is withheld from an extract."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, DataRequest, JournalNote, RequestKind, RequestOutcome, Withholding
from cases.rules.answer_time import latest_extension
from experio.accounts.models import User
from subprojects.models import StaffMember


@transaction.atomic
def record_request(
    *,
    staff_member: StaffMember,
    kind: str | RequestKind,
    received_on: date,
    text: str,
    recorded_by: User,
    today: date,
) -> DataRequest:
    """
    Record what a person asks for (registrera begäran), by the person or by HR for one that came on paper.

    The same request sent twice is kept once: while one of its kind is open, it is returned unless it says
    something new, which is refused.
    """
    if received_on > today:
        raise ValidationError({"received_on": _("The day lies in the future.")})
    words = text.strip()
    if kind in (RequestKind.CORRECTION, RequestKind.RESTRICTION, RequestKind.ERASURE) and not words:
        raise ValidationError({"text": _("Say what it is about.")})
    open_one = DataRequest.objects.filter(
        staff_member=staff_member, kind=kind, answered_on=None, recorded_by=recorded_by
    ).first()
    if open_one is not None and open_one.text == words:
        return open_one
    request = DataRequest(
        subproject_id=staff_member.subproject_id,
        staff_member=staff_member,
        kind=kind,
        received_on=received_on,
        text=words,
        recorded_by=recorded_by,
    )
    request.full_clean()
    request.save()
    return request


@transaction.atomic
def extend_request(*, request: DataRequest, extended_to: date, reason: str) -> DataRequest:
    """Take more time (GDPR 12.3): at most two months more than the month, with a reason the person reads."""
    locked = _open(request)
    if extended_to <= locked.due_on:
        raise ValidationError({"extended_to": _("The day is no later than the one that holds now.")})
    if extended_to > latest_extension(locked.received_on):
        raise ValidationError(
            {"extended_to": _("The answer is due within three months of the request, at the latest.")}
        )
    if not reason.strip():
        raise ValidationError({"extension_reason": _("Say why more time is needed.")})
    locked.extended_to, locked.extension_reason = extended_to, reason.strip()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def answer_request(
    *, request: DataRequest, outcome: str | RequestOutcome, answer: str, answered_by: User, today: date
) -> DataRequest:
    """Answer a request (besvara). What is not granted in full says why; the person reads it."""
    locked = _open(request)
    if outcome != RequestOutcome.GRANTED and not answer.strip():
        raise ValidationError({"answer": _("Say why it is not granted in full.")})
    locked.outcome, locked.answer = outcome, answer.strip()
    locked.answered_on, locked.answered_by = today, answered_by
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def withhold(
    *, case: Case, note: JournalNote | None, ground: str, decided_by: User, today: date
) -> Withholding:
    """
    Decide that the free text of a case, or one note, does not go into the person's extract (undanta).

    The same decision twice is kept once.
    """
    if note is not None and note.case_id != case.pk:
        raise ValidationError({"note": _("The note belongs to another case.")})
    twin = Withholding.objects.filter(case=case, note=note, lifted_on=None).first()
    if twin is not None:
        return twin
    decision = Withholding(
        subproject_id=case.subproject_id,
        staff_member_id=case.staff_member_id,
        case=case,
        note=note,
        ground=ground.strip(),
        decided_by=decided_by,
        decided_on=today,
    )
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def lift_withholding(*, withholding: Withholding, today: date) -> Withholding:
    """The text goes into the extract again. Twice is once."""
    locked = Withholding.objects.select_for_update().get(pk=withholding.pk)
    if locked.lifted_on is None:
        locked.lifted_on = today
        locked.save()
    return locked


def _open(request: DataRequest) -> DataRequest:
    locked = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_open:
        raise ValidationError(_("The request has been answered."))
    return locked
