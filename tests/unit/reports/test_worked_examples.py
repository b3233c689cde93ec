"""The worked examples of docs/statistics/, page by page, with the numbers that stand there."""

from datetime import date, timedelta

import numpy as np
import pytest

from experio.periods import Period
from reports.disclosure.cube import measured
from reports.disclosure.units import windows
from reports.progress_report.absence import share
from reports.progress_report.programmes import ESF1420, Facts
from reports.working_time import WorkingDays, is_working_day, scheduled_hours

NOVEMBER = Period(date(2021, 11, 1), date(2021, 11, 30))
CALENDAR = WorkingDays.of(Period(date(2021, 1, 1), date(2021, 12, 31)))


def working_days(first: date, last: date) -> int:
    return CALENDAR.between(Period(first, last))


def sums(**given: float) -> dict[str, np.ndarray]:
    names = ("sick_hours", "net_days", "long_hours", "ongoing", "started", "ended", "ongoing_over_90")
    return {name: np.array([float(given.get(name, 0))]) for name in names}


def test_staff_and_hours_page():
    full = scheduled_hours(40, CALENDAR.between(NOVEMBER))
    part = scheduled_hours(20, working_days(date(2021, 11, 1), date(2021, 11, 12)))

    assert CALENDAR.between(NOVEMBER) == 22
    assert (full, part, full + part) == (176, 40, 216)


def test_absence_percent_page():
    sick = scheduled_hours(40, working_days(date(2021, 11, 10), date(2021, 11, 16))) * 0.5

    shown = measured(sums(sick_hours=sick), np.array([2.0]), np.array([216.0]))

    assert sick == 20
    assert shown["absence_percent"][0] == 9.3


def test_absence_percent_page_half_sick_leave_of_a_hundred_days():
    first = date(2021, 8, 7)
    days = working_days(first, first + timedelta(days=99))

    assert days == 70
    assert scheduled_hours(40, days) * 0.5 == 280


def test_net_days_page():
    assert 2 * 50 / 100 == 1
    assert (
        measured(sums(net_days=10 * 1.0 + 20 * 0.25), np.array([1.0]), np.array([1.0]))["net_days"][0] == 15
    )


def test_long_share_page():
    shown = measured(sums(sick_hours=60, long_hours=45), np.array([1.0]), np.array([100.0]))

    assert shown["long_share_percent"][0] == 75.0


def test_unit_dashboard_page():
    sick, ordinary = windows(np.full(12, 100.0))[-1], windows(np.full(12, 2000.0))[-1]

    assert (sick, ordinary) == (1200, 24000)
    assert measured(sums(sick_hours=sick), np.array([1.0]), np.array([ordinary]))["absence_percent"][0] == 5.0


def test_progress_report_page():
    from reports.disclosure import Figure

    assert share(Figure(90.0), Figure(96.0)).value == 93.8


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2021, 12, 24), True),
        (date(2021, 12, 25), False),
        (date(2021, 4, 2), False),
        (date(2021, 6, 6), False),
        (date(2021, 11, 20), False),
        (date(2021, 11, 22), True),
    ],
)
def test_working_days_are_weekdays_that_are_no_public_holidays(day, works):
    assert is_working_day(day) is works


def facts(**changes: object) -> Facts:
    given = {
        "gender": "woman",
        "subproject": 1,
        "age": 39,
        "entered_on": date(2020, 5, 16),
        "left_on": date(2021, 5, 1),
        "labour_status": "employed",
        "education": 3,
        "was_in_education": False,
        "labour_status_on_exit": "employed",
        "is_in_education_on_exit": False,
        "has_qualification": None,
    }
    return Facts(**{**given, **changes})  # type: ignore[arg-type]


def counted(one: Facts) -> set[str]:
    return {i.code for i in ESF1420.indicators if i.counts is not None and i.counts(one)}


def test_a_sick_listed_employee_is_employed_and_her_return_is_no_new_employment():
    assert counted(facts()) == {"CO05", "CO10"}


def test_who_was_unemployed_and_works_on_exit_counts_as_a_result():
    assert counted(facts(labour_status="long_term_unemployed")) == {"CO01", "CO02", "CO10", "CR04"}


def test_a_record_without_education_is_incomplete():
    assert not facts(education=None).is_complete
    assert facts(education=0).is_complete
