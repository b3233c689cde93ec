"""The ESF progress report: choose project and period, look at it, take it along as a workbook."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats

from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.periods import Month
from experio.requests import StaffRequest
from experio.spreadsheets import TYPE_OF_XLSX, attachment
from reports.disclosure import Figure
from reports.forms.progress_report import ProgressReportForm
from reports.progress_report import ProgressReport, progress_report, workbook_bytes
from reports.progress_report.build import COVER, FILLED_IN_BY_OFFICE
from reports.progress_report.people import NOT_OFFICIAL
from reports.progress_report.sheets import Kind, Sheet, SheetColumn, Value
from subprojects.models import Project
from subprojects.roles import roles_of

PREVIEWED_ROWS = 40
WIDE = 40
"""Characters in the workbook from which a column holds sentences."""


@dataclass(frozen=True)
class Cell:
    """A value as written, the class of its column, and whether the project office is to fill it in."""

    text: str
    css: str
    is_to_fill_in: bool = False


@dataclass(frozen=True)
class Preview:
    """The beginning of a sheet as the page shows it."""

    name: str
    anchor: str
    note: str
    columns: tuple[tuple[str, str], ...]
    rows: list[list["Cell"]]
    left_out: int


def progress_report_page(request: StaffRequest) -> HttpResponse:
    """Preview of the sheets; the workbook with `format=xlsx`."""
    if not request.user.has_perm("reports.view_progress_report"):
        raise PermissionDenied
    now = clock.now()
    today = now.date()
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
    is_file = request.GET.get("format") == "xlsx"
    if is_file and (question := needs_confirmation(request, Deed.FILE)):
        return question
    report = progress_report(project, *form.months, now)
    if is_file:
        return attachment(workbook_bytes(report), TYPE_OF_XLSX, _filename(report))
    context |= {"report": report, "previews": [_preview(sheet) for sheet in report.sheets]}
    return render(request, "reports/progress_report.html", context)


def _filename(report: ProgressReport) -> str:
    return f"lagesrapport-{report.project.slug}-{report.first}-{report.last}.xlsx"


def _preview(sheet: Sheet) -> Preview:
    shown = [
        [
            Cell(_shown(value, column), _css(column), value == "" and _is_left_to_office(sheet, row))
            for value, column in zip(row, sheet.columns, strict=True)
        ]
        for row in sheet.rows[:PREVIEWED_ROWS]
    ]
    return Preview(
        name=sheet.name,
        anchor=f"sheet-{sheet.name[:2]}",
        note=sheet.note,
        columns=tuple((column.label, _css(column)) for column in sheet.columns),
        rows=shown,
        left_out=max(0, len(sheet.rows) - PREVIEWED_ROWS),
    )


def _css(column: SheetColumn) -> str:
    """Figures to the right, months in one piece, sentences with room; as in the workbook."""
    if column.kind is not Kind.TEXT:
        return "exp-number"
    if column.key == "month":
        return "exp-nowrap"
    return "exp-wide" if column.width >= WIDE else ""


def _is_left_to_office(sheet: Sheet, row: tuple[Value, ...]) -> bool:
    return sheet.name == COVER and row[0] in FILLED_IN_BY_OFFICE


def _shown(value: Value, column: SheetColumn) -> str:
    if not isinstance(value, Figure):
        return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
    if value.value is None:
        return value.mark
    return formats.number_format(
        round(value.value, column.decimals), decimal_pos=column.decimals, use_l10n=True, force_grouping=True
    )
