"""Where one person's absence stands on a day: day counters, who pays, what falls due (dagräknare).

Everything is computed from facts with `cases.rules`; nothing is stored. The counters differ on purpose:
the sick-pay day goes on counting after a relapse, the certificate day begins again with each sick
period, the day of the rehabilitation chain adds periods close to each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps

from cases.legal_numbers import legal_numbers
from cases.models import Case, Certificate, SickLeaveEpisode
from cases.outlines import CertificateOutline, EpisodeOutline, episode_outlines
from cases.questions import step_words
from cases.rules.certificate import certificate_day_number
from cases.rules.due import DueState
from cases.rules.milestones import DueStep, EpisodeFacts, StepKind, due_steps
from cases.rules.rehabilitation_chain import ChainMilestone, chain_at
from cases.rules.return_to_work_plan import Expectation, NoPlanReason
from cases.rules.sick_pay_period import Payer, relapse_until, sick_pay_periods
from cases.thresholds import ThresholdMissing, ThresholdRow, Thresholds, thresholds_on
from experio.periods import Period, merge

_TONES = {
    DueState.OVERDUE: "danger",
    DueState.DUE: "warning",
    DueState.UPCOMING: "info",
    DueState.DONE: "success",
    DueState.LAPSED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step that falls due, with its words."""

    step: DueStep
    title: str
    why: str
    source: str
    state_name: str

    @property
    def due_on(self) -> date:
        return self.step.due_on

    @property
    def latest_on(self) -> date:
        return self.step.latest_on

    @property
    def state(self) -> str:
        return str(self.step.state)

    @property
    def kind(self) -> str:
        return str(self.step.kind)

    @property
    def tone(self) -> str:
        """The colour of the tag that says the state in words."""
        return _TONES[self.step.state]

    @property
    def needs_attention(self) -> bool:
        return self.step.needs_attention


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceStatus:
    """The counters of one episode on `day`. Day numbers are None on a day that is not a sick day.

    `day` is the day asked about, or the episode's last day when it had ended by then. `is_relapse` says
    that the sick-pay period began with an earlier episode. `relapse_until` is the last day on which
    falling ill again would continue the period; None while the episode goes on.
    """

    day: date
    episode: EpisodeOutline | None = None
    is_absent: bool = False
    extent: int | None = None
    sick_pay_day: int | None = None
    sick_pay_first_day: date | None = None
    is_relapse: bool = False
    payer: str | None = None
    benefit_from: date | None = None
    certificate_day: int | None = None
    chain_day: int | None = None
    next_milestone: ChainMilestone | None = None
    relapse_until: date | None = None
    steps: tuple[Step, ...] = ()
    certificates: tuple[CertificateOutline, ...] = ()

    @property
    def employer_pays(self) -> bool:
        return self.payer == Payer.EMPLOYER

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """What somebody has to do, now or later."""
        return tuple(step for step in self.steps if step.step.is_open)

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """The open steps, but of the rehabilitation chain's days only the nearest."""
        chain = [step for step in self.open_steps if step.step.kind is StepKind.CHAIN_DAY]
        return tuple(step for step in self.open_steps if step not in chain[1:])

    @property
    def steps_now(self) -> tuple[Step, ...]:
        """What is due or overdue."""
        return tuple(step for step in self.steps if step.needs_attention)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """What the steps of one episode depend on besides its days."""

    certificates: tuple[CertificateOutline, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    plan_made_on: date | None = None
    no_plan_reason: NoPlanReason | None = None


def absence_status(staff_member: Any, today: date) -> AbsenceStatus:
    """The status of a person's ongoing or latest episode on the day: seven queries."""
    outlines = episode_outlines(
        SickLeaveEpisode.objects.filter(staff_member=staff_member).order_by("first_day")
    )
    return status_among(outlines, current_episode(outlines, today), today)


def status_among(
    outlines: Sequence[EpisodeOutline], episode: EpisodeOutline | None, today: date
) -> AbsenceStatus:
    """The status of one of a person's episodes, given all of them: at most four queries."""
    if episode is None:
        return AbsenceStatus(day=today)
    facts = step_facts([episode], today)[episode.pk]
    return status_of(episode, outlines, facts=facts, rows=legal_numbers(), today=today)


def current_episode(outlines: Iterable[EpisodeOutline], today: date) -> EpisodeOutline | None:
    """The episode that covers the day; else the latest that has begun; else the first one ahead."""
    ordered = sorted(outlines, key=lambda outline: outline.first_day)
    begun = [outline for outline in ordered if outline.first_day <= today]
    return begun[-1] if begun else (ordered[0] if ordered else None)


def status_of(
    episode: EpisodeOutline,
    all_episodes: Iterable[EpisodeOutline],
    *,
    facts: StepFacts,
    rows: Sequence[ThresholdRow],
    today: date,
) -> AbsenceStatus:
    """The counters and steps of one episode, from plain values: no query."""
    numbers = numbers_for(episode.first_day, rows)
    asked_on = max(episode.first_day, min(today, episode.last_day or today))
    if numbers is None:
        return AbsenceStatus(
            day=asked_on,
            episode=episode,
            is_absent=episode.covers(today),
            certificates=facts.certificates,
        )
    earlier = [other.period(today) for other in all_episodes if other.first_day < episode.first_day]
    own = Period(episode.first_day, asked_on)
    spells = merge([own, *earlier])
    sick_pay = sick_pay_periods(
        spells,
        relapse_days=numbers.relapse_days,
        sick_pay_days=numbers.sick_pay_days,
        karens_max_in_12_months=None,
    )[-1]
    chain = chain_at(spells, asked_on, join_days=numbers.chain_join_days)
    ended = episode.last_day is not None and episode.last_day < today
    return AbsenceStatus(
        day=asked_on,
        episode=episode,
        is_absent=episode.covers(today),
        extent=episode.extent_on(asked_on),
        sick_pay_day=sick_pay.number_of(asked_on),
        sick_pay_first_day=sick_pay.first_day,
        is_relapse=sick_pay.has_relapse,
        payer=sick_pay.payer_on(asked_on),
        benefit_from=sick_pay.benefit_from,
        certificate_day=certificate_day_number(spells[-1], asked_on),
        chain_day=chain.number_of(asked_on) if chain else None,
        next_milestone=(
            chain.next_milestone(numbers.chain_days, today) if chain and episode.is_ongoing else None
        ),
        relapse_until=relapse_until(own, relapse_days=numbers.relapse_days) if ended else None,
        steps=steps_of(episode, earlier, facts=facts, numbers=numbers, today=today),
        certificates=facts.certificates,
    )


def steps_of(
    episode: EpisodeOutline,
    earlier: Iterable[Period],
    *,
    facts: StepFacts,
    numbers: Thresholds,
    today: date,
) -> tuple[Step, ...]:
    """The episode's steps with their words, in the order of their days: no query."""
    steps = due_steps(
        EpisodeFacts(
            first_day=episode.first_day,
            last_day=episode.last_day,
            certificates=tuple(certificate.period for certificate in facts.certificates),
            reported_to_fk_on=episode.fk_reported_on,
            expectations=facts.expectations,
            plan_made_on=facts.plan_made_on,
            no_plan_reason=facts.no_plan_reason,
        ),
        earlier,
        thresholds=numbers,
        today=today,
    )
    return tuple(
        Step(
            step,
            step_words.title_of(step),
            step_words.why(step),
            step_words.source_name(step),
            step_words.state_name(step.state),
        )
        for step in steps
    )


def numbers_for(day: date, rows: Sequence[ThresholdRow]) -> Thresholds | None:
    """The legal numbers of the day; None when the day is older than the numbers we know."""
    try:
        return thresholds_on(day, rows)
    except ThresholdMissing:
        return None


def step_facts(episodes: Sequence[EpisodeOutline], today: date) -> dict[int, StepFacts]:
    """Certificates, stated lengths and plans of many episodes: three queries, whatever their number."""
    pks = [episode.pk for episode in episodes]
    certificates: dict[int, list[CertificateOutline]] = {pk: [] for pk in pks}
    for pk, first_day, last_day, received_on in Certificate.objects.filter(episode__in=pks).values_list(
        "episode", "first_day", "last_day", "received_on"
    ):
        certificates[pk].append(CertificateOutline(first_day, last_day, received_on))
    plans = {
        staff: (plan_made_on, reason)
        for staff, plan_made_on, reason in Case.objects.open()
        .filter(staff_member__in={episode.staff_member_id for episode in episodes})
        .values_list("staff_member", "plan_made_on", "no_plan_reason")
    }
    stated = _stated_lengths(episodes, today)
    facts = {}
    for episode in episodes:
        plan_made_on, reason = plans.get(episode.staff_member_id, (None, None))
        facts[episode.pk] = StepFacts(
            certificates=tuple(certificates[episode.pk]),
            expectations=stated[episode.pk],
            plan_made_on=plan_made_on,
            no_plan_reason=NoPlanReason(reason) if reason else None,
        )
    return facts


def _stated_lengths(episodes: Sequence[EpisodeOutline], today: date) -> dict[int, tuple[Expectation, ...]]:
    """What has been said about each episode's length, and when: from its change history.

    What was said at registration counts from the first day. A row that was loaded without history is
    taken as said then too.
    """
    by_pk = {episode.pk: episode for episode in episodes}
    said: dict[int, list[Expectation]] = {pk: [] for pk in by_pk}
    before: dict[int, date | None] = {}
    events = apps.get_model("cases", "SickLeaveEpisodeEvent").objects.filter(pgh_obj__in=list(by_pk))
    for pk, at, expected in events.order_by("pgh_id").values_list(
        "pgh_obj", "pgh_created_at", "expected_last_day"
    ):
        is_first = pk not in before
        if (is_first and expected is not None) or (not is_first and expected != before[pk]):
            first_day = by_pk[pk].first_day
            stated_on = first_day if is_first else max(first_day, min(at.date(), today))
            said[pk].append(Expectation(stated_on, expected))
        before[pk] = expected
    for pk, episode in by_pk.items():
        if pk not in before and episode.expected_last_day is not None:
            said[pk].append(Expectation(episode.first_day, episode.expected_last_day))
    return {pk: tuple(expectations) for pk, expectations in said.items()}
