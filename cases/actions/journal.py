"""Writing in the journal. A note is corrected by a new one; nothing is changed silently."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.case import locked_open
from cases.models import Case, JournalNote, NoteKind, Visibility
from cases.restricted import refuse_if_restricted
from experio.accounts.models import User

# The same words by the same person within this time are one note that was sent twice.
SENT_TWICE_WITHIN = timedelta(minutes=2)


@transaction.atomic
def add_note(
    *,
    case: Case,
    kind: str | NoteKind,
    visibility: str | Visibility,
    happened_on: date,
    text: str,
    written_by: User,
    today: date,
) -> JournalNote:
    """Add a note (journalanteckning) to an open case. A note sent twice is kept once."""
    locked = locked_open(case)
    note = JournalNote(
        case=locked,
        subproject_id=locked.subproject_id,
        kind=kind,
        visibility=visibility,
        happened_on=happened_on,
        text=text.strip(),
        written_by=written_by,
    )
    return _sent_before(note) or _written(note, today)


@transaction.atomic
def correct_note(
    *,
    note: JournalNote,
    kind: str | NoteKind,
    visibility: str | Visibility,
    happened_on: date,
    text: str,
    written_by: User,
    today: date,
) -> JournalNote:
    """
    Correct a note (rätta anteckning) by a new one that points at it, also in a closed case.

    The newest version decides who reads the older ones: when it is for HR only, so are they.
    """
    case = Case.objects.select_for_update().get(pk=note.case_id)
    refuse_if_restricted(case.staff_member_id, case.pk)
    if JournalNote.objects.filter(corrects=note).exists():
        raise ValidationError(_("This note has already been corrected. Correct the newest version."))
    correction = JournalNote(
        case=case,
        subproject_id=case.subproject_id,
        kind=kind,
        visibility=visibility,
        happened_on=happened_on,
        text=text.strip(),
        corrects=note,
        written_by=written_by,
    )
    _written(correction, today)
    if correction.visibility == Visibility.HR_ONLY:
        _withdraw(note)
    return correction


def _written(note: JournalNote, today: date) -> JournalNote:
    if note.happened_on > today:
        raise ValidationError({"happened_on": _("The day lies in the future.")})
    note.full_clean()
    note.save()
    return note


def _sent_before(note: JournalNote) -> JournalNote | None:
    alike = JournalNote.objects.filter(
        case=note.case,
        kind=note.kind,
        visibility=note.visibility,
        happened_on=note.happened_on,
        written_by=note.written_by,
        corrects=None,
        written_at__gte=timezone.now() - SENT_TWICE_WITHIN,
    )
    return next((found for found in alike if found.text == note.text), None)


def _withdraw(note: JournalNote | None) -> None:
    """Take the older versions away from the manager: what was shared by mistake may be about health."""
    while note is not None:
        if note.visibility != Visibility.HR_ONLY:
            note.visibility = Visibility.HR_ONLY
            note.save(update_fields=["visibility"])
        note = note.corrects
