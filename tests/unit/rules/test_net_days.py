"""Net and gross days."""

from decimal import Decimal

from cases.rules.net_days import gross_days, net_days
from tests.unit.rules.numbers import days

NOVEMBER = days("2021-11-01", "2021-11-30")


def test_only_days_within_the_period_count() -> None:
    leave = [(days("2021-10-25", "2021-11-10"), 75), (days("2021-11-11", "2021-12-31"), 25)]

    assert net_days(leave, NOVEMBER) == Decimal("12.5")  # 10 days at 75 %, 20 at 25 %
    assert gross_days(leave, NOVEMBER) == 30


def test_a_gross_day_is_counted_once_however_many_rows_hold_it() -> None:
    leave = [(days("2021-11-01", "2021-11-10"), 50), (days("2021-11-05", "2021-11-12"), 25)]

    assert gross_days(leave, NOVEMBER) == 12


def test_nothing_within_the_period_is_no_days() -> None:
    assert net_days([(days("2021-10-01"), 100)], NOVEMBER) == 0
    assert gross_days([], NOVEMBER) == 0
