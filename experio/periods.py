"""Whole days and calendar months: the values that every part of Experio speaks.

Both ends of a period belong to it. Something that is still going on has no last day in the database; it is
cut at the edge, with `Period.clipped`, before it becomes a `Period`, so that no arithmetic has to ask again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

ONE_DAY = timedelta(days=1)

_MONTH_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A run of whole days; both ends belong to it. ValueError when the last day is before the first."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"The last day {self.last_day} is before the first day {self.first_day}.")

    @classmethod
    def clipped(cls, first_day: date, last_day: date | None, until: date) -> Self | None:
        """The days from `first_day` to `last_day`, or to `until` if that is earlier or nothing has ended yet.

        None when it all lies after `until`.
        """
        end = until if last_day is None else min(last_day, until)
        return cls(first_day, end) if first_day <= end else None

    @classmethod
    def starting(cls, first_day: date, days: int) -> Self:
        """The period of so many days that begins on `first_day`."""
        return cls(first_day, first_day + timedelta(days=days - 1))

    @classmethod
    def year(cls, year: int) -> Self:
        """The calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def days(self) -> int:
        """The number of calendar days, never less than one."""
        return (self.last_day - self.first_day).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    def each_day(self) -> Iterator[date]:
        """Every day from the first to the last."""
        for number in range(self.days):
            yield self.first_day + timedelta(days=number)

    def overlap(self, other: "Period") -> "Period | None":
        """The days that both periods have, or None."""
        first = max(self.first_day, other.first_day)
        last = min(self.last_day, other.last_day)
        return Period(first, last) if first <= last else None

    def overlaps(self, other: "Period") -> bool:
        """Whether the periods have a day in common."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def touches(self, other: "Period") -> bool:
        """Whether the periods overlap or one begins the day after the other ends."""
        # Compared by subtraction, because the day after 9999-12-31 does not exist.
        return (self.first_day - other.last_day).days <= 1 and (other.first_day - self.last_day).days <= 1

    def gap_to(self, later: "Period") -> int:
        """Whole days between this period and a later one; 0 when it begins the day after this one ends.

        Raises ValueError when the other does not begin after the end of this one.
        """
        if later.first_day <= self.last_day:
            raise ValueError(f"{later} does not begin after the end of {self}.")
        return (later.first_day - self.last_day).days - 1

    def months(self) -> "tuple[Month, ...]":
        """The calendar months that hold at least one day of the period, in order."""
        return months_between(Month.of(self.first_day), Month.of(self.last_day))


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; `number` is 1 to 12. Written 2021-11. Raises ValueError outside the calendar."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"There is no month {self.number}.")
        if not 1 <= self.year <= 9999:
            raise ValueError(f"There is no year {self.year}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2021-11`. Raises ValueError with a sentence that says how a month is written."""
        match = _MONTH_TEXT.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"“{text}” is not a month; write it as 2021-11.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that holds the day."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        if self.number == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.number + 1, 1) - ONE_DAY

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def days(self) -> int:
        """The number of calendar days, 28 to 31."""
        return self.last_day.day

    def plus(self, months: int) -> "Month":
        """So many months later; a negative number goes back."""
        index = self.year * 12 + (self.number - 1) + months
        return Month(index // 12, index % 12 + 1)

    def next(self) -> "Month":
        return self.plus(1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.number)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is before `first`."""
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return tuple(first.plus(number) for number in range(count))


def merge(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days as the periods hold together, as the fewest periods: touching ones become one.

    In order; no two of the result touch.
    """
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and merged[-1].touches(period):
            merged[-1] = Period(merged[-1].first_day, max(merged[-1].last_day, period.last_day))
        else:
            merged.append(period)
    return tuple(merged)
