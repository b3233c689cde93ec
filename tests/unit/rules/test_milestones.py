"""What falls due for one episode. The first day is Monday 1 November 2021 unless said otherwise."""

from dataclasses import replace
from typing import Any

import pytest

from cases.rules.due import DueState
from cases.rules.legal_numbers import LEGAL_NUMBERS
from cases.rules.milestones import DueStep, EpisodeFacts, StepKind, due_steps
from cases.rules.rehabilitation_chain import FkDayNumber
from cases.rules.return_to_work_plan import Expectation, NoPlanReason
from cases.thresholds import Thresholds, thresholds_on
from experio.periods import Period
from tests.unit.rules.numbers import THRESHOLDS, day, days

ONGOING = EpisodeFacts(first_day=day("2021-11-01"))


def steps_on(
    today: str, episode: EpisodeFacts, *earlier: Period, thresholds: Thresholds = THRESHOLDS
) -> tuple[DueStep, ...]:
    return due_steps(episode, earlier, thresholds=thresholds, today=day(today))


def short(steps: tuple[DueStep, ...]) -> list[tuple[str, str, str, int]]:
    return [(step.kind, str(step.due_on), step.state, step.day_number) for step in steps]


def the(kind: StepKind, steps: tuple[DueStep, ...]) -> DueStep:
    (step,) = (step for step in steps if step.kind is kind)
    return step


def test_on_the_first_day_everything_lies_ahead() -> None:
    assert short(steps_on("2021-11-01", ONGOING)) == [
        ("certificate", "2021-11-08", "upcoming", 8),
        ("fk_report", "2021-11-15", "upcoming", 15),
        ("ask_length", "2021-11-25", "upcoming", 25),
        ("plan", "2021-11-30", "upcoming", 30),
        ("chain_day", "2022-01-29", "upcoming", 90),
        ("chain_day", "2022-04-29", "upcoming", 180),
        ("chain_day", "2022-10-31", "upcoming", 365),
    ]


def test_on_day_95_with_nothing_done_all_but_the_chain_is_overdue() -> None:
    assert short(steps_on("2022-02-03", ONGOING))[:5] == [
        ("certificate", "2021-11-08", "overdue", 8),
        ("fk_report", "2021-11-15", "overdue", 15),
        ("ask_length", "2021-11-25", "lapsed", 25),
        ("plan", "2021-11-30", "overdue", 30),
        ("chain_day", "2022-01-29", "done", 90),
    ]


def test_what_is_done_is_done() -> None:
    episode = replace(
        ONGOING,
        certificates=(days("2021-11-01", "2021-12-31"),),
        reported_to_fk_on=day("2021-11-16"),
        expectations=(Expectation(day("2021-11-10"), day("2022-03-31")),),
        plan_made_on=day("2021-11-26"),
    )

    steps = steps_on("2021-12-10", episode)

    assert short(steps)[:5] == [
        ("certificate", "2021-11-08", "done", 8),
        ("fk_report", "2021-11-15", "done", 15),
        ("ask_length", "2021-11-25", "done", 25),
        ("plan", "2021-11-30", "done", 30),
        ("certificate_renewal", "2022-01-01", "upcoming", 62),
    ]
    assert [step.kind for step in steps if step.needs_attention] == []
    assert [step.kind for step in steps if step.is_open][0] is StepKind.CERTIFICATE_RENEWAL


@pytest.mark.parametrize(
    ("today", "state"),
    [("2021-11-14", "upcoming"), ("2021-11-15", "due"), ("2021-11-21", "due"), ("2021-11-22", "overdue")],
)
def test_the_report_has_a_week(today: str, state: str) -> None:
    report = the(StepKind.FK_REPORT, steps_on(today, ONGOING))

    assert (report.state, str(report.latest_on)) == (state, "2021-11-21")


@pytest.mark.parametrize(
    ("last_day", "kinds"),
    [
        ("2021-11-07", []),
        ("2021-11-08", ["certificate"]),
        ("2021-11-14", ["certificate"]),
        ("2021-11-15", ["certificate", "fk_report"]),
        ("2021-11-30", ["certificate", "fk_report", "plan"]),
        ("2022-01-29", ["certificate", "fk_report", "plan", "chain_day"]),
    ],
)
def test_steps_after_the_last_day_do_not_arise_and_the_undone_lapse(last_day: str, kinds: list[str]) -> None:
    steps = steps_on("2022-06-01", replace(ONGOING, last_day=day(last_day)))

    assert [step.kind for step in steps] == kinds
    assert not any(step.is_open for step in steps)
    assert {step.state for step in steps if step.kind is not StepKind.CHAIN_DAY} <= {DueState.LAPSED}


def test_a_report_still_in_time_when_the_absence_has_ended_is_still_asked_for() -> None:
    ended = replace(ONGOING, last_day=day("2021-11-16"))

    assert the(StepKind.FK_REPORT, steps_on("2021-11-18", ended)).state is DueState.DUE
    assert the(StepKind.FK_REPORT, steps_on("2021-11-22", ended)).state is DueState.LAPSED


def test_a_last_day_known_beforehand_is_the_expected_end() -> None:
    planned = replace(ONGOING, last_day=day("2021-12-15"))  # 45 days

    steps = steps_on("2021-11-10", planned)

    assert [step.kind for step in steps] == [
        StepKind.CERTIFICATE,
        StepKind.FK_REPORT,
        StepKind.ASK_LENGTH,
        StepKind.DOCUMENT_NO_PLAN,
    ]
    assert the(StepKind.ASK_LENGTH, steps).state is DueState.DONE
    assert the(StepKind.DOCUMENT_NO_PLAN, steps).state is DueState.UPCOMING


def test_a_plan_at_once_stands_on_the_day_it_became_needed() -> None:
    episode = replace(
        ONGOING,
        expectations=(
            Expectation(day("2021-11-01"), day("2021-12-15")),
            Expectation(day("2021-12-10"), day("2022-02-28")),
        ),
    )

    step = the(StepKind.PLAN_AT_ONCE, steps_on("2021-12-11", episode))

    assert (str(step.due_on), step.state, step.day_number) == ("2021-12-10", DueState.OVERDUE, 40)


def test_a_recorded_reason_settles_the_plan() -> None:
    episode = replace(ONGOING, no_plan_reason=NoPlanReason.HEALTH_EXCLUDES_RETURN)

    steps = steps_on("2021-12-20", episode)

    assert the(StepKind.DOCUMENT_NO_PLAN, steps).state is DueState.DONE
    assert the(StepKind.ASK_LENGTH, steps).state is DueState.DONE


def test_a_relapse_goes_on_counting_but_the_certificate_begins_again() -> None:
    relapse = EpisodeFacts(first_day=day("2021-11-15"))

    steps = steps_on("2021-11-15", relapse, days("2021-11-01", "2021-11-10"))

    assert short(steps)[:4] == [
        ("fk_report", "2021-11-19", "upcoming", 15),
        ("certificate", "2021-11-22", "upcoming", 8),
        ("ask_length", "2021-11-29", "upcoming", 25),
        ("plan", "2021-12-04", "upcoming", 30),
    ]


def test_an_episode_that_follows_the_day_after_needs_a_certificate_for_its_own_days() -> None:
    following = EpisodeFacts(first_day=day("2021-11-11"))

    steps = steps_on("2021-11-11", following, days("2021-11-01", "2021-11-10"))

    assert short(steps)[0] == ("certificate_renewal", "2021-11-11", "due", 11)


def test_a_report_whose_time_ran_out_in_the_episode_before_is_not_asked_for_again() -> None:
    relapse = EpisodeFacts(first_day=day("2021-11-25"))

    steps = steps_on("2021-11-25", relapse, days("2021-11-01", "2021-11-22"))

    assert StepKind.FK_REPORT not in [step.kind for step in steps]


def test_later_and_other_spells_do_not_move_the_steps() -> None:
    assert steps_on("2021-11-20", ONGOING, days("2021-12-01", "2021-12-24")) == steps_on(
        "2021-11-20", ONGOING
    )


def test_fk_day_number_moves_the_chain() -> None:
    episode = replace(ONGOING, fk_day_number=FkDayNumber(day("2021-11-01"), 31))

    chain = [step for step in steps_on("2021-11-22", episode) if step.kind is StepKind.CHAIN_DAY]

    assert [(step.day_number, str(step.due_on)) for step in chain][0] == (90, "2021-12-30")


@pytest.mark.parametrize(
    ("first_day", "facts", "kinds"),
    [
        # Before July 2018 no plan; during the pandemic the certificate was asked for on day 15.
        ("2018-06-01", {}, ["certificate", "fk_report", "chain_day", "chain_day", "chain_day"]),
        ("2022-04-01", {}, ["certificate", "fk_report", "ask_length", "plan", *["chain_day"] * 4]),
    ],
)
def test_only_rules_of_the_first_day_give_steps(
    first_day: str, facts: dict[str, Any], kinds: list[str]
) -> None:
    numbers = thresholds_on(day(first_day), LEGAL_NUMBERS)
    episode = EpisodeFacts(first_day=day(first_day), **facts)

    assert [step.kind for step in steps_on(first_day, episode, thresholds=numbers)] == kinds


def test_during_the_pandemic_the_certificate_was_due_on_day_15() -> None:
    numbers = thresholds_on(day("2020-06-01"), LEGAL_NUMBERS)

    step = the(
        StepKind.CERTIFICATE,
        steps_on("2020-06-01", EpisodeFacts(first_day=day("2020-06-01")), thresholds=numbers),
    )

    assert (str(step.due_on), step.day_number) == ("2020-06-15", 15)


def test_an_episode_that_begins_tomorrow_has_its_steps_already() -> None:
    assert short(steps_on("2021-10-31", ONGOING))[0] == ("certificate", "2021-11-08", "upcoming", 8)


def test_every_step_names_its_page_and_its_source() -> None:
    assert {(step.kind, step.rule, step.source) for step in steps_on("2021-11-01", ONGOING)} == {
        (StepKind.CERTIFICATE, "certificate", "Sjuklönelagen (1991:1047) 8 §"),
        (StepKind.FK_REPORT, "fk-report", "Socialförsäkringsbalken (2010:110) 27:17"),
        (StepKind.ASK_LENGTH, "return-to-work-plan", "routine"),
        (StepKind.PLAN, "return-to-work-plan", "Socialförsäkringsbalken (2010:110) 30:6"),
        (StepKind.CHAIN_DAY, "rehabilitation-chain", "Socialförsäkringsbalken (2010:110) 27:46–49"),
    }


@pytest.mark.parametrize(
    ("state", "is_open", "needs_attention"),
    [
        (DueState.UPCOMING, True, False),
        (DueState.DUE, True, True),
        (DueState.OVERDUE, True, True),
        (DueState.DONE, False, False),
        (DueState.LAPSED, False, False),
    ],
)
def test_what_is_due_or_overdue_needs_attention(
    state: DueState, is_open: bool, needs_attention: bool
) -> None:
    step = replace(steps_on("2021-11-01", ONGOING)[0], state=state)

    assert (step.is_open, step.needs_attention) == (is_open, needs_attention)


@pytest.mark.parametrize(
    ("today", "state"),
    [("2021-11-24", "upcoming"), ("2021-11-25", "due"), ("2021-11-29", "due"), ("2021-11-30", "lapsed")],
)
def test_the_length_is_asked_for_until_the_day_before_the_plan(today: str, state: str) -> None:
    step = the(StepKind.ASK_LENGTH, steps_on(today, ONGOING))

    assert (str(step.latest_on), step.state) == ("2021-11-29", state)


@pytest.mark.parametrize("missing", ["plan_day", "plan_min_length_days"])
def test_half_a_rule_about_the_plan_asks_for_none(missing: str) -> None:
    kinds = {step.kind for step in steps_on("2021-12-20", ONGOING, thresholds=_without(missing))}

    assert kinds == {StepKind.CERTIFICATE, StepKind.FK_REPORT, StepKind.CHAIN_DAY}


def test_without_a_day_for_it_the_length_is_not_asked_for() -> None:
    kinds = [step.kind for step in steps_on("2021-11-10", ONGOING, thresholds=_without("ask_length_day"))]

    assert StepKind.PLAN in kinds
    assert StepKind.ASK_LENGTH not in kinds


def _without(name: str) -> Thresholds:
    return replace(THRESHOLDS, **{name: None})


def test_sick_leave_that_is_no_relapse_does_not_count() -> None:
    before = days("2021-09-01", "2021-09-10")

    report = the(StepKind.FK_REPORT, steps_on("2021-11-02", ONGOING, before))

    assert str(report.due_on) == "2021-11-15"


def test_on_its_last_day_an_absence_has_not_ended() -> None:
    last = replace(ONGOING, last_day=day("2021-12-20"))

    assert the(StepKind.CERTIFICATE, steps_on("2021-12-20", last)).state is DueState.OVERDUE
    assert the(StepKind.CERTIFICATE, steps_on("2021-12-21", last)).state is DueState.LAPSED


def test_a_certificate_for_all_days_of_an_ended_absence_leaves_nothing_to_ask_for() -> None:
    ended = replace(ONGOING, last_day=day("2021-11-12"), certificates=(days("2021-11-08", "2021-11-12"),))

    assert short(steps_on("2021-11-20", ended)) == [("certificate", "2021-11-08", "done", 8)]


def test_day_8_on_the_first_day_of_an_episode_is_its_own() -> None:
    following = EpisodeFacts(first_day=day("2021-11-08"), certificates=(days("2021-11-08", "2021-11-30"),))

    steps = steps_on("2021-11-08", following, days("2021-11-01", "2021-11-07"))

    assert short(steps)[0] == ("certificate", "2021-11-08", "done", 8)


@pytest.mark.parametrize(("first_day", "is_asked"), [("2021-11-21", True), ("2021-11-22", False)])
def test_a_report_whose_last_day_is_the_first_of_a_relapse_is_asked_for(
    first_day: str, is_asked: bool
) -> None:
    relapse = EpisodeFacts(first_day=day(first_day))

    steps = steps_on(first_day, relapse, days("2021-11-01", "2021-11-18"))

    assert (StepKind.FK_REPORT in [step.kind for step in steps]) is is_asked


def test_what_was_stated_goes_before_a_last_day_known_beforehand() -> None:
    planned = replace(
        ONGOING,
        last_day=day("2021-12-15"),
        expectations=(Expectation(day("2021-11-05"), day("2022-02-28")),),
    )

    assert StepKind.PLAN in [step.kind for step in steps_on("2021-11-10", planned)]


def test_back_within_60_days_is_a_reason_while_nothing_else_was_stated() -> None:
    episode = replace(ONGOING, no_plan_reason=NoPlanReason.BACK_WITHIN_60_DAYS)

    assert the(StepKind.DOCUMENT_NO_PLAN, steps_on("2021-11-20", episode)).state is DueState.DONE


def test_a_plan_that_fell_due_before_a_relapse_keeps_its_day_number() -> None:
    relapse = EpisodeFacts(first_day=day("2021-12-08"))

    plan = the(StepKind.PLAN, steps_on("2021-12-08", relapse, days("2021-11-01", "2021-12-05")))

    assert (str(plan.due_on), plan.day_number) == ("2021-11-30", 30)


def test_fk_day_number_of_a_later_day_moves_the_chain_too() -> None:
    episode = replace(ONGOING, fk_day_number=FkDayNumber(day("2021-11-20"), 50))

    chain = [step for step in steps_on("2021-11-22", episode) if step.kind is StepKind.CHAIN_DAY]

    assert [(step.day_number, str(step.due_on)) for step in chain][0] == (90, "2021-12-30")


@pytest.mark.parametrize(("before", "first"), [(89, 90), (90, 180)])
def test_days_of_the_chain_in_the_episodes_before_are_no_steps_of_this_one(before: int, first: int) -> None:
    earlier = Period.starting(day("2021-06-01"), before)

    chain = [step for step in steps_on("2021-11-01", ONGOING, earlier) if step.kind is StepKind.CHAIN_DAY]

    assert chain[0].day_number == first
    assert all(step.due_on >= ONGOING.first_day for step in chain)
