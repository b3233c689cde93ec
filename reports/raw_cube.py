"""The raw sums behind every aggregate, in one query. They go to `reports.disclosure` and nowhere else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from experio.outside.limits import long_job
from experio.periods import Month, Period, months_between
from experio.sealing import CannotUnseal, group_tokens
from reports.counting import counting
from reports.disclosure import RawCube
from reports.disclosure.cube import AGE_GROUPS, DIAGNOSIS_GROUPS, GENDERS
from reports.working_time import WorkingDays
from subprojects.models import Project

QUERY = (Path(__file__).parent / "raw_cube.sql").read_text()

NOT_SHARED = "not_shared"
UNKNOWN_TOKEN = -1

# A continuous time of at least 60 days (SFS 2002:1065): calendar days of the unbroken episode. Whether
# relapses should be merged first is unconfirmed.
LONG_SPELL_DAYS = 60
# The national certificate statistics call an episode long from its 91st day.
LONG_EPISODE_OVER_DAYS = 90


def months_of(project: Project, today: date) -> tuple[Month, ...]:
    """The project's months so far: what the cube holds."""
    last_day = min(today, project.last_day)
    if last_day < project.first_day:
        return ()
    return months_between(Month.of(project.first_day), Month.of(last_day))


@long_job()
def raw_cube(project: Project, today: date) -> RawCube:
    """
    Fetch the project's raw sums up to `today`; two queries.

    A staff member belongs in a month to one unit: where the month ended. Sick and ordinary hours are what
    the employments schedule on working days, times the extent. Long means that the spell has lasted 60
    days or more by `today`. Started and ended count episodes whose first or last day lies in the month,
    ongoing those that include the month's last day (today in the current month).
    """
    months = months_of(project, today)
    # Asked from the employers' side: one that has no unit yet has figures too, all of them zero.
    with counting() as cursor:
        cursor.execute(
            "SELECT unit, subproject FROM statistics.employer WHERE project = %s ORDER BY slug, code",
            [project.pk],
        )
        rows = cursor.fetchall()
    subprojects = tuple(dict.fromkeys(subproject for _, subproject in rows))
    found = [(unit, subproject) for unit, subproject in rows if unit is not None]
    units = tuple(unit for unit, _ in found)
    tables = _Tables(months, units)
    if months and units:
        tables.fill(_rows(project, subprojects, months, today))
    return RawCube(
        months=months,
        units=units,
        subprojects=subprojects,
        subproject_of_unit=tuple(subprojects.index(subproject) for _, subproject in found),
        staff=tables.staff,
        ordinary_hours=tables.ordinary_hours,
        sums=tables.sums,
        absent=tables.persons[0],
        long_absent=tables.persons[1],
        short_absent=tables.persons[2],
        year_absent=tables.year[0],
        year_long=tables.year[1],
        year_short=tables.year[2],
    )


Row = tuple[str, int, int, int, int, int | None, float, float, float, float, float, float]


def _tokens(subprojects: tuple[int, ...]) -> dict[str, list[Any]]:
    """The tokens of every group for every employer, under every key of the ring, as columns of a table."""
    table = [
        (employer, token, number)
        for employer in subprojects
        for number, group in enumerate(DIAGNOSIS_GROUPS)
        for token in group_tokens(employer, group)
    ]
    employers, tokens, groups = (list(column) for column in zip(*table, strict=True))
    return {"token_employers": employers, "tokens": tokens, "token_groups": groups}


def _rows(
    project: Project, subprojects: tuple[int, ...], months: tuple[Month, ...], today: date
) -> list[Row]:
    calendar = WorkingDays.of(Period(months[0].first_day - timedelta(days=1), months[-1].last_day))
    with counting() as cursor:
        cursor.execute(
            QUERY,
            {
                "project": project.pk,
                "until": today,
                "first_days": [month.first_day for month in months],
                "last_days": [month.last_day for month in months],
                "counted": list(calendar.counted),
                "base": calendar.first_day,
                "not_shared": DIAGNOSIS_GROUPS.index(NOT_SHARED),
                **_tokens(subprojects),
                "long_days": LONG_SPELL_DAYS,
                "over_days": LONG_EPISODE_OVER_DAYS,
            },
        )
        found: list[Row] = cursor.fetchall()
    return found


class _Tables:
    """Empty tables of the cube's shape, filled from the rows of the query."""

    def __init__(self, months: tuple[Month, ...], units: tuple[int, ...]) -> None:
        self.place = {unit: number for number, unit in enumerate(units)}
        self.months = len(months)
        groups = (len(months), len(units), len(GENDERS), len(AGE_GROUPS))
        by_diagnosis = (*groups, len(DIAGNOSIS_GROUPS))
        self.staff, self.ordinary_hours = np.zeros(groups), np.zeros(groups)
        names = ("sick_hours", "net_days", "long_hours", "ongoing", "started", "ended", "ongoing_over_90")
        self.sums = {name: np.zeros(by_diagnosis) for name in names}
        self.persons = [np.zeros((*groups, len(DIAGNOSIS_GROUPS) + 1)) for _ in range(3)]
        self.year = [np.zeros((len(months), len(units))) for _ in range(3)]

    def fill(self, rows: list[Row]) -> None:
        for kind, month, unit, gender, age, diagnosis, *numbers in rows:
            if diagnosis == UNKNOWN_TOKEN:
                raise CannotUnseal("An episode carries a diagnosis token that no key of the ring makes.")
            row = self.place[unit]
            place = (month - 1, row, gender, age)
            if kind == "staff":
                self.staff[place], self.ordinary_hours[place] = numbers[:2]
            elif kind == "absence":
                which = len(DIAGNOSIS_GROUPS) if diagnosis is None else diagnosis
                for persons, number in zip(self.persons, numbers[3:], strict=True):
                    persons[(*place, which)] = number
                if diagnosis is not None:
                    self._add(("sick_hours", "net_days", "long_hours"), (*place, diagnosis), numbers[:3])
            elif kind == "flows" and diagnosis is not None:
                names = ("ongoing", "started", "ended", "ongoing_over_90")
                self._add(names, (*place, diagnosis), numbers[:4])
            elif kind == "year":
                # Here `gender` is the kind of absence and `age` the last year that it counts in.
                self.year[gender][month - 1 : min(age, self.months), row] += numbers[0]

    def _add(self, names: tuple[str, ...], place: tuple[int, ...], numbers: list[float]) -> None:
        for name, number in zip(names, numbers, strict=True):
            self.sums[name][place] = number
