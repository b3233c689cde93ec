"""How is sick absence developing? A slice of the protected cube, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from experio.periods import Month, months_between
from reports.cube import protected_cube, thresholds
from reports.disclosure import Figure, ProtectedCube
from reports.disclosure.cube import AGE_GROUPS, DIAGNOSIS_GROUPS, GENDERS
from reports.measures import MEASURES
from subprojects.models import Project, Subproject, Unit

SPLITS = ("gender", "diagnosis_group")
MOSTLY = 0.8


class QuestionRefused(ValueError):
    """The question has no answer; the message says why."""


@dataclass(frozen=True)
class TrendQuestion:
    """What is asked: where, when, which age group, and split by what."""

    project: Project
    first: Month
    last: Month
    subproject: Subproject | None = None
    unit: Unit | None = None
    age_group: str = ""
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        start, end = Month.of(self.project.first_day), Month.of(self.project.last_day)
        if self.last < self.first:
            raise QuestionRefused(f"The last month {self.last} is before the first {self.first}.")
        if self.first < start or self.last > end:
            raise QuestionRefused(
                f"The project runs from {start} to {end}; {self.first}–{self.last} is not within."
            )
        if self.age_group and self.age_group not in AGE_GROUPS:
            raise QuestionRefused(
                f"“{self.age_group}” is no age group; choose among {', '.join(AGE_GROUPS)}."
            )
        unknown = [split for split in self.by if split not in SPLITS]
        if unknown:
            raise QuestionRefused(f"“{unknown[0]}” is no split; choose among {', '.join(SPLITS)}.")


@dataclass(frozen=True)
class TrendRow:
    """One month of one group. An empty gender or diagnosis group means all."""

    month: Month
    gender: str
    diagnosis_group: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class AbsenceTrend:
    """Protected figures by month and group; page, chart, files and command line all show these."""

    question: TrendQuestion
    as_of: date
    min_group: int
    min_count: int
    rows: tuple[TrendRow, ...]

    @property
    def is_never_by_unit(self) -> bool:
        """Whether what is asked is never published for units: then every figure is hidden."""
        question = self.question
        return question.unit is not None and bool(question.age_group or "diagnosis_group" in question.by)

    @property
    def has_split(self) -> bool:
        """Whether the figures are about a part of the staff: by gender, diagnosis or in one age group."""
        return bool(self.question.by or self.question.age_group)

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(dict.fromkeys(row.month for row in self.rows))

    @property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """(gender, diagnosis group) of the rows, in order."""
        return tuple(dict.fromkeys((row.gender, row.diagnosis_group) for row in self.rows))

    @property
    def hidden_cells(self) -> int:
        return sum(figure.is_hidden for row in self.rows for figure in row.figures.values())

    @property
    def is_mostly_hidden(self) -> bool:
        """Whether more than four figures in five are hidden: then the group is too small for the split."""
        asked = sum(len(row.figures) for row in self.rows)
        return self.hidden_cells > asked * MOSTLY

    def as_json(self) -> dict[str, Any]:
        """The answer for machines; `docs/statistics/absence-trend.md` documents it."""
        question = self.question
        return {
            "report": "absence_trend",
            "project": question.project.slug,
            "subproject": question.subproject.slug if question.subproject else None,
            "unit": question.unit.code if question.unit else None,
            "age_group": question.age_group or None,
            "by": list(question.by),
            "from": str(question.first),
            "to": str(question.last),
            "as_of": self.as_of.isoformat(),
            "disclosure": {"min_group": self.min_group, "min_count": self.min_count},
            "rows": [
                {
                    "month": str(row.month),
                    "gender": row.gender or None,
                    "diagnosis_group": row.diagnosis_group or None,
                    "figures": {
                        measure.key: row.figures[measure.key].as_json(measure.decimals)
                        for measure in MEASURES
                    },
                }
                for row in self.rows
            ],
        }


def absence_trend(question: TrendQuestion, today: date) -> AbsenceTrend:
    """
    The answer as it stands on `today`. Months that have not begun are left out; the current one counts up
    to today. Each row carries every measure; a split keeps the total of all as its last rows.
    """
    limits = thresholds()
    cube = protected_cube(question.project, today)
    months = [month for month in months_between(question.first, question.last) if month in cube.months]
    genders = (*GENDERS, "") if "gender" in question.by else ("",)
    diagnoses = (*DIAGNOSIS_GROUPS, "") if "diagnosis_group" in question.by else ("",)
    rows = tuple(
        TrendRow(month, gender, diagnosis, _figures(cube, question, month, gender, diagnosis))
        for month in months
        for gender in genders
        for diagnosis in diagnoses
    )
    return AbsenceTrend(question, today, limits.min_group, limits.min_count, rows)


def _figures(
    cube: ProtectedCube, question: TrendQuestion, month: Month, gender: str, diagnosis: str
) -> dict[str, Figure]:
    group = {"gender": gender, "age_group": question.age_group, "diagnosis_group": diagnosis}
    if question.unit is not None:
        unit = question.unit.pk
        return {measure.key: cube.unit_figure(measure.key, month, unit, **group) for measure in MEASURES}
    subproject = question.subproject.pk if question.subproject else None
    return {
        measure.key: cube.figure(measure.key, month, subproject=subproject, **group) for measure in MEASURES
    }
