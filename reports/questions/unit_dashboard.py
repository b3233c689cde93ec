"""How is the unit doing, beside the whole subproject? For managers and the employer's HR officers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from experio.periods import Month
from reports.cube import protected_cube, thresholds
from reports.disclosure import Figure
from reports.disclosure.figures import UNKNOWN
from subprojects.models import Unit

NOW = ("absence_percent", "ongoing", "started", "ended", "long_share_percent")
YEAR = ("absence_percent", "started", "ended", "long_share_percent")


@dataclass(frozen=True)
class DashboardRow:
    """A month: the absence of unit and subproject in it, and in the twelve months that end with it."""

    month: Month
    unit: Figure
    unit_year: Figure
    subproject: Figure
    subproject_year: Figure


@dataclass(frozen=True)
class UnitDashboard:
    """Protected figures of one unit. `now` is the current month, `year` the twelve months up to it."""

    unit: Unit
    month: Month | None
    now: Mapping[str, Figure]
    year: Mapping[str, Figure]
    subproject_now: Figure
    subproject_year: Figure
    rows: tuple[DashboardRow, ...]
    as_of: date
    min_group: int
    min_count: int

    @property
    def hidden_cells(self) -> int:
        shown = [*self.now.values(), *self.year.values()]
        for row in self.rows:
            shown += [row.unit, row.unit_year, row.subproject, row.subproject_year]
        return sum(figure.is_hidden for figure in shown)


def unit_dashboard_of(unit: Unit, today: date) -> UnitDashboard:
    """
    The unit's figures in the project's last month so far. A unit that is mostly too small is shown in
    rolling twelve months only; its months are then hidden all through.
    """
    cube = protected_cube(unit.subproject.project, today)
    limits = thresholds()
    month = cube.months[-1] if cube.months else None
    employer = unit.subproject_id
    rows = tuple(
        DashboardRow(
            each,
            cube.unit_figure("absence_percent", each, unit.pk),
            cube.unit_year("absence_percent", each, unit.pk),
            cube.figure("absence_percent", each, subproject=employer),
            cube.year("absence_percent", each, subproject=employer),
        )
        for each in cube.months
    )
    last = rows[-1] if rows else None
    return UnitDashboard(
        unit=unit,
        month=month,
        now={name: cube.unit_figure(name, month, unit.pk) if month else UNKNOWN for name in NOW},
        year={name: cube.unit_year(name, month, unit.pk) if month else UNKNOWN for name in YEAR},
        subproject_now=last.subproject if last else UNKNOWN,
        subproject_year=last.subproject_year if last else UNKNOWN,
        rows=rows,
        as_of=today,
        min_group=limits.min_group,
        min_count=limits.min_count,
    )
