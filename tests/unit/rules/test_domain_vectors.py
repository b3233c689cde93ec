"""The numbered examples that the rules were agreed on, each as written, all with the same employer.

Example 10, about hiding small groups, is tested with the disclosure rules.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.rules.annual_cases import AnnualCases
from cases.rules.certificate import certificate_day_number, certificate_due_on
from cases.rules.due import DueState
from cases.rules.fk_report import fk_report
from cases.rules.gap_rules import joined
from cases.rules.key_figures import (
    StaffYear,
    key_figures,
    long_term_spells,
    sick_hours,
    weekday_schedule,
)
from cases.rules.legal_numbers import LEGAL_NUMBERS
from cases.rules.net_days import gross_days, net_days
from cases.rules.return_to_work_plan import Expectation, PlanAnswer, PlanDecision, plan_decision
from cases.rules.sick_pay_period import Payer
from cases.rules.work_trial import WorkTrial, WorkTrialProblem, work_trial_problems
from cases.thresholds import thresholds_on
from experio.periods import Period
from experio.personal_number import (
    InvalidPersonalNumber,
    NumberFault,
    NumberKind,
    parse_personal_number,
)
from tests.unit.rules.numbers import (
    THRESHOLDS,
    day,
    days,
    fk_statistics,
    inera,
    periods_of,
    sick_pay,
)


def test_1_ill_monday_to_thursday_well_friday_ill_tuesday_is_day_5_of_one_period_with_one_karens() -> None:
    first, again = days("2021-11-01", "2021-11-04"), days("2021-11-09", "2021-11-10")
    assert first.first_day.strftime("%a") == "Mon"
    assert again.first_day.strftime("%a") == "Tue"

    (period,) = periods_of(first, again)

    assert period.number_of(again.first_day) == 5
    assert period.payer_on(again.first_day) is Payer.EMPLOYER
    assert period.has_karens is True  # one period, one deduction


def test_2_ill_1_to_4_and_again_10_september_is_two_periods_two_fk_cases_one_inera_case() -> None:
    spells = (days("2021-09-01", "2021-09-04"), days("2021-09-10"))

    periods = periods_of(*spells)

    assert [period.has_karens for period in periods] == [True, True]
    assert len(joined(spells, sick_pay)) == 2
    assert len(joined(spells, fk_statistics)) == 2
    assert len(joined(spells, inera)) == 1


@pytest.mark.parametrize(("again", "cases"), [("2021-08-17", 1), ("2021-08-20", 1), ("2021-08-21", 2)])
def test_3_certificate_to_14_august_then_17_is_the_same_inera_case_and_21_is_new(
    again: str, cases: int
) -> None:
    assert len(joined([days("2021-08-01", "2021-08-14"), days(again)], inera)) == cases


def test_4_four_healthy_days_merge_and_day_15_is_12_september_when_the_fk_report_is_due() -> None:
    spells = (days("2021-08-25", "2021-09-03"), days("2021-09-08", "2021-09-30"))

    (period,) = periods_of(*spells)
    report = fk_report(
        period,
        from_day_number=15,
        latest_day_number=21,
        is_ongoing=True,
        reported_on=None,
        today=day("2021-09-12"),
    )

    assert period.date_of(15) == period.benefit_from == day("2021-09-12")
    assert report is not None
    assert (report.from_day, report.latest_day) == (day("2021-09-12"), day("2021-09-18"))
    assert report.state is DueState.DUE


def test_5_seven_ill_three_well_two_ill_is_sick_pay_day_9_but_certificate_day_2() -> None:
    first, again = days("2021-11-01", "2021-11-07"), days("2021-11-11", "2021-11-12")

    (period,) = periods_of(first, again)

    assert period.number_of(again.last_day) == 9
    assert certificate_day_number(again, again.last_day) == 2
    assert certificate_due_on(again, certificate_day=THRESHOLDS.certificate_day) is None


def test_6_ten_karens_in_the_last_twelve_months_leave_a_new_illness_without() -> None:
    ten = tuple(date(2021, month, 1) for month in range(1, 11))

    (period,) = periods_of(days("2021-11-22", "2021-11-25"), earlier_karens=ten)
    (after_nine,) = periods_of(days("2021-11-22", "2021-11-25"), earlier_karens=ten[:9])

    assert period.has_karens is False
    assert after_nine.has_karens is True


def _plan(today: str, *expectations: Expectation) -> PlanDecision:
    (period,) = periods_of(Period(day("2021-03-01"), day(today)))
    return plan_decision(
        period,
        is_ongoing=True,
        expectations=expectations,
        plan_made_on=None,
        no_plan_reason=None,
        plan_day=THRESHOLDS.plan_day,
        plan_min_length_days=THRESHOLDS.plan_min_length_days,
        ask_length_day=THRESHOLDS.ask_length_day,
        today=day(today),
    )


def test_7_expected_to_15_april_needs_no_plan_until_changed_on_20_march_to_31_may() -> None:
    first = Expectation(day("2021-03-01"), day("2021-04-15"))
    changed = Expectation(day("2021-03-20"), day("2021-05-31"))
    assert days("2021-03-01", "2021-04-15").days == 46

    assert _plan("2021-03-19", first).answer is PlanAnswer.NO_PLAN_DOCUMENT_WHY
    after = _plan("2021-03-20", first, changed)
    assert (after.answer, after.due_on, after.state) == (
        PlanAnswer.PLAN,
        day("2021-03-30"),
        DueState.UPCOMING,
    )


def test_8_the_same_changed_on_10_april_day_41_is_due_at_once() -> None:
    first = Expectation(day("2021-03-01"), day("2021-04-15"))
    changed = Expectation(day("2021-04-10"), day("2021-05-31"))
    assert days("2021-03-01", "2021-04-10").days == 41

    decision = _plan("2021-04-10", first, changed)

    assert (decision.answer, decision.due_on, decision.state) == (
        PlanAnswer.PLAN_AT_ONCE,
        day("2021-04-10"),
        DueState.DUE,
    )


def test_9_half_leave_100_days_with_70_workdays_is_280_hours_all_in_k2() -> None:
    leave = days("2021-01-02", "2021-04-11")
    year = Period.year(2021)
    schedule = weekday_schedule(Decimal(40))
    assert leave.days == 100
    assert sum(schedule(one_day) > 0 for one_day in leave.each_day()) == 70

    hours = sick_hours([(leave, 50)], year, schedule)
    long_hours = sick_hours(
        [(spell, 50) for spell in long_term_spells([leave], long_term_days=60)], year, schedule
    )

    assert hours == long_hours == Decimal(280)
    figures = key_figures(
        [StaffYear("woman", 40, Decimal(2000), hours, long_hours)], age_young_last=29, age_middle_last=49
    )
    assert figures.long_term_share == 100


def test_11_half_leave_for_two_days_is_one_net_day_and_two_gross_days() -> None:
    leave = [(days("2021-11-22", "2021-11-23"), 50)]

    assert net_days(leave, Period.year(2021)) == 1
    assert gross_days(leave, Period.year(2021)) == 2


def test_12_a_work_trial_of_15_days_or_the_third_in_365_days_or_at_75_percent_is_rejected() -> None:
    numbers = thresholds_on(day("2026-09-01"), LEGAL_NUMBERS)
    good = WorkTrial(days("2026-09-01", "2026-09-14"), 100, day("2026-08-31"), has_written_agreement=True)
    two_before = [days("2026-03-02", "2026-03-08"), days("2026-05-04", "2026-05-10")]

    assert work_trial_problems(good, two_before[:1], numbers) == ()
    assert work_trial_problems(replace(good, period=days("2026-09-01", "2026-09-15")), [], numbers) == (
        WorkTrialProblem.TOO_LONG,
    )
    assert work_trial_problems(good, two_before, numbers) == (WorkTrialProblem.TOO_MANY,)
    assert work_trial_problems(replace(good, sick_leave_extent=75), [], numbers) == (
        WorkTrialProblem.NOT_FULL_SICK_LEAVE,
    )


@pytest.mark.parametrize(
    ("counts", "carried_in", "carried_out"),
    [
        ((5, 5, 5), False, False),
        ((5, 4, 5), True, False),
        ((3, 3, 2), False, True),
        ((5, 4, 4), True, True),
        ((1, 0, 0), True, True),
    ],
)
def test_13_three_counts_of_a_year_tell_what_was_carried_in_and_out(
    counts: tuple[int, int, int], carried_in: bool, carried_out: bool
) -> None:
    cases = AnnualCases(*counts)

    assert (cases.is_carried_in, cases.is_carried_out) == (carried_in, carried_out)


def test_14_a_samordningsnummer_has_60_added_to_the_day_of_birth() -> None:
    number = parse_personal_number("191401682396", today=day("2021-11-22"))

    assert number.kind is NumberKind.SAMORDNINGSNUMMER
    assert number.birth_date == day("1914-01-08")


@pytest.mark.parametrize(("day_field", "birth_day"), [("01", 1), ("31", 31), ("61", 1), ("91", 31)])
def test_14_the_day_field_is_01_to_31_or_61_to_91(day_field: str, birth_day: int) -> None:
    number = parse_personal_number(_born_1914(day_field), today=day("2021-11-22"))

    assert number.birth_date == date(1914, 1, birth_day)
    assert number.kind is (NumberKind.SAMORDNINGSNUMMER if day_field > "60" else NumberKind.PERSONNUMMER)


@pytest.mark.parametrize("day_field", ["00", "32", "60", "92"])
def test_14_other_day_fields_are_refused(day_field: str) -> None:
    with pytest.raises(InvalidPersonalNumber) as caught:
        parse_personal_number(_born_1914(day_field), today=day("2021-11-22"))

    assert caught.value.fault is NumberFault.DATE


def _born_1914(day_field: str) -> str:
    digits = f"1401{day_field}239"
    return "19" + next(digits + check for check in "0123456789" if _luhn(digits + check))


def _luhn(digits: str) -> bool:
    products = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(product // 10 + product % 10 for product in products) % 10 == 0
