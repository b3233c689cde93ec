"""The shape of the cube: the raw sums that go in, and the protected figures that come out."""

from dataclasses import dataclass, field

import numpy as np

from experio.periods import Month
from reports.disclosure.figures import EMPTY, HIDDEN, UNKNOWN, Figure
from reports.disclosure.rules import Mask, Numbers

GENDERS = ("woman", "man")
AGE_GROUPS = ("29", "30-49", "50")
DIAGNOSIS_GROUPS = ("psychiatric", "musculoskeletal", "other", "not_shared")
WINDOW = 12

# What is summed, and which pattern of hidden cells each sum and what is made of it shares.
HOURS, DAYS, LONG_HOURS = "sick_hours", "net_days", "long_hours"
ONGOING, STARTED, ENDED = "ongoing", "started", "ended"
OVER_90 = "ongoing_over_90"


@dataclass(frozen=True)
class RawCube:
    """
    The raw sums, laid out (month, unit, gender, age group, diagnosis group). Never leaves `reports`.

    `staff` and `ordinary_hours` have no diagnosis. `absent`, `long_absent` and `short_absent` count
    distinct persons, with one more diagnosis column at the end for "any", because a person may be in two
    groups in one month. The `year_…` counts are distinct persons by unit in the twelve months up to each.
    """

    months: tuple[Month, ...]
    units: tuple[int, ...]
    subprojects: tuple[int, ...]
    subproject_of_unit: tuple[int, ...]
    staff: Numbers
    ordinary_hours: Numbers
    sums: dict[str, Numbers]
    absent: Numbers
    long_absent: Numbers
    short_absent: Numbers
    year_absent: Numbers
    year_long: Numbers
    year_short: Numbers


@dataclass(frozen=True)
class ProtectedCube:
    """
    Protected figures only: where a cell is hidden its value is gone from here.

    Organisation 0 is the whole project, then the subprojects in the order of `subprojects`; index 0 of
    gender, age and diagnosis is "all". Keys of `tables`, `unit_tables` and `unit_years` are measures.
    """

    months: tuple[Month, ...]
    subprojects: tuple[int, ...]
    units: tuple[int, ...]
    tables: dict[str, Numbers] = field(repr=False)
    hidden: dict[str, Mask] = field(repr=False)
    unit_tables: dict[str, Numbers] = field(repr=False)
    unit_hidden: dict[str, Mask] = field(repr=False)
    unit_years: dict[str, Numbers] = field(repr=False)
    unit_years_hidden: dict[str, Mask] = field(repr=False)

    def figure(
        self,
        measure: str,
        month: Month,
        *,
        subproject: int | None = None,
        gender: str = "",
        age_group: str = "",
        diagnosis_group: str = "",
    ) -> Figure:
        """The figure for an organisation (the project unless a subproject's key is given) in a month."""
        if month not in self.months:
            return UNKNOWN
        place = (
            self.months.index(month),
            0 if subproject is None else self.subprojects.index(subproject) + 1,
            _index(GENDERS, gender),
            _index(AGE_GROUPS, age_group),
            _index(DIAGNOSIS_GROUPS, diagnosis_group),
        )
        if measure in STAFF_MEASURES and diagnosis_group:
            return EMPTY
        return _figure(self.tables[measure], self.hidden[measure], place)

    def unit_figure(
        self,
        measure: str,
        month: Month,
        unit: int,
        *,
        gender: str = "",
        age_group: str = "",
        diagnosis_group: str = "",
    ) -> Figure:
        """The figure for a unit in a month. Age and diagnosis by unit are never published."""
        if month not in self.months:
            return UNKNOWN
        if age_group or diagnosis_group:
            return HIDDEN
        place = (self.months.index(month), self.units.index(unit), _index(GENDERS, gender))
        return _figure(self.unit_tables[measure], self.unit_hidden[measure], place)

    def unit_year(self, measure: str, month: Month, unit: int) -> Figure:
        """The figure for a unit in the twelve months that end with the month."""
        if month not in self.months or self.months.index(month) < WINDOW - 1:
            return UNKNOWN
        place = (self.months.index(month), self.units.index(unit))
        return _figure(self.unit_years[measure], self.unit_years_hidden[measure], place)

    def year(self, measure: str, month: Month, *, subproject: int | None = None, gender: str = "") -> Figure:
        """
        The figure for an organisation in twelve months: only where every one of the months is shown, so
        that it says nothing that the months do not say already.
        """
        if month not in self.months or self.months.index(month) < WINDOW - 1:
            return UNKNOWN
        last = self.months.index(month)
        place = (
            0 if subproject is None else self.subprojects.index(subproject) + 1,
            _index(GENDERS, gender),
            0,
            0,
        )
        span = slice(last - WINDOW + 1, last + 1)

        def total(name: str) -> Figure:
            if self.hidden[name][(span, *place)].any():
                return HIDDEN
            return Figure(float(np.nansum(self.tables[name][(span, *place)])))

        if measure == "absence_percent":
            return _percentage(total("sick_hours"), total("ordinary_hours"))
        return total(measure)


STAFF_MEASURES = frozenset({"staff", "ordinary_hours"})


def _index(names: tuple[str, ...], name: str) -> int:
    return names.index(name) + 1 if name else 0


def _figure(values: Numbers, hidden: Mask, place: tuple[int, ...]) -> Figure:
    if hidden[place]:
        return HIDDEN
    value = float(values[place])
    return EMPTY if np.isnan(value) else Figure(value)


def _percentage(part: Figure, whole: Figure) -> Figure:
    if part.value is None or whole.value is None:
        return HIDDEN
    return EMPTY if whole.value == 0 else Figure(round(part.value / whole.value * 100, 1))
