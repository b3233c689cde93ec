"""The return-to-work plan (plan för återgång i arbete).

Socialförsäkringsbalken 30:6, since 2018-07-01: when the ability to work can be assumed to be reduced for at
least 60 days, the employer makes a plan no later than the day it has been reduced for 30 days. Full-time and
part-time leave both count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.due import DueState, due_state
from cases.rules.sick_pay_period import SickPayPeriod
from experio.periods import ONE_DAY


class NoPlanReason(StrEnum):
    """A documented reason for making no plan."""

    BACK_WITHIN_60_DAYS = "back_within_60_days"
    BACK_WITHOUT_MEASURES = "back_without_measures"
    HEALTH_EXCLUDES_RETURN = "health_excludes_return"


class PlanAnswer(StrEnum):
    """What the employer has to do about the plan."""

    NO_RULE = "no_rule"  # the absence began before the rule existed
    MADE = "made"
    NO_PLAN_DOCUMENTED = "no_plan_documented"
    NO_PLAN_DOCUMENT_WHY = "no_plan_document_why"
    ASK_LENGTH = "ask_length"
    PLAN = "plan"
    PLAN_AT_ONCE = "plan_at_once"
    ENDED = "ended"


class PlanReason(StrEnum):
    """Why the answer is what it is."""

    RULE_NOT_IN_FORCE = "rule_not_in_force"
    PLAN_MADE = "plan_made"
    REASON_RECORDED = "reason_recorded"
    ABSENCE_ENDED = "absence_ended"
    EXPECTED_SHORT = "expected_short"
    LENGTH_UNKNOWN = "length_unknown"
    UNCLEAR = "unclear_so_main_rule"
    LONG_IN_TIME = "expected_long"
    BECAME_LONG_LATE = "became_long_late"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was assumed on a day about the absence's last day; None when it could not be said."""

    stated_on: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """The answer, the last day in time where there is one, how that stands today, and why."""

    answer: PlanAnswer
    due_on: date | None
    state: DueState | None
    reason: PlanReason


def plan_decision(
    period: SickPayPeriod,
    *,
    is_ongoing: bool,
    expectations: Sequence[Expectation],
    plan_made_on: date | None,
    no_plan_reason: NoPlanReason | None,
    plan_day: int | None,
    plan_min_length_days: int | None,
    ask_length_day: int | None,
    today: date,
) -> PlanDecision:
    """What has to be done about the plan, by the decision table of `docs/rules/return-to-work-plan.md`.

    Days are counted as sick days of the sick-pay period, so that a relapse does not begin again from day 1.
    `expectations` are all that have been stated, the latest one standing. An expected last day that has
    passed while the absence goes on says nothing any more: the length is unclear from the next day. "Back
    within 60 days" stops being a reason when the expected length no longer supports it; the other reasons
    hold whatever the length.
    """
    if plan_day is None or plan_min_length_days is None:
        return PlanDecision(PlanAnswer.NO_RULE, None, None, PlanReason.RULE_NOT_IN_FORCE)
    if plan_made_on is not None:
        return PlanDecision(PlanAnswer.MADE, None, DueState.DONE, PlanReason.PLAN_MADE)
    if not is_ongoing:
        return PlanDecision(PlanAnswer.ENDED, None, None, PlanReason.ABSENCE_ENDED)

    stated = sorted(expectations, key=lambda expectation: expectation.stated_on)
    long_since = _assumed_long_since(period, stated, plan_min_length_days)
    is_known = length_is_known(stated, today)
    if no_plan_reason is not None:
        is_long_by_now = period.number_if_ill_until(today) >= plan_min_length_days
        supports_back_soon = long_since is None and not is_long_by_now and (is_known or not stated)
        if no_plan_reason is not NoPlanReason.BACK_WITHIN_60_DAYS or supports_back_soon:
            return PlanDecision(
                PlanAnswer.NO_PLAN_DOCUMENTED, None, DueState.DONE, PlanReason.REASON_RECORDED
            )

    usual_day = period.date_of(plan_day)
    if long_since is not None:
        return _plan_from(long_since, usual_day, today, PlanReason.LONG_IN_TIME, PlanReason.BECAME_LONG_LATE)
    if is_known:
        return PlanDecision(
            PlanAnswer.NO_PLAN_DOCUMENT_WHY,
            usual_day,
            due_state(today, usual_day, usual_day),
            PlanReason.EXPECTED_SHORT,
        )
    if ask_length_day is not None and today < usual_day:
        ask_on = period.date_of(ask_length_day)
        return PlanDecision(
            PlanAnswer.ASK_LENGTH, ask_on, due_state(today, ask_on, usual_day), PlanReason.LENGTH_UNKNOWN
        )
    unclear_since = _unclear_since(stated) or usual_day
    return _plan_from(unclear_since, usual_day, today, PlanReason.UNCLEAR, PlanReason.UNCLEAR)


def length_is_known(expectations: Sequence[Expectation], today: date) -> bool:
    """Whether the latest expectation names a last day and that day has not passed."""
    if not expectations:
        return False
    latest = max(expectations, key=lambda expectation: expectation.stated_on)
    return latest.last_day is not None and latest.last_day >= today


def _plan_from(
    needed_since: date, usual_day: date, today: date, reason: PlanReason, late_reason: PlanReason
) -> PlanDecision:
    """A plan by the usual day; at once when the need showed itself only after that."""
    if needed_since > usual_day:
        state = due_state(today, needed_since, needed_since)
        return PlanDecision(PlanAnswer.PLAN_AT_ONCE, needed_since, state, late_reason)
    return PlanDecision(PlanAnswer.PLAN, usual_day, due_state(today, usual_day, usual_day), reason)


def _assumed_long_since(
    period: SickPayPeriod, stated: Sequence[Expectation], min_length_days: int
) -> date | None:
    """Since which day at least so many days have been assumed, unbroken until now; None when they are not."""
    since: date | None = None
    for expectation in stated:
        if expectation.last_day is None or period.number_if_ill_until(expectation.last_day) < min_length_days:
            since = None
        elif since is None:
            since = expectation.stated_on
    return since


def _unclear_since(stated: Sequence[Expectation]) -> date | None:
    """From which day the latest expectation says nothing; None when nothing was ever stated."""
    if not stated:
        return None
    latest = stated[-1]
    return latest.stated_on if latest.last_day is None else latest.last_day + ONE_DAY
