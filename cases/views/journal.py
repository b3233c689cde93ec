"""Writing in the journal and correcting it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions.journal import add_note, correct_note
from cases.forms.journal import NoteForm
from cases.forms.refusal import add_refusal
from cases.models import JournalNote
from cases.readings import note_case
from cases.views.case import allow, case_page, deed_page, fetch_case, is_only_ones_own, note_views
from experio import clock
from experio.audit.readings import Act
from experio.once.middleware import took_effect
from experio.requests import StaffRequest


def note_add(request: StaffRequest, number: str) -> HttpResponse:
    """Add a note from the form on the case page; without script the page comes back whole."""
    today = clock.today()
    case = fetch_case(request, number)
    if request.method != "POST":
        # A reload or a changed language after a refused note: the form stands on the case page.
        return redirect(f"{case.get_absolute_url()}#journal")
    allow(request, "cases.add_journalnote", case)
    if is_only_ones_own(request.user, case):
        raise PermissionDenied
    works = request.user.has_perm("cases.change_case", case)
    form = NoteForm(request.POST, works_with_case=works, today=today)
    if form.is_valid():
        try:
            add_note(
                case=case,
                kind=form.cleaned_data["kind"],
                visibility=form.chosen_visibility,
                happened_on=form.cleaned_data["happened_on"],
                text=form.cleaned_data["text"],
                written_by=request.user,
                today=today,
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            if not request.htmx:
                messages.success(request, _("The note has been added."))
                return redirect(f"{case.get_absolute_url()}#journal")
            took_effect(request, f"{case.get_absolute_url()}#journal")
            form = NoteForm(works_with_case=works, today=today)
    if not request.htmx:
        return case_page(request, case, note_form=form)
    notes = tuple(JournalNote.objects.readable_by(request.user, case).select_related("written_by"))
    context = {
        "case": case,
        "notes": notes,
        "corrected": {note.corrects_id for note in notes if note.corrects_id},
        "note_form": form,
        "note_views": note_views() if works else (),
        "notes_shown": "",
        "can_correct_all": works,
        "has_been_added": not form.is_bound,
    }
    return render(request, "cases/_case_journal.html", context)


def note_correct(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Write a new version of a note; the old one stays, struck through."""
    user, today = request.user, clock.today()
    case = fetch_case(request, number)
    note = get_object_or_404(JournalNote.objects.readable_by(user, case), pk=pk)
    works = user.has_perm("cases.change_case", case)
    if not works and not (note.written_by_id == user.pk and user.has_perm("cases.add_journalnote", case)):
        raise PermissionDenied
    before = {
        "kind": note.kind,
        "happened_on": note.happened_on,
        "visibility": note.visibility,
        "text": note.text,
    }
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial=before, works_with_case=works, today=today
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_note(
                note=note,
                kind=form.cleaned_data["kind"],
                visibility=form.chosen_visibility,
                happened_on=form.cleaned_data["happened_on"],
                text=form.cleaned_data["text"],
                written_by=user,
                today=today,
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(request, _("The note has been corrected. The earlier version is kept."))
            return redirect(f"{case.get_absolute_url()}#journal")
    hint = _("The earlier version stays in the journal, struck through.")
    return deed_page(request, case, form, _("Correct the note"), _("Save the correction"), hint)
