"""How are the employers doing, side by side? For those who follow the project or one subproject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from experio.periods import Month
from reports.cube import protected_cube, thresholds
from reports.disclosure import Figure
from subprojects.models import Project, Subproject

MONTHLY = ("absence_percent", "ongoing", "started")


@dataclass(frozen=True)
class EmployerRow:
    """Protected figures of one employer (of all, when `subproject` is None) in the last whole month."""

    subproject: Subproject | None
    month: Mapping[str, Figure]
    women: Figure
    men: Figure
    year: Figure


@dataclass(frozen=True)
class Employers:
    """The last whole month and the twelve months that end with it, employer by employer."""

    project: Project
    month: Month
    rows: tuple[EmployerRow, ...]
    as_of: date
    min_group: int
    min_count: int

    @property
    def hidden_cells(self) -> int:
        shown = [
            figure for row in self.rows for figure in (*row.month.values(), row.women, row.men, row.year)
        ]
        return sum(figure.is_hidden for figure in shown)


def employers(
    project: Project, subprojects: Iterable[Subproject], today: date, *, with_total: bool
) -> Employers:
    """Slices of the one protected cube; `with_total` adds the project as a whole."""
    cube = protected_cube(project, today)
    limits = thresholds()
    # The project's last month when it has ended; else the month before the one that is still running.
    month = min(Month.of(project.last_day), Month.of(today).previous())
    asked: list[Subproject | None] = [*subprojects, *([None] if with_total else [])]
    rows = []
    for subproject in asked:
        key = subproject.pk if subproject else None
        rows.append(
            EmployerRow(
                subproject=subproject,
                month={name: cube.figure(name, month, subproject=key) for name in MONTHLY},
                women=cube.figure("absence_percent", month, subproject=key, gender="woman"),
                men=cube.figure("absence_percent", month, subproject=key, gender="man"),
                year=cube.year("absence_percent", month, subproject=key),
            )
        )
    return Employers(
        project=project,
        month=month,
        rows=tuple(rows),
        as_of=today,
        min_group=limits.min_group,
        min_count=limits.min_count,
    )
