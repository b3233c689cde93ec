"""Counting is right for every history of sick leave, not only for the examples."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.annual_cases import annual_cases
from cases.rules.gap_rules import joined
from cases.rules.milestones import EpisodeFacts, due_steps
from cases.rules.net_days import gross_days, net_days
from cases.rules.rehabilitation_chain import chain_at
from cases.rules.sick_pay_period import Payer
from experio.periods import Period, merge
from tests.unit.rules.numbers import THRESHOLDS, fk_statistics, inera, periods_of, sick_pay

days = st.dates(date(2019, 1, 1), date(2024, 12, 31))


@st.composite
def any_periods(draw: st.DrawFn, longest: int = 60) -> Period:
    return Period.starting(draw(days), draw(st.integers(1, longest)))


@st.composite
def histories(draw: st.DrawFn) -> list[Period]:
    """Spells of one person in order, never overlapping, with gaps around the borders of the rules."""
    spells: list[Period] = []
    first = draw(days)
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 8), st.integers(1, 40)), min_size=1, max_size=12)
    ):
        spell = Period.starting(first + timedelta(days=gap), length)
        spells.append(spell)
        first = spell.last_day + timedelta(days=1)
    return spells


@given(st.lists(any_periods(), max_size=10))
def test_no_day_is_numbered_twice_and_none_is_forgotten(spells: list[Period]) -> None:
    numbered = [sick_day.day for period in periods_of(*spells) for sick_day in period.each_sick_day()]

    assert len(numbered) == len(set(numbered))
    assert set(numbered) == {day for spell in spells for day in spell.each_day()}


@given(histories())
def test_numbers_rise_by_one_from_one_within_each_period(spells: list[Period]) -> None:
    for period in periods_of(*spells):
        sick_days = period.each_sick_day()

        assert [sick_day.number for sick_day in sick_days] == list(range(1, period.sick_days + 1))
        assert [sick_day.day for sick_day in sick_days] == sorted(sick_day.day for sick_day in sick_days)


@given(histories())
def test_the_number_of_a_day_and_the_date_of_a_number_agree(spells: list[Period]) -> None:
    for period in periods_of(*spells):
        for sick_day in period.each_sick_day():
            assert period.number_of(sick_day.day) == sick_day.number
            assert period.date_of(sick_day.number) == sick_day.day


@given(histories())
def test_the_employer_pays_at_most_fourteen_days_and_always_the_first(spells: list[Period]) -> None:
    for period in periods_of(*spells):
        payers = [sick_day.payer for sick_day in period.each_sick_day()]

        assert payers.count(Payer.EMPLOYER) == min(14, period.sick_days)
        assert payers == sorted(payers, key=lambda payer: payer is Payer.FORSAKRINGSKASSAN)


@given(days, st.lists(st.integers(5, 40), min_size=10, max_size=30))
def test_there_are_never_more_than_ten_deductions_in_twelve_months(first: date, gaps: list[int]) -> None:
    spells = [Period.starting(first + timedelta(days=sum(gaps[:n]) + n), 1) for n in range(len(gaps) + 1)]

    starts = [period.first_day for period in periods_of(*spells) if period.has_karens]

    for last in starts:
        assert sum(0 <= (last - start).days < 365 for start in starts) <= 10


@given(histories())
def test_every_rule_puts_each_spell_in_exactly_one_case(spells: list[Period]) -> None:
    for rule in (sick_pay, fk_statistics, inera):
        cases = joined(spells, rule)

        assert [spell for case in cases for spell in case] == spells


@given(histories())
def test_the_wider_rule_never_has_more_cases(spells: list[Period]) -> None:
    assert len(joined(spells, inera)) <= len(joined(spells, fk_statistics)) == len(joined(spells, sick_pay))


@given(histories(), days)
def test_a_chain_numbers_its_days_one_by_one(spells: list[Period], day: date) -> None:
    chain = chain_at(spells, day, join_days=90)

    if chain is None:
        assert all(spell.first_day > day for spell in spells)
    else:
        numbers = [chain.number_of(sick_day) for spell in chain.spells for sick_day in spell.each_day()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert [chain.number_of(found) for n in numbers if n and (found := chain.date_of(n))] == numbers


@given(st.lists(any_periods(), max_size=8), any_periods(400))
def test_whole_leave_has_as_many_net_days_as_gross_days(spells: list[Period], within: Period) -> None:
    absences = [(spell, 100) for spell in merge(spells)]

    assert net_days(absences, within) == gross_days(absences, within)


@given(histories(), st.integers(2019, 2026))
def test_a_case_carried_out_of_a_year_is_carried_into_the_next(spells: list[Period], year: int) -> None:
    cases = merge(spells)

    assert annual_cases(cases, year).is_carried_out == annual_cases(cases, year + 1).is_carried_in


@given(histories(), st.integers(0, 700), st.booleans())
def test_no_step_falls_outside_its_episode_and_an_ended_one_has_none_overdue(
    spells: list[Period], later: int, is_ongoing: bool
) -> None:
    *earlier, episode = spells
    last_day = None if is_ongoing else episode.last_day
    today = episode.first_day + timedelta(days=later)

    steps = due_steps(
        EpisodeFacts(first_day=episode.first_day, last_day=last_day),
        earlier,
        thresholds=THRESHOLDS,
        today=today,
    )

    assert [step.due_on for step in steps] == sorted(step.due_on for step in steps)
    for step in steps:
        assert step.due_on <= step.latest_on
        assert last_day is None or step.due_on <= last_day
        assert last_day is None or last_day >= today or step.state != "overdue"
