"""An upload from preview to result: the verbs behind the import pages."""

import hashlib
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.imports.apply import ImportRefused, carry_out
from cases.imports.plan import Change, ImportPlan, plan_import
from cases.imports.preview import as_preview
from cases.imports.reading import read_file, shown_name
from cases.imports.rows import ReadResult
from cases.models import AbsenceImport
from experio import clock
from subprojects.models import Subproject


@transaction.atomic
def stage_import(
    *,
    read: ReadResult,
    content: bytes,
    file_name: str,
    subproject: Subproject,
    create_staff: bool,
    uploaded_by: Any,
    today: date,
) -> AbsenceImport:
    """Keep an uploaded file with its preview until it is confirmed, cancelled or forgotten."""
    plan = plan_import(read, subproject, today=today, create_staff=create_staff)
    staged = AbsenceImport(
        subproject=subproject,
        uploaded_by=uploaded_by,
        file_name=shown_name(file_name),
        file_format=plan.format,
        checksum=hashlib.sha256(content).hexdigest(),
        create_staff=create_staff,
        content=content,
        preview=as_preview(plan),
    )
    staged.full_clean(exclude=["content", "preview"], validate_constraints=False)
    staged.save()
    return staged


def preview_of(absence_import: AbsenceImport, *, today: date) -> dict[str, Any]:
    """What the officer is shown: as kept, or made anew when the language has been changed since."""
    preview: dict[str, Any] = absence_import.preview or {}
    if preview.get("language") != get_language():
        read = _read_again(absence_import, today)
        plan = plan_import(
            read, absence_import.subproject, today=today, create_staff=absence_import.create_staff
        )
        preview = _keep(absence_import, plan)
    return preview


def confirm_import(absence_import: AbsenceImport, *, confirmed_by: Any, today: date) -> ImportPlan:
    """Save what the preview showed, all or nothing, and forget the content. Raises ImportRefused; when the
    registered data has changed meanwhile, the kept preview is replaced first."""
    if not absence_import.is_waiting:
        raise ImportRefused("not_waiting", _("This file has already been confirmed, cancelled or forgotten."))

    def record(plan: ImportPlan) -> None:
        absence_import.confirmed_at = clock.now()
        absence_import.content = None
        absence_import.preview = None
        absence_import.episodes_new = plan.counts[Change.NEW]
        absence_import.episodes_changed = plan.counts[Change.CHANGED]
        absence_import.episodes_unchanged = plan.counts[Change.UNCHANGED]
        absence_import.rows_skipped = plan.skipped.total()
        absence_import.staff_created = len(plan.new_staff)
        absence_import.save()

    shown: dict[str, Any] = absence_import.preview or {}
    try:
        with pghistory.context(absence_import=str(absence_import.key)):
            return carry_out(
                _read_again(absence_import, today),
                absence_import.subproject,
                recorded_by=confirmed_by,
                today=today,
                create_staff=absence_import.create_staff,
                expected=shown.get("fingerprint", ""),
                record=record,
            )
    except ImportRefused as refusal:
        if refusal.plan is not None:
            _keep(absence_import, refusal.plan)
        raise


def cancel_import(absence_import: AbsenceImport) -> None:
    """Forget an upload and everything in it."""
    absence_import.cancelled_at = timezone.now()
    absence_import.content = None
    absence_import.preview = None
    absence_import.save()


def _keep(absence_import: AbsenceImport, plan: ImportPlan) -> dict[str, Any]:
    preview = as_preview(plan)
    absence_import.preview = preview
    absence_import.save(update_fields=["preview"])
    return preview


def _read_again(absence_import: AbsenceImport, today: date) -> ReadResult:
    return read_file(bytes(absence_import.content or b""), absence_import.file_format, today=today)
