"""The rehabilitation chain."""

from datetime import date

import pytest

from cases.rules.rehabilitation_chain import Chain, ChainMilestone, FkDayNumber, chain_at, day_after
from experio.periods import Period
from tests.unit.rules.numbers import day, days

CHAIN_DAYS = (90, 180, 365, 550)


def chain_on(today: str, *spells: Period, join_days: int | None = 90, fk: FkDayNumber | None = None) -> Chain:
    chain = chain_at(spells, day(today), join_days=join_days, fk=fk)
    assert chain is not None
    return chain


def test_the_days_of_the_chain_fall_on_calendar_days_of_an_unbroken_leave() -> None:
    chain = chain_on("2021-01-10", days("2021-01-01", "2021-12-31"))

    assert chain.milestones(CHAIN_DAYS) == (
        ChainMilestone(90, day("2021-03-31")),
        ChainMilestone(180, day("2021-06-29")),
        ChainMilestone(365, day("2021-12-31")),
        ChainMilestone(550, day("2022-07-04")),
    )
    assert day_after(chain.milestones(CHAIN_DAYS)[0]) == day("2021-04-01")


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2021-01-10", 90), ("2021-03-31", 90), ("2021-04-01", 180), ("2021-12-31", 365), ("2022-07-05", None)],
)
def test_the_next_one_is_today_or_ahead(today: str, expected: int | None) -> None:
    chain = chain_on(today, days("2021-01-01", "2022-12-31"))

    following = chain.next_milestone(CHAIN_DAYS, day(today))

    assert (following and following.day_number) == expected


@pytest.mark.parametrize(("gap_days", "number"), [(89, 11), (90, 1)])
def test_days_of_spells_less_than_90_days_apart_are_added(gap_days: int, number: int) -> None:
    first = days("2021-01-01", "2021-01-10")
    again = Period.starting(date.fromordinal(first.last_day.toordinal() + gap_days + 1), 5)
    assert first.gap_to(again) == gap_days

    assert chain_on(str(again.first_day), first, again).number_of(again.first_day) == number


def test_without_a_number_for_adding_only_touching_spells_are_one() -> None:
    chain = chain_on(
        "2021-03-05",
        days("2021-01-01", "2021-01-10"),
        days("2021-03-01", "2021-03-02"),
        days("2021-03-03", "2021-03-05"),
        join_days=None,
    )

    assert chain.number_of(day("2021-03-05")) == 5


def test_fk_day_number_goes_before_the_computed_one() -> None:
    leave = days("2021-01-01", "2021-06-30")
    chain = chain_on("2021-02-01", leave, fk=FkDayNumber(day("2021-02-01"), 62))

    assert chain.number_of(day("2021-02-01")) == 62  # 32 by our count
    assert chain.number_of(day("2021-01-31")) == 61
    assert chain.date_of(90) == day("2021-03-01")
    assert chain.milestones(CHAIN_DAYS)[0] == ChainMilestone(90, day("2021-03-01"))


def test_a_lower_fk_number_leaves_the_first_days_without_one() -> None:
    chain = chain_on("2021-02-01", days("2021-01-01", "2021-02-01"), fk=FkDayNumber(day("2021-02-01"), 2))

    assert chain.number_of(day("2021-01-31")) == 1
    assert chain.number_of(day("2021-01-30")) is None


def test_a_milestone_that_fk_puts_before_our_first_day_has_no_date() -> None:
    chain = chain_on("2021-02-01", days("2021-01-01", "2021-02-01"), fk=FkDayNumber(day("2021-01-01"), 120))

    assert chain.date_of(90) is None
    assert [milestone.day_number for milestone in chain.milestones(CHAIN_DAYS)] == [180, 365, 550]


def test_a_milestone_that_fk_puts_on_the_day_before_our_first_has_no_date() -> None:
    chain = chain_on("2021-02-01", days("2021-01-01", "2021-02-01"), fk=FkDayNumber(day("2021-01-01"), 91))

    assert chain.date_of(90) is None
    assert chain.date_of(91) == day("2021-01-01")


def test_a_day_without_sick_leave_has_no_number() -> None:
    chain = chain_on("2021-02-10", days("2021-01-01", "2021-01-10"), days("2021-02-01", "2021-02-10"))

    assert chain.number_of(day("2021-01-20")) is None
    assert chain.number_of(day("2021-02-11")) is None
    assert chain.number_of(day("2021-02-10")) == 20


def test_what_is_ahead_follows_the_last_spell() -> None:
    chain = chain_on("2021-02-10", days("2021-01-01", "2021-01-10"), days("2021-02-01", "2021-02-10"))

    assert chain.date_of(21) == day("2021-02-11")
    assert chain.date_of(90) == day("2021-04-21")


def test_a_number_that_fk_stated_in_another_chain_is_not_used() -> None:
    chain = chain_on(
        "2021-09-05",
        days("2021-01-01", "2021-01-10"),
        days("2021-09-01", "2021-09-30"),
        fk=FkDayNumber(day("2021-01-05"), 80),
    )

    assert chain.number_of(day("2021-09-05")) == 5


def test_what_comes_after_the_day_is_not_known_yet() -> None:
    assert chain_at([days("2021-09-01")], day("2021-08-31"), join_days=90) is None
    assert chain_on("2021-09-03", days("2021-09-01", "2021-09-30")).spells == (
        days("2021-09-01", "2021-09-03"),
    )
