"""The published cube: every aggregate that leaves Experio is a slice of it, protected once.

Rows of the cube are organisations (the project, its subprojects) by gender, age group and diagnosis group,
and units by gender; month by month, and for units also in rolling twelve months. Protection looks at
neither the reader nor the filter, so slices cannot be played off against one another.
"""

import numpy as np

from reports.disclosure.linear import TableSystem
from reports.disclosure.published import (
    AGE_GROUPS,
    DAYS,
    DIAGNOSIS_GROUPS,
    ENDED,
    GENDERS,
    HOURS,
    LONG_HOURS,
    ONGOING,
    OVER_90,
    STARTED,
    WINDOW,
    ProtectedCube,
    RawCube,
)
from reports.disclosure.rules import Check, Mask, Numbers, Thresholds
from reports.disclosure.suppression import suppress
from reports.disclosure.units import Pattern, UnitProtection, windows

__all__ = [
    "AGE_GROUPS",
    "DIAGNOSIS_GROUPS",
    "GENDERS",
    "WINDOW",
    "ProtectedCube",
    "RawCube",
    "measured",
    "protect_cube",
]


def protect_cube(raw: RawCube, thresholds: Thresholds) -> ProtectedCube:
    """Protect the whole cube at once, organisations and units under one pattern for each family."""
    if not raw.months or not raw.units:
        return ProtectedCube((), raw.subprojects, raw.units, {}, {}, {}, {}, {}, {})
    return _Protection(raw, thresholds).cube()


class _Protection:
    """One family of measures after the other; each builds on what the ones before it hid."""

    def __init__(self, raw: RawCube, thresholds: Thresholds) -> None:
        self.raw, self.thresholds = raw, thresholds
        self.margins = margins = _Margins(raw)
        self.months = len(raw.months)
        self.system = TableSystem.of_axes(*margins.shape)
        self.staff_system = TableSystem.of_axes(*margins.shape[:3], 1)
        self.units = UnitProtection(margins.unit(raw.staff), raw.subproject_of_unit, thresholds)
        self.width = float(thresholds.min_count - 1)

    def cube(self) -> ProtectedCube:
        m, raw, units = self.margins, self.raw, self.units
        nowhere = np.zeros(m.full, dtype=bool)
        no_unit = np.zeros(units.staff.shape, dtype=bool)

        staff, staff_units = self.protect([], np.zeros(m.staff.shape, dtype=bool), [], no_unit)

        absent = m.unit(raw.absent[..., -1])
        yearly = units.mostly_small(units.small([absent]) | staff_units.hidden)
        seed = np.broadcast_to(staff, m.full)
        hours, hours_units = self.protect([m.absent], seed, [absent], staff_units.hidden, yearly=yearly)

        spells = [m.unit(raw.long_absent[..., -1]), m.unit(raw.short_absent[..., -1])]
        long_yearly = hours_units.yearly | units.mostly_small(units.small(spells))
        long, long_units = self.protect(
            [m.long_absent, m.short_absent], hours, spells, hours_units.hidden, yearly=long_yearly
        )

        counts = {name: m.unit(raw.sums[name].sum(axis=4)) for name in (ONGOING, STARTED, ENDED, OVER_90)}
        flow_yearly = units.mostly_small(units.small([counts[ONGOING], counts[STARTED], counts[ENDED]]))
        ongoing, ongoing_units = self.protect(
            [m.sums[ONGOING]], nowhere, [counts[ONGOING]], no_unit, yearly=flow_yearly, interval=self.width
        )
        # Ongoing now = ongoing before + started - ended (to within those that end on a month's last day),
        # so where a stock is hidden the flows on both sides of it are hidden too.
        flows, flows_units = self.protect(
            [m.sums[STARTED], m.sums[ENDED]],
            _around(ongoing),
            [counts[STARTED], counts[ENDED]],
            _around(ongoing_units.hidden),
            yearly=flow_yearly,
        )
        over = [counts[OVER_90], counts[ONGOING] - counts[OVER_90]]
        over_90, over_90_units = self.protect(
            [m.sums[OVER_90], m.sums[ONGOING] - m.sums[OVER_90]],
            ongoing,
            over,
            ongoing_units.hidden,
            yearly=flow_yearly,
        )
        organisation = {
            "staff": staff,
            "hours": hours,
            "long": long,
            "ongoing": ongoing,
            "flows": flows,
            "over_90": over_90,
        }
        by_unit = {
            "staff": staff_units,
            "hours": hours_units,
            "long": long_units,
            "ongoing": ongoing_units,
            "flows": flows_units,
            "over_90": over_90_units,
        }
        year_counts = {
            "hours": [raw.year_absent],
            "long": [raw.year_long, raw.year_short],
            "flows": [windows(counts[STARTED][:, :, 0]), windows(counts[ENDED][:, :, 0])],
        }
        years = {
            name: units.years(by_unit[name], values, organisation[name][:, 1:, :, 0, 0])
            for name, values in year_counts.items()
        }
        years["long"] |= years["hours"]
        return _published(raw, m, organisation, {name: p.hidden for name, p in by_unit.items()}, years)

    def protect(
        self,
        counts: list[Numbers],
        seed: Mask,
        unit_counts: list[Numbers],
        unit_seed: Mask,
        *,
        yearly: Mask | None = None,
        interval: float = 0.0,
    ) -> tuple[Mask, Pattern]:
        """Organisations first, then units; where units need a subproject's cell hidden, once more."""
        unit_primary = self.units.small(unit_counts) | unit_seed
        while True:
            hidden = self.organisations(counts, seed, interval)
            link = hidden[:, 1:, :, 0, 0]
            pattern = self.units.protect(unit_counts, unit_primary, link, yearly=yearly, interval=interval)
            if (pattern.link == link).all():
                return hidden, pattern
            seed = hidden.copy()
            seed[:, 1:, :, 0, 0] |= pattern.link

    def organisations(self, counts: list[Numbers], seed: Mask, interval: float) -> Mask:
        margins, thresholds = self.margins, self.thresholds
        shape = seed.shape
        system = self.system if shape == margins.full else self.staff_system
        everyone = np.broadcast_to(margins.staff, shape).reshape(self.months, -1)
        within_a_diagnosis = np.array([line.group != 3 for line in system.lines])
        # The same staff stand behind every diagnosis: their number does not add up over diagnoses.
        group = Check(everyone, thresholds.min_group, lines=within_a_diagnosis)
        checks = [Check(values.reshape(self.months, -1), thresholds.min_count) for values in counts]
        primary = seed.reshape(self.months, -1) | group.breaks()
        for check in checks:
            primary |= check.breaks()
        return suppress(
            system,
            primary & (everyone > 0),
            [*checks, group],
            cost=sum((check.values for check in checks), np.zeros_like(everyone)) if checks else everyone,
            candidates=everyone > 0,
            interval=interval,
        ).reshape(shape)


def _around(hidden: Mask) -> Mask:
    """Hidden months, each with the month after it."""
    both = hidden.copy()
    both[1:] |= hidden[:-1]
    return both


class _Margins:
    """The raw sums with every total: (month, organisation, gender, age, diagnosis), index 0 = all."""

    def __init__(self, raw: RawCube) -> None:
        self.raw = raw
        self.shape = (
            len(raw.subprojects) + 1,
            len(GENDERS) + 1,
            len(AGE_GROUPS) + 1,
            len(DIAGNOSIS_GROUPS) + 1,
        )
        self.full = (len(raw.months), *self.shape)
        self.staff = self._add(raw.staff[..., None])
        self.ordinary_hours = self._add(raw.ordinary_hours[..., None])
        self.sums = {name: self._with_all_diagnoses(values) for name, values in raw.sums.items()}
        self.absent, self.long_absent, self.short_absent = (
            self._persons(values) for values in (raw.absent, raw.long_absent, raw.short_absent)
        )

    def _add(self, values: Numbers) -> Numbers:
        """Units become organisations, and totals come first on each axis but the last."""
        subprojects = np.array(self.raw.subproject_of_unit, dtype=np.intp)
        by_employer = np.zeros((values.shape[0], len(self.raw.subprojects), *values.shape[2:]))
        for unit, subproject in enumerate(subprojects):
            by_employer[:, subproject] += values[:, unit]
        for axis in (1, 2, 3):
            by_employer = np.concatenate([by_employer.sum(axis=axis, keepdims=True), by_employer], axis=axis)
        return by_employer

    def _with_all_diagnoses(self, values: Numbers) -> Numbers:
        added = self._add(values)
        return np.concatenate([added.sum(axis=4, keepdims=True), added], axis=4)

    def _persons(self, values: Numbers) -> Numbers:
        added = self._add(values)
        return np.concatenate([added[..., -1:], added[..., :-1]], axis=4)

    def unit(self, values: Numbers) -> Numbers:
        """(month, unit, gender, age) summed to (month, unit, gender), all genders first."""
        by_gender = values.sum(axis=3)
        return np.concatenate([by_gender.sum(axis=2, keepdims=True), by_gender], axis=2)


# Which pattern hides which measure.
FAMILIES = {
    "staff": "staff",
    "ordinary_hours": "staff",
    "sick_hours": "hours",
    "absence_percent": "hours",
    "net_days": "hours",
    "long_share_percent": "long",
    "ongoing": "ongoing",
    "started": "flows",
    "ended": "flows",
    "over_90_percent": "over_90",
}


YEAR_MEASURES = ("absence_percent", "sick_hours", "net_days", "long_share_percent", "started", "ended")


def _published(
    raw: RawCube,
    margins: _Margins,
    organisation: dict[str, Mask],
    units: dict[str, Mask],
    years: dict[str, Mask],
) -> ProtectedCube:
    """Round as shown, then let the hidden values go."""
    tables = measured(margins.sums, margins.staff, margins.ordinary_hours)
    unit_sums = {name: margins.unit(values.sum(axis=4)) for name, values in raw.sums.items()}
    ordinary = margins.unit(raw.ordinary_hours)
    unit_tables = measured(unit_sums, margins.unit(raw.staff), ordinary)
    year_sums = {name: windows(values[:, :, 0]) for name, values in unit_sums.items()}
    year_tables = measured(year_sums, ordinary[:, :, 0], windows(ordinary[:, :, 0]))
    hidden = {name: organisation[FAMILIES[name]] for name in tables}
    unit_hidden = {name: units[FAMILIES[name]] for name in unit_tables}
    years_hidden = {name: years[FAMILIES[name]] for name in YEAR_MEASURES}
    return ProtectedCube(
        months=raw.months,
        subprojects=raw.subprojects,
        units=raw.units,
        tables={name: _without(values, hidden[name]) for name, values in tables.items()},
        hidden=hidden,
        unit_tables={name: _without(values, unit_hidden[name]) for name, values in unit_tables.items()},
        unit_hidden=unit_hidden,
        unit_years={name: _without(year_tables[name], years_hidden[name]) for name in YEAR_MEASURES},
        unit_years_hidden=years_hidden,
    )


def measured(sums: dict[str, Numbers], staff: Numbers, ordinary: Numbers) -> dict[str, Numbers]:
    """Each measure as it is shown: hours and days whole, percentages with one decimal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        absence = np.where(ordinary > 0, sums[HOURS] / ordinary * 100, np.nan)
        share = np.where(sums[HOURS] > 0, sums[LONG_HOURS] / sums[HOURS] * 100, np.nan)
        over = np.where(sums[ONGOING] > 0, sums[OVER_90] / sums[ONGOING] * 100, np.nan)
    return {
        "staff": staff,
        "ordinary_hours": np.round(ordinary),
        "sick_hours": np.round(sums[HOURS]),
        "absence_percent": _rounded(absence),
        "net_days": np.round(sums[DAYS]),
        "long_share_percent": _rounded(share),
        "ongoing": sums[ONGOING],
        "started": sums[STARTED],
        "ended": sums[ENDED],
        "over_90_percent": _rounded(over),
    }


def _rounded(percentages: Numbers) -> Numbers:
    return np.asarray(np.round(percentages, 1), dtype=np.float64)


def _without(values: Numbers, hidden: Mask) -> Numbers:
    return np.where(hidden, np.nan, values)
