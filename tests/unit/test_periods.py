"""Whole days and months."""

from datetime import date

import pytest

from experio.periods import Month, Period, merge, months_between
from tests.unit.rules.numbers import day, days


def test_both_ends_belong_to_a_period() -> None:
    period = days("2021-11-01", "2021-11-30")

    assert period.days == 30
    assert period.first_day in period
    assert period.last_day in period
    assert day("2021-12-01") not in period
    assert list(days("2021-02-28", "2021-03-01").each_day()) == [day("2021-02-28"), day("2021-03-01")]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="2021-11-01 is before the first day 2021-11-02"):
        Period(day("2021-11-02"), day("2021-11-01"))


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (None, days("2021-11-01", "2021-11-22")),
        (day("2021-11-10"), days("2021-11-01", "2021-11-10")),
        (day("2022-01-31"), days("2021-11-01", "2021-11-22")),
    ],
)
def test_an_open_end_is_cut_at_the_edge(last_day: date | None, expected: Period) -> None:
    assert Period.clipped(day("2021-11-01"), last_day, day("2021-11-22")) == expected


def test_what_begins_on_the_edge_is_that_day() -> None:
    assert Period.clipped(day("2021-11-22"), None, day("2021-11-22")) == days("2021-11-22")


def test_periods_by_their_length_and_by_their_year() -> None:
    assert Period.starting(day("2021-11-01"), 30) == days("2021-11-01", "2021-11-30")
    assert Period.starting(day("2021-11-01"), 1) == days("2021-11-01")
    assert Period.year(2020) == days("2020-01-01", "2020-12-31")


def test_what_lies_wholly_after_the_edge_is_nothing() -> None:
    assert Period.clipped(day("2021-11-23"), None, day("2021-11-22")) is None


@pytest.mark.parametrize(
    ("other", "common"),
    [
        (days("2021-11-05", "2021-11-15"), days("2021-11-05", "2021-11-10")),
        (days("2021-11-10", "2021-11-15"), days("2021-11-10")),
        (days("2021-11-11", "2021-11-15"), None),
        (days("2021-10-01", "2021-12-31"), days("2021-11-01", "2021-11-10")),
    ],
)
def test_the_overlap_is_the_days_both_have(other: Period, common: Period | None) -> None:
    period = days("2021-11-01", "2021-11-10")

    assert period.overlap(other) == common
    assert period.overlaps(other) is (common is not None)


@pytest.mark.parametrize(
    ("later", "gap", "touches"),
    [("2021-11-11", 0, True), ("2021-11-12", 1, False), ("2021-12-01", 20, False)],
)
def test_the_gap_is_the_whole_days_between(later: str, gap: int, touches: bool) -> None:
    period = days("2021-11-01", "2021-11-10")

    assert period.gap_to(days(later)) == gap
    assert period.touches(days(later)) is days(later).touches(period) is touches


def test_there_is_no_gap_to_what_does_not_come_after() -> None:
    with pytest.raises(ValueError, match="does not begin after"):
        days("2021-11-01", "2021-11-10").gap_to(days("2021-11-10"))


def test_the_end_of_the_calendar_is_no_trap() -> None:
    end = Period(date(9999, 12, 1), date.max)

    assert end.touches(days("2021-11-01")) is False
    assert end.months() == (Month(9999, 12),)
    assert Month(9999, 12).last_day == date.max


def test_touching_periods_merge_into_one() -> None:
    merged = merge(
        [
            days("2021-11-10", "2021-11-12"),
            days("2021-11-01", "2021-11-03"),
            days("2021-11-04"),
            days("2021-11-11"),
        ]
    )

    assert merged == (days("2021-11-01", "2021-11-04"), days("2021-11-10", "2021-11-12"))


def test_a_period_inside_a_longer_one_does_not_shorten_it() -> None:
    assert merge([days("2021-11-01", "2021-11-30"), days("2021-11-05")]) == (
        days("2021-11-01", "2021-11-30"),
    )


def test_a_period_knows_its_months() -> None:
    assert [str(month) for month in days("2021-11-30", "2022-02-01").months()] == [
        "2021-11",
        "2021-12",
        "2022-01",
        "2022-02",
    ]


@pytest.mark.parametrize(
    ("month", "last_day"),
    [
        ("2021-02", "2021-02-28"),
        ("2020-02", "2020-02-29"),
        ("2021-12", "2021-12-31"),
        ("2021-04", "2021-04-30"),
    ],
)
def test_a_month_ends_where_the_calendar_says(month: str, last_day: str) -> None:
    assert Month.parse(month).last_day == day(last_day)
    assert Month.parse(month).period == Period(Month.parse(month).first_day, day(last_day))


def test_months_follow_each_other_across_the_year() -> None:
    assert Month(2021, 12).next() == Month(2022, 1)
    assert Month(2022, 1).previous() == Month(2021, 12)
    assert Month(2021, 11).plus(-11) == Month(2020, 12)
    assert sorted([Month(2022, 1), Month(2021, 12)]) == [Month(2021, 12), Month(2022, 1)]
    assert months_between(Month(2022, 1), Month(2021, 12)) == ()


@pytest.mark.parametrize(
    "text", ["2021-13", "2021-00", "2021-1", "21-11", "2021-11-01", "", "0000-01", "２０２１-11"]
)
def test_a_month_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        Month.parse(text)


def test_a_month_knows_its_days() -> None:
    february = Month(2020, 2)

    assert february.days == 29
    assert february.period == days("2020-02-01", "2020-02-29")
    assert day("2020-02-29") in february
    assert day("2020-03-01") not in february
    assert day("2021-02-01") not in february


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_of_the_calendar_have_months(year: int) -> None:
    assert Month(year, 12).last_day == date(year, 12, 31)


@pytest.mark.parametrize("year", [0, 10_000])
def test_a_year_outside_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"no year {year}"):
        Month(year, 1)
