"""Work trial with kept benefit."""

from dataclasses import replace

import pytest

from cases.rules.legal_numbers import LEGAL_NUMBERS
from cases.rules.work_trial import WorkTrial, WorkTrialProblem, work_trial_problems
from cases.thresholds import thresholds_on
from tests.unit.rules.numbers import day, days

NUMBERS = thresholds_on(day("2026-09-01"), LEGAL_NUMBERS)
GOOD = WorkTrial(days("2026-09-01", "2026-09-14"), 100, day("2026-08-31"), has_written_agreement=True)


def test_fourteen_days_at_full_leave_told_the_day_before_and_agreed_is_accepted() -> None:
    assert work_trial_problems(GOOD, [], NUMBERS) == ()


@pytest.mark.parametrize("told_on", [None, "2026-09-01", "2026-09-02"])
def test_forsakringskassan_must_know_before_it_begins(told_on: str | None) -> None:
    trial = replace(GOOD, fk_told_on=None if told_on is None else day(told_on))

    assert work_trial_problems(trial, [], NUMBERS) == (WorkTrialProblem.FK_NOT_TOLD_BEFORE,)


def test_it_needs_a_written_agreement() -> None:
    trial = replace(GOOD, has_written_agreement=False)

    assert work_trial_problems(trial, [], NUMBERS) == (WorkTrialProblem.NO_AGREEMENT,)


def test_every_problem_is_told_at_once() -> None:
    trial = WorkTrial(days("2026-09-01", "2026-09-30"), 50, None, has_written_agreement=False)

    assert work_trial_problems(trial, [], NUMBERS) == (
        WorkTrialProblem.TOO_LONG,
        WorkTrialProblem.NOT_FULL_SICK_LEAVE,
        WorkTrialProblem.FK_NOT_TOLD_BEFORE,
        WorkTrialProblem.NO_AGREEMENT,
    )


@pytest.mark.parametrize(
    ("others", "is_too_many"),
    [
        (["2025-09-02", "2026-05-04"], True),  # the first begins 364 days before
        (["2025-09-01", "2026-05-04"], False),  # 365 days before: outside the window
        (["2026-05-04", "2026-11-02"], True),  # one on each side
        (["2026-10-05", "2026-11-02"], True),  # both later
        (["2026-12-01", "2027-08-31"], True),
        (["2026-12-01", "2027-09-01"], False),
        (["2026-05-04"], False),
    ],
)
def test_there_are_at_most_two_in_any_365_days(others: list[str], is_too_many: bool) -> None:
    problems = work_trial_problems(GOOD, [days(first) for first in others], NUMBERS)

    assert (WorkTrialProblem.TOO_MANY in problems) is is_too_many


def test_before_march_2026_there_was_no_such_rule() -> None:
    trial = replace(GOOD, period=days("2026-02-02", "2026-02-10"), fk_told_on=day("2026-01-30"))

    assert work_trial_problems(trial, [], thresholds_on(day("2026-02-02"), LEGAL_NUMBERS)) == (
        WorkTrialProblem.RULE_NOT_IN_FORCE,
    )
