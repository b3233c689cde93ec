"""The columns of the case list as a file: the same rows as on the page, without health."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.questions.worklist import CaseRow
from experio.spreadsheets import Column


def case_columns() -> list[Column]:
    """The headings, in the language of the person."""
    return [
        Column(_("Case number"), width=24),
        Column(_("Employee number"), width=14),
        Column(_("Name"), width=26),
        Column(_("Unit"), width=26),
        Column(_("Reason"), width=22),
        Column(_("Opened on"), "yyyy-mm-dd", 12),
        Column(_("Responsible officer"), width=24),
        Column(_("Manager"), width=24),
        Column(_("Day of the rehabilitation chain"), "0", 10),
        Column(_("Extent now, %"), "0", 10),
        Column(_("Plan made on"), "yyyy-mm-dd", 12),
        Column(_("Why no plan is made"), width=26),
        Column(_("Next step"), width=30),
        Column(_("Due on"), "yyyy-mm-dd", 12),
        Column(_("Closed on"), "yyyy-mm-dd", 12),
        Column(_("Outcome"), width=24),
    ]


def case_lines(rows: Iterable[CaseRow]) -> Iterator[list[Any]]:
    """One line a case, under `case_columns`."""
    for row in rows:
        case, step = row.case, row.next_step
        yield [
            case.number,
            case.employee_number,
            case.staff_name,
            row.unit,
            case.reason,
            case.opened_on,
            case.officer,
            # The manager's name would tell where a protected person works.
            "" if case.has_protected_identity else case.manager,
            row.day_number,
            row.extent,
            case.plan_made_on,
            case.no_plan_reason,
            step.title if step else "",
            step.latest_on if step else None,
            case.closed_on,
            case.outcome,
        ]
