"""The sick-pay period (sjuklöneperiod), relapse (återinsjuknande) and the waiting deduction (karensavdrag).

Sjuklönelagen (1991:1047) 6–7 §§. Only sick days are numbered: days of health between two spells of one period
are not. The employer pays days 1–14, Försäkringskassan from day 15. Part-time sick days count as whole days.
All spells given to one call are with the same employer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from cases.rules.gap_rules import is_relapse, joined
from experio.periods import Period, merge


class Payer(StrEnum):
    """Who pays for the day: the employer sick pay (sjuklön), Försäkringskassan benefit (sjukpenning)."""

    EMPLOYER = "employer"
    FORSAKRINGSKASSAN = "forsakringskassan"


@dataclass(frozen=True, slots=True)
class SickDay:
    """One sick day: its number in the sick-pay period and who pays for it."""

    day: date
    number: int
    payer: Payer


@dataclass(frozen=True, slots=True)
class SickPayPeriod:
    """The spells that share one count of days; in order, none touching the next.

    `has_karens` says whether the period carries a waiting deduction; None when the rule did not exist on its
    first day. `sick_pay_days` is the number of days the employer pays.
    """

    spells: tuple[Period, ...]
    sick_pay_days: int
    has_karens: bool | None

    @property
    def first_day(self) -> date:
        return self.spells[0].first_day

    @property
    def last_day(self) -> date:
        return self.spells[-1].last_day

    @property
    def sick_days(self) -> int:
        """Sick days so far; days of health between the spells are not counted."""
        return sum(spell.days for spell in self.spells)

    @property
    def has_relapse(self) -> bool:
        """Whether the person fell ill again and went on counting where the former spell stopped."""
        return len(self.spells) > 1

    def number_of(self, day: date) -> int | None:
        """The day's number in the period; None on a day of health or outside the period."""
        before = 0
        for spell in self.spells:
            if day in spell:
                return before + (day - spell.first_day).days + 1
            before += spell.days
        return None

    def payer_on(self, day: date) -> Payer | None:
        """Who pays for the day; None on a day of health or outside the period."""
        number = self.number_of(day)
        return None if number is None else payer_of(number, sick_pay_days=self.sick_pay_days)

    def date_of(self, number: int) -> date:
        """The day that has the number, or will have it if the person stays ill from the last known day on."""
        if number < 1:
            raise ValueError(f"Days are numbered from 1, not {number}.")
        before = 0
        for spell in self.spells:
            if number <= before + spell.days:
                break
            before += spell.days
        else:
            spell = self.spells[-1]
            before -= spell.days
        return spell.first_day + timedelta(days=number - before - 1)

    def number_if_ill_until(self, day: date) -> int:
        """How many sick days there will have been if the last spell goes on, unbroken, through the day."""
        latest = self.spells[-1]
        return self.sick_days - latest.days + (day - latest.first_day).days + 1

    def has_reached(self, number: int) -> bool:
        """Whether there have been so many sick days."""
        return self.sick_days >= number

    @property
    def benefit_from(self) -> date:
        """The first day of Försäkringskassan's responsibility, day 15 (reached or not)."""
        return self.date_of(self.sick_pay_days + 1)

    def each_sick_day(self) -> tuple[SickDay, ...]:
        """Every sick day with its number and payer."""
        days = (day for spell in self.spells for day in spell.each_day())
        return tuple(
            SickDay(day, number, payer_of(number, sick_pay_days=self.sick_pay_days))
            for number, day in enumerate(days, start=1)
        )


def payer_of(day_number: int, *, sick_pay_days: int) -> Payer:
    """Who pays for the day with this number: the employer up to day 14 (sjuklönelagen 7 §)."""
    return Payer.EMPLOYER if day_number <= sick_pay_days else Payer.FORSAKRINGSKASSAN


def sick_pay_periods(
    spells: Iterable[Period],
    *,
    relapse_days: int,
    sick_pay_days: int,
    karens_max_in_12_months: int | None,
    earlier_karens: Iterable[date] = (),
    special_protection: Iterable[Period] = (),
) -> tuple[SickPayPeriod, ...]:
    """The sick-pay periods that the spells form, in order.

    `earlier_karens` are first days of earlier periods with a deduction that are not among the spells.
    A period has no deduction when there were already ten in the twelve months before its first day (allmänt
    högriskskydd), or when Försäkringskassan's decision on special protection (särskilt högriskskydd) covers
    its first day. Touching or overlapping spells are one spell, so that no day is numbered twice.
    """
    deductions = list(earlier_karens)
    protected = tuple(special_protection)
    periods: list[SickPayPeriod] = []
    for run in joined(merge(spells), partial(is_relapse, relapse_days=relapse_days)):
        first_day = run[0].first_day
        has_karens: bool | None = None
        if karens_max_in_12_months is not None:
            window_from = twelve_months_before(first_day)
            in_window = sum(window_from <= deduction < first_day for deduction in deductions)
            is_protected = any(first_day in decision for decision in protected)
            has_karens = in_window < karens_max_in_12_months and not is_protected
            if has_karens:
                deductions.append(first_day)
        periods.append(SickPayPeriod(run, sick_pay_days, has_karens))
    return tuple(periods)


def sick_pay_period_on(periods: Iterable[SickPayPeriod], day: date) -> SickPayPeriod | None:
    """The period that has the day as one of its sick days, or None."""
    return next((period for period in periods if period.number_of(day) is not None), None)


def relapse_until(spell: Period, *, relapse_days: int) -> date:
    """The last day on which falling ill again would continue the same sick-pay period."""
    return spell.last_day + timedelta(days=relapse_days)


def twelve_months_before(day: date) -> date:
    """The same date a year earlier; for 29 February the 28th."""
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
