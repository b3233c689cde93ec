"""Days on which an ordinary schedule has no work: weekends, public holidays and their work-free eves.

Sources: lag (1989:253) om allmänna helgdagar; the eves are work-free by the agreements of the public sector.
"""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False, language="sv"))


@cache
def is_free_by_calendar(day: date) -> bool:
    """Whether most people are off: Saturday, Sunday, public holiday, Midsummer's, Christmas or New Year's
    Eve.
    """
    return day.weekday() >= 5 or day in _public_holidays(day.year) or _is_eve(day)


def _is_eve(day: date) -> bool:
    if (day.month, day.day) in ((12, 24), (12, 31)):
        return True
    # Midsummer's Eve is the Friday between 19 and 25 June.
    return day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4


def is_last_working_day_of_month(day: date) -> bool:
    """Whether only days off follow in the month: a spell that ends here may be cut by the file."""
    return _only_free_until_month_changes(day, timedelta(days=1))


def is_first_working_day_of_month(day: date) -> bool:
    """Whether only days off go before in the month: a spell that begins here may be cut by the file."""
    return _only_free_until_month_changes(day, timedelta(days=-1))


def _only_free_until_month_changes(day: date, step: timedelta) -> bool:
    other = day + step
    while other.month == day.month:
        if not is_free_by_calendar(other):
            return False
        other += step
    return True
