"""The employers side by side: a page of its own, and the first thing on the project office's start page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from experio.clock import today as clock_today
from experio.requests import StaffRequest
from reports.exports import explanation
from reports.measures import BY_KEY
from reports.presentation import written
from reports.questions.employers import EmployerRow, employers
from subprojects.models import Project, Subproject

RATE = BY_KEY["absence_percent"]


def employers_page(request: StaffRequest, slug: str) -> HttpResponse:
    """Absence by employer in the last whole month; htmx gets the table alone."""
    subprojects = Subproject.objects.visible_to(request.user).filter(project__slug=slug).order_by("sort_key")
    project = get_object_or_404(Project, pk__in=subprojects.values("project"))
    if not request.user.has_perm("reports.view_absence_trend"):
        raise PermissionDenied
    answer = employers(
        project,
        subprojects,
        clock_today(),
        with_total=request.user.has_perm("reports.view_absence_trend", project),
    )
    return render(
        request,
        "reports/_employers.html" if request.htmx else "reports/employers.html",
        {
            "answer": answer,
            "trend": answer,
            "rows": [_written(row) for row in answer.rows],
            "marks": explanation(),
        },
    )


def _written(row: EmployerRow) -> dict[str, Any]:
    return {
        "subproject": row.subproject,
        "name": str(row.subproject) if row.subproject else _("All employers"),
        "cells": [
            written(row.month["absence_percent"], RATE),
            written(row.women, RATE),
            written(row.men, RATE),
            written(row.year, RATE),
            written(row.month["ongoing"], BY_KEY["ongoing"]),
            written(row.month["started"], BY_KEY["started"]),
        ],
    }
