"""Scheduled working time: which days are working days, and how many hours fall on them.

A week's hours are spread evenly over Monday to Friday; Swedish public holidays carry no hours. Sick hours
and ordinary hours use the same days, so that a person's time can stand in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

import holidays

from experio.periods import Period

WORKING_DAYS_A_WEEK = 5
FRIDAY = 4


@dataclass(frozen=True)
class WorkingDays:
    """
    The working days (arbetsdagar) from `first_day` on, as running totals.

    `counted[n]` is the number of working days among the first n days, so that any span is one subtraction,
    here and in SQL.
    """

    first_day: date
    counted: tuple[int, ...]

    @classmethod
    def of(cls, period: Period) -> "WorkingDays":
        return _working_days(period)

    def between(self, period: Period) -> int:
        """Working days in the period, which must lie within the calendar."""
        start = (period.first_day - self.first_day).days
        return self.counted[start + period.days] - self.counted[start]


def is_working_day(day: date) -> bool:
    """Monday to Friday and no Swedish public holiday (Sundays, which the list may carry, fall out anyway)."""
    return day.weekday() <= FRIDAY and day not in _holidays(day.year)


def scheduled_hours(weekly_hours: float, working_days: int) -> float:
    """Hours that an employment schedules on so many working days."""
    return weekly_hours / WORKING_DAYS_A_WEEK * working_days


@lru_cache(maxsize=200)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False))


@lru_cache(maxsize=8)
def _working_days(period: Period) -> WorkingDays:
    def each() -> Iterator[int]:
        yield 0
        for number in range(period.days):
            yield int(is_working_day(period.first_day + timedelta(days=number)))

    return WorkingDays(period.first_day, tuple(accumulate(each())))
