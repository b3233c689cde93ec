"""What falls due for one sick-leave episode (milstolpar): certificate, report, plan, rehabilitation chain.

A composition of the other rule modules; it adds no rule of its own. Steps after an episode's last day do not
arise, and what was left undone when it ended has lapsed: nobody is asked for it any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.rules.certificate import certificate_due_on, certificate_need
from cases.rules.due import DueState, due_state
from cases.rules.fk_report import fk_report
from cases.rules.legal_numbers import INSURANCE_CODE, SICK_PAY_ACT
from cases.rules.rehabilitation_chain import FkDayNumber, chain_at
from cases.rules.return_to_work_plan import (
    Expectation,
    NoPlanReason,
    PlanAnswer,
    length_is_known,
    plan_decision,
)
from cases.rules.sick_pay_period import SickPayPeriod, sick_pay_periods
from cases.thresholds import Thresholds
from experio.periods import ONE_DAY, Period, merge


class StepKind(StrEnum):
    """What falls due."""

    CERTIFICATE = "certificate"
    CERTIFICATE_RENEWAL = "certificate_renewal"
    FK_REPORT = "fk_report"
    ASK_LENGTH = "ask_length"
    PLAN = "plan"
    PLAN_AT_ONCE = "plan_at_once"
    DOCUMENT_NO_PLAN = "document_no_plan"
    CHAIN_DAY = "chain_day"


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step: when it becomes due, the last day in time, how it stands today, on which day number.

    `day_number` counts sick days of the sick-pay period, for certificates of the own sick period, and for the
    chain the chain's days. `rule` names the page in `docs/rules/`; `source` the law or routine.
    """

    kind: StepKind
    due_on: date
    latest_on: date
    state: DueState
    day_number: int
    rule: str
    source: str

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do, now or later."""
        return self.state in (DueState.UPCOMING, DueState.DUE, DueState.OVERDUE)

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has something to do today."""
        return self.state in (DueState.DUE, DueState.OVERDUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFacts:
    """What is known of one episode; `last_day` None while it goes on."""

    first_day: date
    last_day: date | None = None
    certificates: tuple[Period, ...] = ()
    reported_to_fk_on: date | None = None
    expectations: tuple[Expectation, ...] = ()
    plan_made_on: date | None = None
    no_plan_reason: NoPlanReason | None = None
    fk_day_number: FkDayNumber | None = None


def due_steps(
    episode: EpisodeFacts, earlier_spells: Iterable[Period], *, thresholds: Thresholds, today: date
) -> tuple[DueStep, ...]:
    """Every step of the episode, by the day it falls due.

    `earlier_spells` are the person's earlier sick leave with the same employer, so that a relapse goes on
    counting. `thresholds` are those of the episode's first day. An episode whose last day is known beforehand
    is taken to be expected to end then.
    """
    known = Period(episode.first_day, episode.last_day or max(episode.first_day, today))
    spells = merge([known, *(spell for spell in earlier_spells if spell.first_day < episode.first_day)])
    period = sick_pay_periods(
        spells,
        relapse_days=thresholds.relapse_days,
        sick_pay_days=thresholds.sick_pay_days,
        karens_max_in_12_months=None,
    )[-1]
    steps = (
        *_certificate_steps(episode, spells[-1], thresholds, today),
        *_fk_report_steps(episode, period, thresholds, today),
        *_plan_steps(episode, period, thresholds, today),
        *_chain_steps(episode, spells, thresholds, today),
    )
    arising = (step for step in steps if episode.last_day is None or step.due_on <= episode.last_day)
    return tuple(sorted(arising, key=lambda step: step.due_on))


def _has_ended(episode: EpisodeFacts, today: date) -> bool:
    return episode.last_day is not None and episode.last_day < today


def _after_the_end(state: DueState, episode: EpisodeFacts, today: date) -> DueState:
    """What is undone when the absence has ended lapses once its last day in time has passed."""
    return DueState.LAPSED if state is DueState.OVERDUE and _has_ended(episode, today) else state


def _certificate_steps(
    episode: EpisodeFacts, spell: Period, thresholds: Thresholds, today: date
) -> list[DueStep]:
    first_due = spell.first_day + timedelta(days=thresholds.certificate_day - 1)
    if (
        episode.last_day is not None
        and certificate_due_on(spell, certificate_day=thresholds.certificate_day) is None
    ):
        return []
    certificates = list(episode.certificates)
    if spell.first_day < episode.first_day:
        # The days before belong to the episode before, with its own certificates.
        certificates.append(Period(spell.first_day, episode.first_day - ONE_DAY))
    need = certificate_need(
        spell,
        certificates,
        certificate_day=thresholds.certificate_day,
        is_ongoing=episode.last_day is None,
        today=today,
    )

    def step(kind: StepKind, due_on: date, state: DueState) -> DueStep:
        return DueStep(
            kind=kind,
            due_on=due_on,
            latest_on=due_on,
            state=_after_the_end(state, episode, today),
            day_number=(due_on - spell.first_day).days + 1,
            rule="certificate",
            source=f"{SICK_PAY_ACT} 8 §",
        )

    if need.needed_from == first_due:
        return [step(StepKind.CERTIFICATE, first_due, need.state)]
    is_own = first_due >= episode.first_day
    steps = [step(StepKind.CERTIFICATE, first_due, DueState.DONE)] if is_own else []
    if need.needed_from is not None:
        steps.append(step(StepKind.CERTIFICATE_RENEWAL, need.needed_from, need.state))
    return steps


def _fk_report_steps(
    episode: EpisodeFacts, period: SickPayPeriod, thresholds: Thresholds, today: date
) -> list[DueStep]:
    report = fk_report(
        period,
        from_day_number=thresholds.fk_report_from_day,
        latest_day_number=thresholds.fk_report_latest_day,
        is_ongoing=episode.last_day is None,
        reported_on=episode.reported_to_fk_on,
        today=today,
    )
    if report is None or report.latest_day < episode.first_day:
        return []
    return [
        DueStep(
            kind=StepKind.FK_REPORT,
            due_on=report.from_day,
            latest_on=report.latest_day,
            state=_after_the_end(report.state, episode, today),
            day_number=thresholds.fk_report_from_day,
            rule="fk-report",
            source=f"{INSURANCE_CODE} 27:17",
        )
    ]


_PLAN_KINDS = {
    PlanAnswer.PLAN_AT_ONCE: StepKind.PLAN_AT_ONCE,
    PlanAnswer.NO_PLAN_DOCUMENT_WHY: StepKind.DOCUMENT_NO_PLAN,
    PlanAnswer.NO_PLAN_DOCUMENTED: StepKind.DOCUMENT_NO_PLAN,
}


def _plan_steps(
    episode: EpisodeFacts, period: SickPayPeriod, thresholds: Thresholds, today: date
) -> list[DueStep]:
    if thresholds.plan_day is None or thresholds.plan_min_length_days is None:
        return []
    expectations = episode.expectations
    if not expectations and episode.last_day is not None:
        expectations = (Expectation(episode.first_day, episode.last_day),)
    has_ended = _has_ended(episode, today)
    decision = plan_decision(
        period,
        is_ongoing=not has_ended,
        expectations=expectations,
        plan_made_on=episode.plan_made_on,
        no_plan_reason=episode.no_plan_reason,
        plan_day=thresholds.plan_day,
        plan_min_length_days=thresholds.plan_min_length_days,
        ask_length_day=thresholds.ask_length_day,
        today=today,
    )
    usual_day = period.date_of(thresholds.plan_day)
    is_decided = decision.answer in (PlanAnswer.MADE, PlanAnswer.NO_PLAN_DOCUMENTED)

    if decision.answer is PlanAnswer.ENDED:
        due_on, state = usual_day, DueState.LAPSED
    elif decision.answer is PlanAnswer.ASK_LENGTH:
        due_on, state = usual_day, DueState.UPCOMING
    else:
        due_on = decision.due_on or usual_day
        state = decision.state or DueState.DONE
    steps = [
        DueStep(
            kind=_PLAN_KINDS.get(decision.answer, StepKind.PLAN),
            due_on=due_on,
            latest_on=due_on,
            state=state,
            # A usual day that lies ahead has no number yet: it is the plan's day.
            day_number=period.number_of(due_on) or thresholds.plan_day,
            rule="return-to-work-plan",
            source=f"{INSURANCE_CODE} 30:6",
        )
    ]
    if thresholds.ask_length_day is not None and not has_ended:
        ask_on = period.date_of(thresholds.ask_length_day)
        latest_on = max(ask_on, usual_day - ONE_DAY)
        state = due_state(today, ask_on, latest_on)
        if is_decided or length_is_known(expectations, today):
            state = DueState.DONE
        elif state is DueState.OVERDUE:
            # From the plan's day on the main rule applies: make the plan, whatever the answer would be.
            state = DueState.LAPSED
        steps.append(
            DueStep(
                kind=StepKind.ASK_LENGTH,
                due_on=ask_on,
                latest_on=latest_on,
                state=state,
                day_number=thresholds.ask_length_day,
                rule="return-to-work-plan",
                source="routine",
            )
        )
    return steps


def _chain_steps(
    episode: EpisodeFacts, spells: Iterable[Period], thresholds: Thresholds, today: date
) -> list[DueStep]:
    chain = chain_at(
        spells,
        max(today, episode.first_day) if episode.last_day is None else episode.last_day,
        join_days=thresholds.chain_join_days,
        fk=episode.fk_day_number,
    )
    if chain is None:
        return []
    steps = []
    for milestone in chain.milestones(thresholds.chain_days):
        state = due_state(today, milestone.falls_on, milestone.falls_on)
        if milestone.falls_on < episode.first_day:
            continue
        steps.append(
            DueStep(
                kind=StepKind.CHAIN_DAY,
                due_on=milestone.falls_on,
                latest_on=milestone.falls_on,
                # A day of the chain asks for nothing by itself; once passed it is behind us.
                state=DueState.DONE if state is DueState.OVERDUE else state,
                day_number=milestone.day_number,
                rule="rehabilitation-chain",
                source=f"{INSURANCE_CODE} 27:46–49",
            )
        )
    return steps
