"""The ESF progress report: choose project and period, look at it, take it along as a workbook."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats

from experio.clock import today as clock_today
from experio.periods import Month
from experio.requests import StaffRequest
from experio.spreadsheets import TYPE_OF_XLSX, attachment
from reports.disclosure import Figure
from reports.forms.progress_report import ProgressReportForm
from reports.progress_report import ProgressReport, progress_report, workbook_bytes
from reports.progress_report.people import NOT_OFFICIAL
from reports.progress_report.sheets import Kind, Sheet, SheetColumn, Value
from subprojects.models import Project
from subprojects.roles import roles_of

PREVIEWED_ROWS = 40


@dataclass(frozen=True)
class Preview:
    """The beginning of a sheet as the page shows it."""

    name: str
    anchor: str
    note: str
    columns: tuple[SheetColumn, ...]
    rows: list[list[tuple[str, bool]]]
    left_out: int


def progress_report_page(request: StaffRequest) -> HttpResponse:
    """Preview of the sheets; the workbook with `format=xlsx`."""
    if not request.user.has_perm("reports.view_progress_report"):
        raise PermissionDenied
    today = clock_today()
    roles = roles_of(request.user)
    followed = Q(pk__in=roles.office_projects | roles.evaluated_projects)
    projects = Project.objects.filter(followed, first_day__lte=today).order_by("first_day", "slug")
    is_asked = any(name in request.GET for name in ("project", "from", "to"))
    form = ProgressReportForm(request.GET if is_asked else None, projects=projects, until=Month.of(today))
    context: dict[str, object] = {"form": form, "note": NOT_OFFICIAL}
    if not is_asked:
        return render(request, "reports/progress_report.html", context)
    if not form.is_valid():
        return render(request, "reports/progress_report.html", context, status=400)
    project = form.cleaned_data["project"]
    if not request.user.has_perm("reports.view_progress_report", project):
        raise PermissionDenied
    report = progress_report(project, *form.months, today)
    if request.GET.get("format") == "xlsx":
        return attachment(workbook_bytes(report), TYPE_OF_XLSX, _filename(report))
    context |= {"report": report, "previews": [_preview(sheet) for sheet in report.sheets]}
    return render(request, "reports/progress_report.html", context)


def _filename(report: ProgressReport) -> str:
    return f"lagesrapport-{report.project.slug}-{report.first}-{report.last}.xlsx"


def _preview(sheet: Sheet) -> Preview:
    shown = [
        [
            (_shown(value, column), column.kind is not Kind.TEXT)
            for value, column in zip(row, sheet.columns, strict=True)
        ]
        for row in sheet.rows[:PREVIEWED_ROWS]
    ]
    return Preview(
        name=sheet.name,
        anchor=f"sheet-{sheet.name[:2]}",
        note=sheet.note,
        columns=sheet.columns,
        rows=shown,
        left_out=max(0, len(sheet.rows) - PREVIEWED_ROWS),
    )


def _shown(value: Value, column: SheetColumn) -> str:
    if not isinstance(value, Figure):
        return str(value)
    if value.value is None:
        return value.mark
    return formats.number_format(
        round(value.value, column.decimals), decimal_pos=column.decimals, use_l10n=True, force_grouping=True
    )
