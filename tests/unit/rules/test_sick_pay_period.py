"""Sick-pay period, relapse, waiting deduction."""

from datetime import date

import pytest

from cases.rules.sick_pay_period import (
    Payer,
    payer_of,
    relapse_until,
    sick_pay_period_on,
    sick_pay_periods,
    twelve_months_before,
)
from tests.unit.rules.numbers import day, days, periods_of


@pytest.mark.parametrize(
    ("number", "payer"),
    [
        (1, Payer.EMPLOYER),
        (14, Payer.EMPLOYER),
        (15, Payer.FORSAKRINGSKASSAN),
        (400, Payer.FORSAKRINGSKASSAN),
    ],
)
def test_the_employer_pays_fourteen_days(number: int, payer: Payer) -> None:
    assert payer_of(number, sick_pay_days=14) is payer


def test_each_day_has_a_number_and_a_payer() -> None:
    (period,) = periods_of(days("2021-11-01", "2021-11-16"))

    sick_days = period.each_sick_day()

    assert [sick_day.number for sick_day in sick_days] == list(range(1, 17))
    assert [sick_day.day for sick_day in sick_days if sick_day.payer is Payer.FORSAKRINGSKASSAN] == [
        day("2021-11-15"),
        day("2021-11-16"),
    ]


@pytest.mark.parametrize(("again", "periods"), [("2021-11-09", 1), ("2021-11-10", 2)])
def test_ill_again_within_five_days_goes_on_counting(again: str, periods: int) -> None:
    assert len(periods_of(days("2021-11-01", "2021-11-04"), days(again))) == periods
    assert relapse_until(days("2021-11-01", "2021-11-04"), relapse_days=5) == day("2021-11-09")


def test_healthy_days_between_have_no_number_and_no_payer() -> None:
    (period,) = periods_of(days("2021-11-01", "2021-11-04"), days("2021-11-09"))

    assert period.has_relapse
    assert period.sick_days == 5
    for healthy in days("2021-11-05", "2021-11-08").each_day():
        assert period.number_of(healthy) is None
        assert period.payer_on(healthy) is None


def test_relapse_is_counted_from_the_end_of_each_spell_in_turn() -> None:
    (period,) = periods_of(days("2021-11-01"), days("2021-11-06"), days("2021-11-11"), days("2021-11-16"))

    assert period.number_of(day("2021-11-16")) == 4


def test_adjacent_and_overlapping_spells_are_one_spell() -> None:
    (period,) = periods_of(
        days("2021-11-01", "2021-11-05"), days("2021-11-06", "2021-11-08"), days("2021-11-07", "2021-11-10")
    )

    assert period.spells == (days("2021-11-01", "2021-11-10"),)
    assert not period.has_relapse


@pytest.mark.parametrize(
    ("number", "falls_on"),
    [
        (1, "2021-11-01"),
        (4, "2021-11-04"),
        (5, "2021-11-09"),
        (6, "2021-11-10"),
        (7, "2021-11-11"),
        (15, "2021-11-19"),
    ],
)
def test_the_date_of_a_day_number_skips_healthy_days_and_looks_ahead(number: int, falls_on: str) -> None:
    (period,) = periods_of(days("2021-11-01", "2021-11-04"), days("2021-11-09", "2021-11-10"))

    assert period.date_of(number) == day(falls_on)
    assert period.has_reached(number) is (number <= 6)
    if number > 4:
        assert period.number_if_ill_until(day(falls_on)) == number


def test_there_is_no_day_zero() -> None:
    (period,) = periods_of(days("2021-11-01"))

    with pytest.raises(ValueError, match="numbered from 1"):
        period.date_of(0)


def test_the_period_of_a_day_is_found() -> None:
    periods = periods_of(days("2021-11-01", "2021-11-04"), days("2021-11-20", "2021-11-22"))

    assert sick_pay_period_on(periods, day("2021-11-21")) == periods[1]
    assert sick_pay_period_on(periods, day("2021-11-10")) is None


def test_the_eleventh_deduction_in_twelve_months_is_spared_and_the_next_year_begins_afresh() -> None:
    months = [days(f"2021-{month:02d}-01") for month in range(1, 12)]

    deductions = [period.has_karens for period in periods_of(*months, days("2022-01-02"))]

    # January to October carry ten; in November ten lie behind. On 2 January the first of them is too old.
    assert deductions == [True] * 10 + [False, True]


def test_a_deduction_on_the_same_date_a_year_ago_still_counts() -> None:
    ten = tuple(date(2020, 11, 22 + number % 2) for number in range(10))

    assert periods_of(days("2021-11-22"), earlier_karens=ten)[0].has_karens is False
    assert periods_of(days("2021-11-23"), earlier_karens=ten)[0].has_karens is True


def test_special_protection_spares_the_deduction_while_the_decision_applies() -> None:
    periods = sick_pay_periods(
        [days("2021-11-01"), days("2021-12-01")],
        relapse_days=5,
        sick_pay_days=14,
        karens_max_in_12_months=10,
        special_protection=[days("2021-01-01", "2021-11-30")],
    )

    assert [period.has_karens for period in periods] == [False, True]


def test_before_the_deduction_existed_nothing_is_said_about_it() -> None:
    (period,) = sick_pay_periods(
        [days("2018-11-01")], relapse_days=5, sick_pay_days=14, karens_max_in_12_months=None
    )

    assert period.has_karens is None


@pytest.mark.parametrize(
    ("on", "before"),
    [("2021-11-22", "2020-11-22"), ("2020-02-29", "2019-02-28"), ("2021-02-28", "2020-02-28")],
)
def test_twelve_months_before_is_the_same_date_a_year_earlier(on: str, before: str) -> None:
    assert twelve_months_before(day(on)) == day(before)
