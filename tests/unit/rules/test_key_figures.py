"""K1–K7 and the hours they are made of."""

from decimal import Decimal

import pytest

from cases.rules.key_figures import (
    AgeBand,
    KeyFigures,
    StaffYear,
    age_band,
    age_on,
    key_figures,
    long_term_spells,
    sick_hours,
    weekday_schedule,
)
from experio.periods import Period
from tests.unit.rules.numbers import day, days


def person(gender: str, age: int, ordinary: int, sick: int, long_sick: int = 0) -> StaffYear:
    return StaffYear(gender, age, Decimal(ordinary), Decimal(sick), Decimal(long_sick))


# 6 000 ordinary hours, 420 sick hours, 280 of them in long spells.
STAFF = (
    person("woman", 25, 1000, 40),
    person("woman", 45, 2000, 300, 280),
    person("man", 45, 2000, 60),
    person("man", 60, 1000, 20),
)


def test_the_seven_key_figures() -> None:
    figures = key_figures(STAFF, age_young_last=29, age_middle_last=49)

    assert figures == KeyFigures(
        total=Decimal(7),
        long_term_share=Decimal(280) / Decimal(420) * 100,
        women=Decimal(340) / Decimal(3000) * 100,
        men=Decimal(80) / Decimal(3000) * 100,
        young=Decimal(4),
        middle=Decimal(9),
        older=Decimal(2),
    )


def test_the_long_term_share_is_of_absence_and_not_of_working_time() -> None:
    figures = key_figures(STAFF, age_young_last=29, age_middle_last=49)

    assert figures.long_term_share is not None
    assert round(figures.long_term_share, 1) == Decimal("66.7")
    assert figures.long_term_share != Decimal(280) / Decimal(6000) * 100


def test_an_age_group_is_divided_by_its_own_hours_and_not_by_everybodys_hours_or_absence() -> None:
    figures = key_figures(STAFF, age_young_last=29, age_middle_last=49)

    assert figures.middle == Decimal(360) / Decimal(4000) * 100
    assert figures.middle != Decimal(360) / Decimal(6000) * 100
    assert figures.middle != Decimal(360) / Decimal(420) * 100


def test_a_group_without_hours_has_no_figure_rather_than_zero() -> None:
    figures = key_figures([person("woman", 25, 1000, 0)], age_young_last=29, age_middle_last=49)

    assert figures.total == 0
    assert figures.men is None
    assert figures.older is None
    assert figures.long_term_share is None


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (18, AgeBand.YOUNG),
        (29, AgeBand.YOUNG),
        (30, AgeBand.MIDDLE),
        (49, AgeBand.MIDDLE),
        (50, AgeBand.OLDER),
    ],
)
def test_the_age_bands_end_at_29_and_49(age: int, band: AgeBand) -> None:
    assert age_band(age, age_young_last=29, age_middle_last=49) is band


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1991-12-31", "2021-12-31", 30),
        ("1992-01-01", "2021-12-31", 29),
        ("1980-11-22", "2021-11-21", 40),
        ("1980-11-22", "2021-11-22", 41),
        ("2000-02-29", "2021-02-28", 20),
        ("2000-02-29", "2021-03-01", 21),
    ],
)
def test_age_is_in_whole_years_on_the_day(born: str, on: str, age: int) -> None:
    assert age_on(day(born), day(on)) == age


def test_hours_outside_the_year_are_not_counted() -> None:
    leave = days("2020-12-28", "2021-01-04")  # Monday to Monday
    schedule = weekday_schedule(Decimal(40))

    assert sick_hours([(leave, 100)], Period.year(2021), schedule) == 16  # Friday and Monday
    assert sick_hours([(leave, 25)], Period.year(2020), schedule) == 8


@pytest.mark.parametrize(("last_day", "is_long"), [("2021-03-01", True), ("2021-02-28", False)])
def test_a_spell_is_long_from_60_days(last_day: str, is_long: bool) -> None:
    spell = days("2021-01-01", last_day)

    assert (long_term_spells([spell], long_term_days=60) == (spell,)) is is_long


def test_a_leave_of_changing_extent_is_one_continuous_time() -> None:
    parts = [days("2021-01-01", "2021-02-10"), days("2021-02-11", "2021-03-15")]

    assert long_term_spells(parts, long_term_days=60) == (days("2021-01-01", "2021-03-15"),)


def test_spells_joined_by_relapse_count_together_only_when_asked() -> None:
    parts = (days("2021-01-01", "2021-02-10"), days("2021-02-13", "2021-03-15"))

    assert long_term_spells(parts, long_term_days=60) == ()
    assert long_term_spells(parts, long_term_days=60, relapse_days=5) == parts
