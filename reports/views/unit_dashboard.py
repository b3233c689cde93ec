"""The dashboard of one unit."""

from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.questions.due_steps import StaffDueStep, due_steps
from experio.audit.readings import Act, note_reading
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from reports.charts import Series, line_chart
from reports.disclosure import Figure
from reports.exports import explanation
from reports.measures import BY_KEY, Measure
from reports.presentation import summary_of, written
from reports.questions.unit_dashboard import UnitDashboard, unit_dashboard_of
from subprojects.models import StaffMember, Unit

RATE = BY_KEY["absence_percent"]
DAYS_AHEAD = 7
SHOWN_STEPS = 8


# Only reads, each of them complete in itself: no transaction, and so no questions to open and close one.
@transaction.non_atomic_requests
def unit_dashboard(request: StaffRequest, code: str) -> HttpResponse:
    """Absence this month and in twelve, stocks and flows, and the trend beside the subproject's."""
    visible = Unit.objects.visible_to(request.user).select_related("subproject__project")
    unit = get_object_or_404(visible, code=code)
    if not request.user.has_perm("reports.view_unit_dashboard", unit):
        raise PermissionDenied
    today = clock_today()
    dashboard = unit_dashboard_of(unit, today)
    lines = _lines(dashboard)
    drawable = any(figure.value is not None for line in lines for _month, figure in line.figures)
    title = _("Sick absence, rolling twelve months")
    steps = _due_steps(request, unit, today)
    # The figures are about nobody; the steps name people.
    note_reading(
        request, Act.LIST, people={step.staff_member_id for step in steps}, employer=unit.subproject_id
    )
    return render(
        request,
        "reports/unit_dashboard.html",
        {
            "unit": unit,
            "dashboard": dashboard,
            "trend": dashboard,
            "can_view_trend": request.user.has_perm("reports.view_absence_trend"),
            "steps": steps,
            "figures": _figures(dashboard),
            "ongoing": _ongoing_list(unit),
            "rows": [
                (
                    str(row.month),
                    *(
                        written(f, RATE)
                        for f in (row.unit, row.unit_year, row.subproject, row.subproject_year)
                    ),
                )
                for row in reversed(dashboard.rows)
            ],
            "chart": line_chart(lines, title=title, unit="%", decimals=1, language=get_language() or "sv")
            if drawable
            else "",
            "chart_title": title,
            "summary": summary_of(lines, RATE),
            "marks": explanation(),
        },
    )


def _due_steps(request: StaffRequest, unit: Unit, today: date) -> tuple[StaffDueStep, ...]:
    """What falls due for the unit's staff: rows, so only of those whom the person may see."""
    staff = StaffMember.objects.visible_to(request.user).in_unit(unit, today, asked_by=request.user)
    return due_steps(staff, today, within_days=DAYS_AHEAD)[:SHOWN_STEPS]


def _ongoing_list(unit: Unit) -> str:
    """Where the sick leave behind the figures stands; the list shows each person what that person may see."""
    return f"{reverse('cases:sick_leave_list')}?{urlencode({'unit': unit.code, 'state': 'ongoing'})}"


def _lines(dashboard: UnitDashboard) -> list[Series]:
    """Unit and subproject, from the first month that has twelve behind it."""
    full = dashboard.rows[11:]
    return [
        Series(str(dashboard.unit), tuple((row.month, row.unit_year) for row in full)),
        Series(str(dashboard.unit.subproject), tuple((row.month, row.subproject_year) for row in full)),
    ]


def _figures(dashboard: UnitDashboard) -> list[dict[str, str]]:
    """The figures at the top: this month, and below it the twelve months or the subproject."""
    labels = {
        "absence_percent": _("Sick absence this month, %"),
        "ongoing": _("Ongoing episodes"),
        "started": _("Started this month"),
        "ended": _("Ended this month"),
        "long_share_percent": _("Share in spells of 60 days or more, %"),
    }
    boxes = []
    for key, label in labels.items():
        year = dashboard.year.get(key)
        note = _("12 months: %(figure)s") % {"figure": written(year, BY_KEY[key])} if year else ""
        boxes.append(_box(label, dashboard.now[key], BY_KEY[key], note))
    note = _("12 months: %(figure)s") % {"figure": written(dashboard.subproject_year, RATE)}
    return [*boxes, _box(_("The subproject this month, %"), dashboard.subproject_now, RATE, note)]


def _box(label: str, figure: Figure, measure: Measure, note: str) -> dict[str, str]:
    """A figure with what stands below it; a hidden one says why, so that it does not look broken."""
    hint = (
        _("hidden: the group is small, or else the figures of another unit could be worked out")
        if figure.is_hidden
        else ""
    )
    return {"label": label, "value": written(figure, measure), "hint": hint, "note": note}
