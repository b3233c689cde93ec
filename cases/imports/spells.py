"""Rows of days and intervals → unbroken spells of sick leave (sjukfall) with their extents.

Payroll files cut a sick leave at every weekend, month end and change of pay code; here it is put together
again:

* Days that follow each other belong to one spell, whatever code or extent they carry.
* A row of one day says nothing of the days off after it. Those are bridged, with the extent before them, when
  the spell goes on the next working day: days with 0 hours where the file has a schedule, else weekends,
  public holidays and their eves. A day with attendance ends the spell.
* A row of several days states its last day; only a row that begins the day after continues it.
* Several rows about the same day: hours of a single day are added up, and extents in percent give the
  highest, for they all say how much of the day was lost. No day counts above 100 %.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.imports.free_days import (
    is_first_working_day_of_month,
    is_free_by_calendar,
    is_last_working_day_of_month,
)
from cases.imports.rows import (
    UNKNOWN_DIAGNOSIS,
    AbsenceRow,
    Cause,
    Diagnosis,
    Person,
    Problems,
    ReadResult,
    Remarks,
)
from cases.imports.values import whole_percent

FOREVER = date.max
LINES_KEPT = 50
USUAL_EXTENTS = frozenset({25, 50, 75, 100})

Who = Callable[[Person], Hashable]
DayHours = Callable[[Hashable, date], Decimal | None]


@dataclass(frozen=True, slots=True)
class ExtentSpan:
    """Days with one extent, percent 1–100. `last_day` None: ongoing."""

    first_day: date
    last_day: date | None
    extent: int


@dataclass(frozen=True, slots=True)
class Spell:
    """One unbroken run of sick days of one person, as the file tells it."""

    person: Hashable
    spans: tuple[ExtentSpan, ...]
    cause: Cause = Cause.SICKNESS
    diagnosis: Diagnosis = UNKNOWN_DIAGNOSIS
    lines: tuple[int, ...] = ()  # the first lines it was made of, for people to find them
    rows: int = 1
    begins_daily: bool = False  # its first row is of one day
    ends_daily: bool = False
    start_is_stated: bool = False  # as against cut at the beginning of the file or month
    end_is_stated: bool = (
        False  # the file shows that it was over, rather than cut at the end of file or month
    )

    @property
    def first_day(self) -> date:
        return self.spans[0].first_day

    @property
    def last_day(self) -> date | None:
        return self.spans[-1].last_day


@dataclass(slots=True)
class Joined:
    """The spells of a file, and the lines that could not be part of any."""

    spells: list[Spell] = field(default_factory=list)
    refused: Problems = field(default_factory=Problems)
    remarks: Remarks = field(default_factory=Remarks)


def _nothing_known(_who: Hashable, _day: date) -> Decimal | None:
    return None


def _themselves(person: Person) -> Hashable:
    return person


def join_spells(read: ReadResult, *, who: Who = _themselves, day_hours: DayHours = _nothing_known) -> Joined:
    """Join the rows of a file. `who` tells which persons of the file are the same; `day_hours` the ordinary
    hours of a working day where the file has no schedule, for rows that give hours only.
    """
    joined = Joined()
    rows_of: dict[Hashable, list[AbsenceRow]] = defaultdict(list)
    for row in read.rows:
        rows_of[who(row.person)].append(row)
    known = _KnownDays(read, who)
    for person, rows in rows_of.items():
        with_extent = _with_extents(person, rows, known, day_hours, joined)
        if with_extent:
            reach = (read.first_day, read.last_day)
            joined.spells.extend(_spells_of(person, with_extent, known, reach, joined.remarks))
    return joined


class _KnownDays:
    """What the file tells of a person's days besides sick leave."""

    def __init__(self, read: ReadResult, who: Who) -> None:
        self.attendance: dict[Hashable, set[date]] = defaultdict(set)
        self.days_off: dict[Hashable, set[date]] = defaultdict(set)
        self.schedule: dict[Hashable, dict[date, Decimal]] = defaultdict(dict)
        for person, days in read.attendance.items():
            self.attendance[who(person)] |= days
        for person, days in read.days_off.items():
            self.days_off[who(person)] |= days
        for person, hours in read.schedule.items():
            self.schedule[who(person)].update(hours)

    def is_free(self, person: Hashable, day: date) -> bool:
        """No work was due on the day and none was done."""
        if day in self.attendance.get(person, ()):
            return False
        if day in self.days_off.get(person, ()):
            return True
        hours = self.schedule.get(person, {}).get(day)
        return is_free_by_calendar(day) if hours is None else hours == 0

    def are_free_between(self, person: Hashable, before: date, after: date) -> bool:
        day = before + timedelta(days=1)
        while day < after:
            if not self.is_free(person, day):
                return False
            day += timedelta(days=1)
        return True


def _with_extents(
    person: Hashable, rows: list[AbsenceRow], known: _KnownDays, day_hours: DayHours, joined: Joined
) -> list[AbsenceRow]:
    """The same rows with hours turned into an extent: hours of the day over its scheduled hours."""
    hours_on: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.hours is not None:
            hours_on[row.first_day] += row.hours
    if not hours_on:
        return rows
    finished: list[AbsenceRow] = []
    for row in rows:
        if row.hours is None:
            finished.append(row)
            continue
        day = row.first_day
        ordinary = known.schedule.get(person, {}).get(day)
        if ordinary is None:
            ordinary = day_hours(person, day)
        if ordinary is None:
            joined.refused.add(
                row.line,
                "hours_without_schedule",
                _(
                    "The row gives hours, but neither the file's schedule nor an employment "
                    "tells the day's full hours."
                ),
                row.person.employee_number,
            )
            continue
        share = hours_on[day] / ordinary * 100 if ordinary else Decimal(100)
        finished.append(replace(row, hours=None, extent=min(100, whole_percent(share))))
    return finished


def _spells_of(
    person: Hashable,
    rows: list[AbsenceRow],
    known: _KnownDays,
    reach: tuple[date | None, date | None],
    remarks: Remarks,
) -> Iterator[Spell]:
    file_begins, file_ends = reach
    rows.sort(key=lambda row: (row.first_day, row.last_day or FOREVER, row.line))
    for group in _runs(person, rows, known):
        spans = _spans(group, remarks)
        last = max(group, key=lambda row: (row.last_day or FOREVER, not row.is_daily))
        unusual = next((span.extent for span in spans if span.extent not in USUAL_EXTENTS), None)
        if unusual is not None:
            remarks.add(
                "unusual_extent",
                _("The extent is none of the usual 25, 50, 75 and 100 percent."),
                group[0].line,
            )
        yield Spell(
            person=person,
            spans=spans,
            cause=_cause(group, remarks),
            diagnosis=_diagnosis(group, remarks),
            lines=tuple(row.line for row in group[:LINES_KEPT]),
            rows=len(group),
            begins_daily=group[0].is_daily,
            ends_daily=last.is_daily,
            start_is_stated=_start_is_stated(person, group[0], known, file_begins),
            end_is_stated=_end_is_stated(person, last, known, file_ends),
        )


def _runs(person: Hashable, rows: list[AbsenceRow], known: _KnownDays) -> Iterator[list[AbsenceRow]]:
    """Rows sorted by first day, divided where a healthy day lies between."""
    group: list[AbsenceRow] = []
    reach: date = date.min
    reach_is_daily = True
    for row in rows:
        touches = bool(group) and (row.first_day - reach).days <= 1
        bridged = (
            bool(group)
            and not touches
            and reach_is_daily
            and known.are_free_between(person, reach, row.first_day)
        )
        if group and not touches and not bridged:
            yield group
            group = []
        end = row.last_day or FOREVER
        if not group or end > reach:
            reach, reach_is_daily = end, row.is_daily
        elif end == reach:
            reach_is_daily = reach_is_daily and row.is_daily
        group.append(row)
    if group:
        yield group


def _spans(group: list[AbsenceRow], remarks: Remarks) -> tuple[ExtentSpan, ...]:
    """The extents of one run, day by day the highest; days bridged keep the extent before them.

    A sweep over the days on which something changes, so that long intervals cost no more than short ones.
    """
    changes = sorted(
        {row.first_day for row in group}
        | {row.last_day + timedelta(days=1) for row in group if row.last_day and row.last_day < FOREVER}
    )
    waiting = iter(group)
    upcoming = next(waiting, None)
    running: list[tuple[int, date]] = []  # (minus extent, last day): the heap's top is the highest extent
    spans: list[ExtentSpan] = []
    for place, first_day in enumerate(changes):
        while upcoming is not None and upcoming.first_day == first_day:
            heapq.heappush(running, (-(upcoming.extent or 100), upcoming.last_day or FOREVER))
            upcoming = next(waiting, None)
        while running and running[0][1] < first_day:
            heapq.heappop(running)
        is_last = place + 1 == len(changes)
        if is_last and not running:
            break
        last_day = None if is_last else changes[place + 1] - timedelta(days=1)
        extent = -running[0][0] if running else spans[-1].extent
        if spans and spans[-1].extent == extent:
            spans[-1] = replace(spans[-1], last_day=last_day)
        else:
            spans.append(ExtentSpan(first_day, last_day, extent))
    _remark_on_overlaps(group, remarks)
    return tuple(spans)


def _remark_on_overlaps(group: list[AbsenceRow], remarks: Remarks) -> None:
    previous = group[0]
    for row in group[1:]:
        if row.first_day <= (previous.last_day or FOREVER) and row.extent != previous.extent:
            remarks.add(
                "overlapping_rows",
                _("Rows give different extents for the same day: the highest was used."),
                row.line,
            )
        if (row.last_day or FOREVER) >= (previous.last_day or FOREVER):
            previous = row


def _cause(group: list[AbsenceRow], remarks: Remarks) -> Cause:
    """A work injury or infection says more than plain sickness, so it names the whole spell."""
    stated = {row.cause for row in group}
    specific = [row.cause for row in group if row.cause is not Cause.SICKNESS]
    if len(stated) > 1:
        remarks.add(
            "several_causes",
            _("Rows of one sick leave carry different causes: the specific one was used."),
            group[0].line,
        )
    return specific[0] if specific else Cause.SICKNESS


def _diagnosis(group: list[AbsenceRow], remarks: Remarks) -> Diagnosis:
    """The latest that the file states; a code before "not shared"."""
    stated = [row.diagnosis for row in group if row.diagnosis.is_stated]
    codes = [diagnosis for diagnosis in stated if diagnosis.code]
    if len(set(stated)) > 1:
        remarks.add(
            "several_diagnoses",
            _("Rows of one sick leave carry different diagnoses: the latest was used."),
            group[0].line,
        )
    return codes[-1] if codes else (stated[-1] if stated else UNKNOWN_DIAGNOSIS)


def _start_is_stated(
    person: Hashable, first: AbsenceRow, known: _KnownDays, file_begins: date | None
) -> bool:
    """Whether the person worked before, as against a file or month that simply begins there."""
    if is_first_working_day_of_month(first.first_day):
        return any(day < first.first_day for day in known.attendance.get(person, ()))
    if not first.is_daily:
        return True
    if file_begins is None or file_begins >= first.first_day:
        return False
    return not known.are_free_between(person, file_begins - timedelta(days=1), first.first_day)


def _end_is_stated(person: Hashable, last: AbsenceRow, known: _KnownDays, file_ends: date | None) -> bool:
    """Whether the person was back afterwards, as against a file or month that simply ends there."""
    if last.last_day is None:
        return False
    if is_last_working_day_of_month(last.last_day):
        return any(day > last.last_day for day in known.attendance.get(person, ()))
    if not last.is_daily:
        return True
    if file_ends is None or file_ends <= last.last_day:
        return False
    return not known.are_free_between(person, last.last_day, file_ends + timedelta(days=1))
