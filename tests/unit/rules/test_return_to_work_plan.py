"""The decision table of the return-to-work plan. Day 1 is 1 March 2021, so day 30 is 30 March."""

from dataclasses import dataclass

import pytest

from cases.rules.due import DueState
from cases.rules.return_to_work_plan import (
    Expectation,
    NoPlanReason,
    PlanAnswer,
    PlanDecision,
    PlanReason,
    length_is_known,
    plan_decision,
)
from experio.periods import Period
from tests.unit.rules.numbers import day, days, periods_of


def stated(on: str, last_day: str | None) -> Expectation:
    return Expectation(day(on), None if last_day is None else day(last_day))


# 29 April is day 60.
SHORT = stated("2021-03-01", "2021-04-28")
LONG = stated("2021-03-01", "2021-04-29")


def decide(
    today: str,
    *expectations: Expectation,
    made_on: str | None = None,
    reason: NoPlanReason | None = None,
    is_ongoing: bool = True,
    plan_day: int | None = 30,
) -> PlanDecision:
    return plan_decision(
        periods_of(Period(day("2021-03-01"), day(today)))[0],
        is_ongoing=is_ongoing,
        expectations=expectations,
        plan_made_on=None if made_on is None else day(made_on),
        no_plan_reason=reason,
        plan_day=plan_day,
        plan_min_length_days=60,
        ask_length_day=25,
        today=day(today),
    )


@dataclass(frozen=True)
class Row:
    today: str
    expectations: tuple[Expectation, ...]
    answer: PlanAnswer
    due_on: str
    state: DueState
    reason: PlanReason


TABLE = {
    "60 days expected from the start: by day 30": Row(
        "2021-03-29", (LONG,), PlanAnswer.PLAN, "2021-03-30", DueState.UPCOMING, PlanReason.LONG_IN_TIME
    ),
    "day 30 itself is in time": Row(
        "2021-03-30", (LONG,), PlanAnswer.PLAN, "2021-03-30", DueState.DUE, PlanReason.LONG_IN_TIME
    ),
    "day 31 is late": Row(
        "2021-03-31", (LONG,), PlanAnswer.PLAN, "2021-03-30", DueState.OVERDUE, PlanReason.LONG_IN_TIME
    ),
    "59 days expected: no plan, say why": Row(
        "2021-03-10",
        (SHORT,),
        PlanAnswer.NO_PLAN_DOCUMENT_WHY,
        "2021-03-30",
        DueState.UPCOMING,
        PlanReason.EXPECTED_SHORT,
    ),
    "became long before day 30: still day 30": Row(
        "2021-03-30",
        (SHORT, stated("2021-03-30", "2021-05-31")),
        PlanAnswer.PLAN,
        "2021-03-30",
        DueState.DUE,
        PlanReason.LONG_IN_TIME,
    ),
    "became long on day 31: at once": Row(
        "2021-03-31",
        (SHORT, stated("2021-03-31", "2021-05-31")),
        PlanAnswer.PLAN_AT_ONCE,
        "2021-03-31",
        DueState.DUE,
        PlanReason.BECAME_LONG_LATE,
    ),
    "at once means the same day": Row(
        "2021-04-01",
        (SHORT, stated("2021-03-31", "2021-05-31")),
        PlanAnswer.PLAN_AT_ONCE,
        "2021-03-31",
        DueState.OVERDUE,
        PlanReason.BECAME_LONG_LATE,
    ),
    "long said twice counts from the first time": Row(
        "2021-04-10",
        (LONG, stated("2021-04-10", "2021-06-30")),
        PlanAnswer.PLAN,
        "2021-03-30",
        DueState.OVERDUE,
        PlanReason.LONG_IN_TIME,
    ),
    "long taken back is short": Row(
        "2021-03-20",
        (LONG, stated("2021-03-15", "2021-04-10")),
        PlanAnswer.NO_PLAN_DOCUMENT_WHY,
        "2021-03-30",
        DueState.UPCOMING,
        PlanReason.EXPECTED_SHORT,
    ),
    "nothing said, day 24: soon to ask": Row(
        "2021-03-24", (), PlanAnswer.ASK_LENGTH, "2021-03-25", DueState.UPCOMING, PlanReason.LENGTH_UNKNOWN
    ),
    "nothing said, day 25: ask": Row(
        "2021-03-25", (), PlanAnswer.ASK_LENGTH, "2021-03-25", DueState.DUE, PlanReason.LENGTH_UNKNOWN
    ),
    "nothing said, day 30: the main rule is a plan": Row(
        "2021-03-30", (), PlanAnswer.PLAN, "2021-03-30", DueState.DUE, PlanReason.UNCLEAR
    ),
    "the expected last day has passed before day 30: ask": Row(
        "2021-03-26",
        (stated("2021-03-01", "2021-03-20"),),
        PlanAnswer.ASK_LENGTH,
        "2021-03-25",
        DueState.DUE,
        PlanReason.LENGTH_UNKNOWN,
    ),
    "the expected last day passed on day 40: plan from day 41": Row(
        "2021-04-10",
        (stated("2021-03-01", "2021-04-09"),),
        PlanAnswer.PLAN_AT_ONCE,
        "2021-04-10",
        DueState.DUE,
        PlanReason.UNCLEAR,
    ),
    "cannot be said any more since day 36": Row(
        "2021-04-05",
        (SHORT, stated("2021-04-05", None)),
        PlanAnswer.PLAN_AT_ONCE,
        "2021-04-05",
        DueState.DUE,
        PlanReason.UNCLEAR,
    ),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_the_decision_table(row: Row) -> None:
    assert decide(row.today, *row.expectations) == PlanDecision(
        row.answer, day(row.due_on), row.state, row.reason
    )


def test_the_order_in_which_expectations_are_given_does_not_matter() -> None:
    later = stated("2021-03-20", "2021-05-31")

    assert decide("2021-03-25", later, SHORT) == decide("2021-03-25", SHORT, later)


def test_a_plan_made_settles_it() -> None:
    assert decide("2021-04-10", LONG, made_on="2021-03-20").answer is PlanAnswer.MADE


@pytest.mark.parametrize(
    ("reason", "expectation", "answer"),
    [
        (NoPlanReason.BACK_WITHIN_60_DAYS, SHORT, PlanAnswer.NO_PLAN_DOCUMENTED),
        (NoPlanReason.BACK_WITHIN_60_DAYS, LONG, PlanAnswer.PLAN),
        (NoPlanReason.BACK_WITHOUT_MEASURES, LONG, PlanAnswer.NO_PLAN_DOCUMENTED),
        (NoPlanReason.HEALTH_EXCLUDES_RETURN, LONG, PlanAnswer.NO_PLAN_DOCUMENTED),
    ],
)
def test_a_reason_for_no_plan_holds_only_while_it_is_true(
    reason: NoPlanReason, expectation: Expectation, answer: PlanAnswer
) -> None:
    assert decide("2021-03-25", expectation, reason=reason).answer is answer


@pytest.mark.parametrize(
    ("today", "answer"),
    [("2021-04-28", PlanAnswer.NO_PLAN_DOCUMENTED), ("2021-04-29", PlanAnswer.PLAN)],
)
def test_back_within_60_days_is_no_reason_on_day_60(today: str, answer: PlanAnswer) -> None:
    assert decide(today, reason=NoPlanReason.BACK_WITHIN_60_DAYS).answer is answer


def test_an_ended_absence_asks_for_no_plan() -> None:
    assert decide("2021-04-10", LONG, is_ongoing=False).answer is PlanAnswer.ENDED


def test_before_july_2018_there_was_no_such_rule() -> None:
    assert decide("2021-04-10", LONG, plan_day=None).answer is PlanAnswer.NO_RULE


def test_a_relapse_goes_on_counting_towards_day_30() -> None:
    (period,) = periods_of(days("2021-03-01", "2021-03-20"), days("2021-03-25", "2021-03-26"))

    decision = plan_decision(
        period,
        is_ongoing=True,
        expectations=[stated("2021-03-25", "2021-05-31")],
        plan_made_on=None,
        no_plan_reason=None,
        plan_day=30,
        plan_min_length_days=60,
        ask_length_day=25,
        today=day("2021-03-26"),
    )

    assert decision.due_on == day("2021-04-03")  # day 21 is 25 March


def test_a_length_is_known_until_its_last_day_has_passed() -> None:
    assert length_is_known([SHORT], day("2021-04-28"))
    assert not length_is_known([SHORT], day("2021-04-29"))
    assert not length_is_known([SHORT, stated("2021-03-02", None)], day("2021-03-02"))
    assert not length_is_known([], day("2021-03-02"))
