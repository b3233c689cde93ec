"""Importing absence files: upload, preview, confirm or cancel, result. For HR officers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.absence_import import AbsenceImportForm
from cases.imports.apply import ImportRefused
from cases.imports.named import people_in, people_of
from cases.imports.plan import Change
from cases.imports.preview import REFUSED, SKIPPED, shown
from cases.imports.uploads import cancel_import, confirm_import, preview_of, stage_import
from cases.models import AbsenceImport
from experio import clock
from experio.audit.readings import Act, note_reading
from experio.outside.limits import long_job
from experio.requests import StaffRequest
from subprojects.models import Subproject

LINES_A_PAGE = 50
LATEST = 10


@require_http_methods(["GET", "HEAD", "POST"])
@long_job()
def import_upload(request: StaffRequest) -> HttpResponse:
    """Choose a file; nothing of it is registered before its preview has been confirmed."""
    subprojects = Subproject.objects.worked_by(request.user)
    if not request.user.has_perm("cases.import_absence"):
        raise PermissionDenied
    note_reading(request, Act.LIST)
    AbsenceImport.objects.forget_old()
    today = clock.today()
    form = AbsenceImportForm(
        request.POST or None, request.FILES or None, subprojects=subprojects, today=today
    )
    if request.method == "POST" and form.is_valid():
        staged = stage_import(
            read=form.read,
            content=form.content,
            file_name=form.cleaned_data["file"].name,
            subproject=form.cleaned_data["subproject"],
            create_staff=form.cleaned_data["create_staff"],
            uploaded_by=request.user,
            today=today,
        )
        note_reading(
            request,
            Act.CHANGED,
            people=people_of(staged.preview),
            employer=staged.subproject_id,
        )
        return redirect("cases:import_preview", staged.key)
    imports = AbsenceImport.objects.defer("content", "preview")
    return render(
        request,
        "cases/import_upload.html",
        {
            "form": form,
            "waiting": imports.visible_to(request.user).waiting(),
            "latest": imports.filter(subproject__in=subprojects, confirmed_at__isnull=False).select_related(
                "subproject", "uploaded_by"
            )[:LATEST],
        },
    )


@require_safe
@long_job()
def import_preview(request: StaffRequest, key: UUID) -> HttpResponse:
    """What the import would change, line by line."""
    staged = _own_import(request, key)
    if not staged.is_waiting:
        return redirect("cases:import_result", staged.key)
    preview = preview_of(staged, today=clock.today())
    counts = preview["counts"]
    show = request.GET.get("show", "")
    if show not in counts:
        show = (
            REFUSED if counts[REFUSED] else next((change for change in Change if counts[change]), Change.NEW)
        )
    page = Paginator(_lines_to_show(preview, show), LINES_A_PAGE).get_page(request.GET.get("page"))
    if show in list(Change):
        page.object_list = shown(list(page.object_list))
        people = (one.staff_member.pk for one in page.object_list if one.staff_member)
        note_reading(request, Act.LIST, people=people, employer=staged.subproject_id)
    return render(
        request,
        "cases/import_preview.html",
        {
            "absence_import": staged,
            "preview": preview,
            "counts": counts,
            "views": [(name, label, counts[name]) for name, label in _view_labels()],
            "show": show,
            "page_obj": page,
            "can_confirm": not counts[REFUSED] and (counts[Change.NEW] or counts[Change.CHANGED]),
        },
    )


@require_POST
@long_job()
def import_confirm(request: StaffRequest, key: UUID) -> HttpResponse:
    """Save everything the preview showed, or nothing."""
    staged = _own_import(request, key)
    try:
        plan = confirm_import(staged, confirmed_by=request.user, today=clock.today())
    except ImportRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("cases:import_preview", staged.key)
    note_reading(request, Act.CHANGED, people=people_in(plan), employer=staged.subproject_id)
    messages.success(request, _("The file has been imported."))
    return redirect("cases:import_result", staged.key)


@require_POST
def import_cancel(request: StaffRequest, key: UUID) -> HttpResponse:
    """Forget the file."""
    staged = _own_import(request, key)
    if staged.is_waiting:
        people = people_of(staged.preview)
        cancel_import(staged)
        note_reading(request, Act.CHANGED, people=people, employer=staged.subproject_id)
        messages.success(request, _("The import was cancelled and the file forgotten. Nothing was saved."))
    return redirect("cases:import_upload")


@require_safe
def import_result(request: StaffRequest, key: UUID) -> HttpResponse:
    """What came of an import."""
    done = _own_import(request, key)
    if done.is_waiting:
        return redirect("cases:import_preview", done.key)
    return render(request, "cases/import_result.html", {"absence_import": done})


def _own_import(request: StaffRequest, key: UUID) -> AbsenceImport:
    """The person's own upload, else 404; still allowed to import for its employer, else 403."""
    # The content may be large; it is fetched only when the file has to be read again.
    imports = AbsenceImport.objects.visible_to(request.user).select_related("subproject").defer("content")
    staged: AbsenceImport = get_object_or_404(imports, key=key)
    if not request.user.has_perm("cases.import_absence", staged.subproject):
        raise PermissionDenied
    note_reading(request, Act.LIST, employer=staged.subproject_id)
    return staged


def _lines_to_show(preview: dict[str, Any], show: str) -> list[Any]:
    if show == REFUSED:
        return list(preview["refused"])
    if show == SKIPPED:
        return list(preview["skipped_codes"])
    return [episode for episode in preview["episodes"] if episode["change"] == show]


def _view_labels() -> list[tuple[str, str]]:
    return [
        (Change.NEW.value, _("New")),
        (Change.CHANGED.value, _("Changed")),
        (Change.UNCHANGED.value, _("Unchanged")),
        (REFUSED, _("Refused")),
        (SKIPPED, _("Skipped")),
    ]
