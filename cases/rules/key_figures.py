"""The seven key figures of the mandatory sickness-absence report (obligatorisk sjukfrånvaroredovisning).

SFS 2002:1065 for municipalities and regions, förordning 2000:605 7 kap. 3 § for state authorities. Every
rate divides by the group's *own* ordinary working hours (ordinarie arbetstid); only K2 divides by absence.
Nothing is hidden here: small groups are protected where figures leave the house, in `reports`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial

from cases.rules.gap_rules import is_relapse, joined
from experio.periods import Period, merge


class AgeBand(StrEnum):
    """The three age groups of the report: at most 29, 30–49, at least 50 years."""

    YOUNG = "young"
    MIDDLE = "middle"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class StaffYear:
    """One person's hours of the year. `gender` is "woman" or "man"; `age` is in whole years.

    `sick_hours` counts all sickness absence; `long_sick_hours` is the part of it in spells of at least 60
    days.
    """

    gender: str
    age: int
    ordinary_hours: Decimal
    sick_hours: Decimal
    long_sick_hours: Decimal


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """K1–K7 in percent, not rounded; None where there is nothing to divide by.

    K1 total, K2 long-term share of the absence, K3 women, K4 men, K5 at most 29, K6 30–49, K7 at least 50
    years.
    """

    total: Decimal | None
    long_term_share: Decimal | None
    women: Decimal | None
    men: Decimal | None
    young: Decimal | None
    middle: Decimal | None
    older: Decimal | None


def key_figures(staff: Iterable[StaffYear], *, age_young_last: int, age_middle_last: int) -> KeyFigures:
    """K1–K7 of everybody given, who all have ordinary working time and would count as absent when ill."""
    everybody = tuple(staff)

    def of_band(band: AgeBand) -> Decimal | None:
        return absence_rate(
            person
            for person in everybody
            if age_band(person.age, age_young_last=age_young_last, age_middle_last=age_middle_last) is band
        )

    return KeyFigures(
        total=absence_rate(everybody),
        long_term_share=percentage(
            sum((person.long_sick_hours for person in everybody), Decimal(0)),
            sum((person.sick_hours for person in everybody), Decimal(0)),
        ),
        women=absence_rate(person for person in everybody if person.gender == "woman"),
        men=absence_rate(person for person in everybody if person.gender == "man"),
        young=of_band(AgeBand.YOUNG),
        middle=of_band(AgeBand.MIDDLE),
        older=of_band(AgeBand.OLDER),
    )


def absence_rate(group: Iterable[StaffYear]) -> Decimal | None:
    """Sick hours as percent of the same group's ordinary hours; None without ordinary hours."""
    sick = ordinary = Decimal(0)
    for person in group:
        sick += person.sick_hours
        ordinary += person.ordinary_hours
    return percentage(sick, ordinary)


def percentage(part: Decimal, whole: Decimal) -> Decimal | None:
    """The part as percent of the whole; None when there is no whole."""
    return part / whole * 100 if whole else None


def age_on(birth_date: date, day: date) -> int:
    """Age in whole years on the day. Born on 29 February, one turns a year older on 1 March of other years.

    Which day the report asks for is not settled in the sources; 31 December is the usual one.
    """
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def age_band(age: int, *, age_young_last: int, age_middle_last: int) -> AgeBand:
    """The band of an age, given the last ages of the first two bands, 29 and 49."""
    if age <= age_young_last:
        return AgeBand.YOUNG
    return AgeBand.MIDDLE if age <= age_middle_last else AgeBand.OLDER


def sick_hours(
    absences: Iterable[tuple[Period, int]], within: Period, scheduled_hours: Callable[[date], Decimal]
) -> Decimal:
    """Hours lost within the period: each day's scheduled hours times the extent, percent."""
    hours = Decimal(0)
    for absence, extent in absences:
        part = absence.overlap(within)
        if part is not None:
            hours += sum((scheduled_hours(day) for day in part.each_day()), Decimal(0)) * extent / 100
    return hours


def weekday_schedule(weekly_hours: Decimal) -> Callable[[date], Decimal]:
    """A schedule that spreads the weekly hours evenly over Monday to Friday."""
    daily = weekly_hours / 5

    def hours_on(day: date) -> Decimal:
        return daily if day.weekday() < 5 else Decimal(0)

    return hours_on


def long_term_spells(
    spells: Iterable[Period], *, long_term_days: int, relapse_days: int | None = None
) -> tuple[Period, ...]:
    """The spells that belong to a continuous time of at least 60 sick days, whatever their extent.

    They may have begun before the year; all their hours within it count. Touching spells are one. With
    `relapse_days`, spells joined by relapse are counted together too: how the law means it is not settled.
    """

    def is_same(earlier: Period, later: Period) -> bool:
        return False

    rule = is_same if relapse_days is None else partial(is_relapse, relapse_days=relapse_days)
    runs = joined(merge(spells), rule)
    return tuple(spell for run in runs if sum(part.days for part in run) >= long_term_days for spell in run)
