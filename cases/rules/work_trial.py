"""Work trial with kept benefit (arbetsprövning med bibehållen sjukpenning), since 2026-03-01.

Prop. 2025/26:53. Only during full sick leave; at most 14 calendar days at a time and two periods a year;
Försäkringskassan is told before it begins; employee and employer agree in writing. The length and the number
come from news reports, and "a year" is read as any 365 days: not confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.thresholds import Thresholds
from experio.periods import Period


class WorkTrialProblem(StrEnum):
    """Why a work trial cannot be accepted as planned."""

    RULE_NOT_IN_FORCE = "rule_not_in_force"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOT_FULL_SICK_LEAVE = "not_full_sick_leave"
    FK_NOT_TOLD_BEFORE = "fk_not_told_before"
    NO_AGREEMENT = "no_agreement"


@dataclass(frozen=True, slots=True)
class WorkTrial:
    """A planned trial: `sick_leave_extent` is the lowest extent during it, in percent."""

    period: Period
    sick_leave_extent: int
    fk_told_on: date | None
    has_written_agreement: bool


def work_trial_problems(
    trial: WorkTrial, others: Iterable[Period], thresholds: Thresholds
) -> tuple[WorkTrialProblem, ...]:
    """Everything that is wrong with the trial; empty when it may be accepted.

    `others` are the person's other trials, earlier or later. `thresholds` are those of the trial's first day.
    """
    max_days = thresholds.work_trial_max_days
    max_periods = thresholds.work_trial_max_periods
    window_days = thresholds.work_trial_window_days
    extent = thresholds.work_trial_extent
    if max_days is None or max_periods is None or window_days is None or extent is None:
        return (WorkTrialProblem.RULE_NOT_IN_FORCE,)
    problems: list[WorkTrialProblem] = []
    if trial.period.days > max_days:
        problems.append(WorkTrialProblem.TOO_LONG)
    if _most_in_a_window(trial.period, others, window_days) > max_periods:
        problems.append(WorkTrialProblem.TOO_MANY)
    if trial.sick_leave_extent < extent:
        problems.append(WorkTrialProblem.NOT_FULL_SICK_LEAVE)
    if trial.fk_told_on is None or trial.fk_told_on >= trial.period.first_day:
        problems.append(WorkTrialProblem.FK_NOT_TOLD_BEFORE)
    if not trial.has_written_agreement:
        problems.append(WorkTrialProblem.NO_AGREEMENT)
    return tuple(problems)


def _most_in_a_window(trial: Period, others: Iterable[Period], window_days: int) -> int:
    """The most trials, this one among them, that begin within one window of so many days."""
    starts = [trial.first_day, *(other.first_day for other in others)]
    windows_with_this_trial = (first for first in starts if 0 <= (trial.first_day - first).days < window_days)
    return max(
        sum(0 <= (start - first).days < window_days for start in starts) for first in windows_with_this_trial
    )
