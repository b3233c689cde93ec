"""The report to Försäkringskassan."""

import pytest

from cases.rules.due import DueState
from cases.rules.fk_report import FkReport, fk_report
from experio.periods import Period
from tests.unit.rules.numbers import day, days, periods_of


def _report(
    *spells: Period, today: str, reported_on: str | None = None, is_ongoing: bool = True
) -> FkReport | None:
    return fk_report(
        periods_of(*spells)[-1],
        from_day_number=15,
        latest_day_number=21,
        is_ongoing=is_ongoing,
        reported_on=None if reported_on is None else day(reported_on),
        today=day(today),
    )


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2021-11-14", DueState.UPCOMING),
        ("2021-11-15", DueState.DUE),
        ("2021-11-21", DueState.DUE),
        ("2021-11-22", DueState.OVERDUE),
    ],
)
def test_the_report_is_due_from_day_15_and_overdue_after_day_21(today: str, state: DueState) -> None:
    report = _report(days("2021-11-01", today), today=today)

    assert report == FkReport(day("2021-11-15"), day("2021-11-21"), state)


def test_a_report_made_is_done_however_late() -> None:
    report = _report(days("2021-11-01", "2021-11-30"), today="2021-11-30", reported_on="2021-11-25")

    assert report is not None
    assert report.state is DueState.DONE


def test_a_report_of_an_earlier_case_does_not_count() -> None:
    report = _report(days("2021-11-01", "2021-11-30"), today="2021-11-30", reported_on="2021-10-20")

    assert report is not None
    assert report.state is DueState.OVERDUE


@pytest.mark.parametrize(("last_day", "is_needed"), [("2021-11-14", False), ("2021-11-15", True)])
def test_an_absence_that_ends_before_day_15_is_not_reported(last_day: str, is_needed: bool) -> None:
    report = _report(days("2021-11-01", last_day), today="2021-11-16", is_ongoing=False)

    assert (report is not None) is is_needed


def test_after_a_relapse_day_15_comes_sooner() -> None:
    report = _report(days("2021-11-01", "2021-11-10"), days("2021-11-15", "2021-11-16"), today="2021-11-16")

    assert report is not None
    assert (report.from_day, report.latest_day) == (day("2021-11-19"), day("2021-11-25"))
