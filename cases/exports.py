"""Columns of the staff list and the list of sick leave as files: the same rows as on the page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases.models import SickLeaveCause
from cases.questions.episode_list import EpisodeRow
from cases.questions.staff_list import StaffRow
from experio.spreadsheets import Column, csv_response, xlsx_response
from subprojects.models import Covers, StaffMember
from subprojects.secrecy import SecrecyMarking, marking_of

FORMATS = ("csv", "xlsx")


def staff_columns() -> list[Column]:
    return [
        Column(_("Employee number")),
        Column(_("Name"), width=28),
        Column(_("Year of birth")),
        Column(_("Unit"), width=32),
        Column(_("On sick leave since"), "yyyy-mm-dd"),
        Column(_("Extent, %")),
        Column(_("Open case"), width=24),
    ]


def staff_values(rows: Iterable[StaffRow]) -> list[Sequence[Any]]:
    return [
        (
            row.employee_number,
            row.name,
            row.birth_year,
            row.unit_name,
            row.absent_since,
            row.extent,
            row.case_number,
        )
        for row in rows
    ]


def episode_columns(*, reads_health: bool) -> list[Column]:
    """The diagnosis is a column only for those who read it on the page."""
    columns = [
        Column(_("Employee number")),
        Column(_("Name"), width=28),
        Column(_("Unit"), width=32),
        Column(_("First day"), "yyyy-mm-dd"),
        Column(_("Last day"), "yyyy-mm-dd"),
        Column(_("Days")),
        Column(_("Extent, %")),
        Column(_("Cause"), width=20),
    ]
    return [*columns, Column(_("Diagnosis"))] if reads_health else columns


def episode_values(rows: Iterable[EpisodeRow], *, reads_health: bool) -> list[Sequence[Any]]:
    values: list[Sequence[Any]] = []
    for row in rows:
        value: tuple[Any, ...] = (
            row.employee_number,
            row.staff_name,
            row.unit_name,
            row.first_day,
            row.last_day,
            row.days,
            row.extent,
            str(SickLeaveCause(row.cause).label),
        )
        values.append((*value, diagnosis_words(row)) if reads_health else value)
    return values


def diagnosis_words(row: EpisodeRow) -> str:
    """The code, or that it was not shared; nothing for a row that the reader may not read."""
    if row.diagnosis is None:
        return ""
    return row.diagnosis or _("not shared")


def download(
    file_format: str,
    filename: str,
    columns: Sequence[Column],
    values: Iterable[Sequence[Any]],
    *,
    secrecy: SecrecyMarking,
) -> HttpResponse:
    """A CSV or XLSX file of the list, marked as secret."""
    answer = csv_response if file_format == "csv" else xlsx_response
    return answer(filename, columns, values, note=secrecy.text)


def marking_of_file(staff_pks: Iterable[int], covers: Covers, day: date) -> SecrecyMarking:
    """The marking of a file about these people: the grounds of their employers."""
    people = StaffMember.objects.filter(pk__in=list(staff_pks)).order_by()
    return marking_of(people.values("subproject"), {covers, Covers.PROTECTED}, day)
