"""The absence trend: filter, chart, table and files, all slices of one protected cube."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from experio.spreadsheets import csv_response, xlsx_response
from reports.charts import line_chart
from reports.exports import explanation, trend_columns, trend_rows
from reports.forms.absence_trend import TrendFilterForm
from reports.measures import BY_KEY, DRAWN
from reports.presentation import series_of, shown_rows, summary_of
from reports.questions.absence_trend import AbsenceTrend, absence_trend
from reports.raw_cube import months_of
from subprojects.models import Project, Subproject, Unit


def absence_trend_page(request: StaffRequest) -> HttpResponse:
    """Protected figures of what the person follows; CSV and XLSX with `format=csv` or `xlsx`."""
    if not request.user.has_perm("reports.view_absence_trend"):
        raise PermissionDenied
    today = clock_today()
    subprojects = Subproject.objects.visible_to(request.user).select_related("project")
    project = _project(request, subprojects)
    if project is None:
        raise PermissionDenied
    form = TrendFilterForm(
        request.GET,
        project=project,
        months=months_of(project, today),
        subprojects=subprojects.filter(project=project),
        units=Unit.objects.visible_to(request.user)
        .filter(subproject__project=project)
        .select_related("subproject"),
        sees_whole_project=request.user.has_perm("reports.view_absence_trend", project),
    )
    if not form.is_valid():
        return render(request, "reports/absence_trend.html", {"form": form, "project": project}, status=400)
    question = form.question()
    if not request.user.has_perm("reports.view_absence_trend", question.subproject or project):
        raise PermissionDenied
    is_file = request.GET.get("format") in ("csv", "xlsx")
    if is_file and (unconfirmed := needs_confirmation(request, Deed.FILE)):
        return unconfirmed
    trend = absence_trend(question, today)
    match request.GET.get("format"):
        case "csv":
            return csv_response(_filename(trend), trend_columns(trend), trend_rows(trend))
        case "xlsx":
            return xlsx_response(
                _filename(trend), trend_columns(trend), trend_rows(trend), sheet=_("Absence trends")
            )
    return render(request, "reports/absence_trend.html", _context(form, project, trend))


def _project(request: StaffRequest, subprojects: Any) -> Project | None:
    """The project that is asked for among those the person follows; the first one unless said."""
    mine = (
        Project.objects.filter(subprojects__in=subprojects.order_by())
        .distinct()
        .order_by("first_day", "slug")
    )
    slug = request.GET.get("project")
    return (mine.filter(slug=slug).first() if slug else None) or mine.first()


def _context(form: TrendFilterForm, project: Project, trend: AbsenceTrend) -> dict[str, Any]:
    measure = BY_KEY.get(form.cleaned_data["measure"]) or DRAWN[0]
    series = series_of(trend, measure)
    return {
        "form": form,
        "project": project,
        "trend": trend,
        "measure": measure,
        "chart": line_chart(
            series,
            title=str(measure.label),
            unit=str(measure.unit),
            decimals=measure.decimals,
            language=get_language() or "sv",
        )
        if any(figure.value is not None for one in series for _month, figure in one.figures)
        else "",
        "summary": summary_of(series, measure),
        "columns": trend_columns(trend),
        "rows": shown_rows(trend),
        "marks": explanation(),
        "larger": _larger_group(trend),
    }


def _larger_group(trend: AbsenceTrend) -> str:
    """The address of the same months without split and age group; without a split, of the whole employer."""
    question = trend.question
    kept = {"project": question.project.slug, "from": str(question.first), "to": str(question.last)}
    if question.subproject:
        kept["subproject"] = question.subproject.slug
    if question.unit and trend.has_split:
        kept["unit"] = question.unit.code
    return f"?{urlencode(kept)}" if trend.has_split or question.unit else ""


def _filename(trend: AbsenceTrend) -> str:
    question = trend.question
    where = (
        question.unit.code
        if question.unit
        else question.subproject.slug
        if question.subproject
        else question.project.slug
    )
    return f"absence-trend-{where}-{question.first}-{question.last}"
