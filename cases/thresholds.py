"""The numbers set by law or employer (tröskelvärden) as they stood on a given day.

A number is a dated row with its source, never a literal in code. `thresholds_on` turns rows, from the
database or from `cases.rules.legal_numbers`, into one typed object for the rules. It knows no tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol


class ThresholdRow(Protocol):
    """What a row must offer; `valid_to` is the last day it applies, None while it still applies."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


class ThresholdMissing(LookupError):
    """No row gives a number that the rules need on the day; `names` says which."""

    def __init__(self, day: date, names: Iterable[str]) -> None:
        self.day = day
        self.names = tuple(sorted(names))
        super().__init__(f"No legal number applies on {day} for: {', '.join(self.names)}.")


class ThresholdConflict(ValueError):
    """Two rows give the same number for the same day."""

    def __init__(self, day: date, name: str) -> None:
        self.day = day
        self.name = name
        super().__init__(f"More than one row of “{name}” applies on {day}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Every number the rules take, as it stood on one day. None: that rule did not exist on the day."""

    sick_pay_days: int
    relapse_days: int
    certificate_day: int
    fk_report_from_day: int
    fk_report_latest_day: int
    long_term_days: int
    age_young_last: int
    age_middle_last: int
    fk_break_days: int
    inera_gap_days: int
    karens_max_in_12_months: int | None
    plan_day: int | None
    plan_min_length_days: int | None
    ask_length_day: int | None
    chain_own_work_last_day: int | None
    chain_employer_last_day: int | None
    chain_group_last_day: int | None
    chain_late_day: int | None
    chain_join_days: int | None
    work_trial_max_days: int | None
    work_trial_max_periods: int | None
    work_trial_window_days: int | None
    work_trial_extent: int | None

    @property
    def chain_days(self) -> tuple[int, ...]:
        """The day numbers of the rehabilitation chain that applied: 90, 180, 365 and, since 2022, 550."""
        days = (
            self.chain_own_work_last_day,
            self.chain_employer_last_day,
            self.chain_group_last_day,
            self.chain_late_day,
        )
        return tuple(sorted(day for day in days if day is not None))


OPTIONAL_NAMES = frozenset(
    {
        "karens_max_in_12_months",
        "plan_day",
        "plan_min_length_days",
        "ask_length_day",
        "chain_own_work_last_day",
        "chain_employer_last_day",
        "chain_group_last_day",
        "chain_late_day",
        "chain_join_days",
        "work_trial_max_days",
        "work_trial_max_periods",
        "work_trial_window_days",
        "work_trial_extent",
    }
)
"""Numbers of rules that began after our oldest data; before their first row they are None."""

THRESHOLD_NAMES = tuple(field.name for field in fields(Thresholds))


def thresholds_on(day: date, rows: Iterable[ThresholdRow]) -> Thresholds:
    """The numbers that applied on the day.

    Raises ThresholdMissing, naming them, when a number has no row at all, or none for the day although its
    rule is as old as our data; ThresholdConflict when two rows of one number apply. Rows of other names, such
    as the employer's own, are left alone.
    """
    known: set[str] = set()
    found: dict[str, int] = {}
    for row in rows:
        if row.name not in THRESHOLD_NAMES:
            continue
        known.add(row.name)
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            if row.name in found:
                raise ThresholdConflict(day, row.name)
            found[row.name] = row.value
    missing = {
        name
        for name in THRESHOLD_NAMES
        if name not in known or (name not in found and name not in OPTIONAL_NAMES)
    }
    if missing:
        raise ThresholdMissing(day, missing)
    return Thresholds(**{name: found.get(name) for name in THRESHOLD_NAMES})  # type: ignore[arg-type]
