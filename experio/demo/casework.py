"""Cases around the longer absences, with plans, journals and outcomes. The texts are invented Swedish."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from experio.demo import texts
from experio.demo.frame import FIRST_DAY
from experio.demo.scenes import Scene
from experio.demo.world import DemoCase, DemoNote, DemoSpell

# A case is opened for so many of the absences that reach 30 days.
CASE_SHARE = 0.72
NOTICED_DAYS = 75
OUTCOMES = (
    ("own_job", 62),
    ("own_job_adapted", 14),
    ("no_need", 8),
    ("other_job", 5),
    ("other_employer", 3),
    ("education", 2),
    ("pension", 2),
    ("employment_ended", 2),
    ("other_authority", 1),
    ("dropped_out", 1),
)


def make_cases(
    rng: Random, today: date, spells: Sequence[DemoSpell], scene: Scene | None
) -> tuple[DemoCase, ...]:
    """A person's cases, in order; never two open at once."""
    cases: list[DemoCase] = []
    free_from = FIRST_DAY
    for place, spell in enumerate(spells):
        days = ((spell.last_day or today) - spell.first_day).days + 1
        staged = scene if spell.last_day is None else None
        if staged is not None:
            if staged.case_day is None:
                continue
            opened_on = spell.first_day + timedelta(days=staged.case_day - 1)
        else:
            # A long absence that goes on has been noticed by now.
            is_noticed = spell.last_day is None and days > NOTICED_DAYS
            if days < 30 or (rng.random() >= CASE_SHARE and not is_noticed):
                continue
            opened_on = spell.first_day + timedelta(days=rng.randint(14, 28))
        if opened_on < free_from:
            continue
        case = _case(rng, today, place, spell, opened_on, staged)
        cases.append(case)
        if case.closed_on is None:
            return tuple(cases)
        free_from = case.closed_on + timedelta(days=1)
    if scene is None and not cases and rng.random() < 0.012:
        cases.append(_early_case(rng, today))
    return tuple(cases)


def _case(
    rng: Random,
    today: date,
    place: int,
    spell: DemoSpell,
    opened_on: date,
    scene: Scene | None,
) -> DemoCase:
    closed_on, outcome = None, None
    if spell.last_day is not None:
        closing = spell.last_day + timedelta(days=rng.randint(7, 40))
        if closing <= today and closing >= opened_on:
            closed_on = closing
            outcome = rng.choices([name for name, _ in OUTCOMES], [weight for _, weight in OUTCOMES])[0]
    plan_made_on, no_plan_reason = _plan(rng, today, spell, opened_on, scene)
    return DemoCase(
        spell=place,
        opened_on=opened_on,
        reason="long_absence",
        background=texts.background(rng, spell.diagnosis_code),
        plan_made_on=plan_made_on,
        no_plan_reason=no_plan_reason,
        closed_on=closed_on,
        outcome=outcome,
        officer=rng.randrange(2),
        notes=_notes(rng, opened_on, closed_on or today, plan_made_on, closed_on, outcome),
    )


def _plan(
    rng: Random, today: date, spell: DemoSpell, opened_on: date, scene: Scene | None
) -> tuple[date | None, str | None]:
    """When the plan was made, or why none was; both empty where it is still to be done."""
    if scene is not None:
        made_on = spell.first_day + timedelta(days=scene.plan_day - 1) if scene.plan_day else None
        return (max(made_on, opened_on) if made_on else None), scene.no_plan_reason
    expected = ((spell.expected_last_day or spell.last_day or today) - spell.first_day).days + 1
    if expected < 60:
        return None, rng.choice(("back_within_60_days", "back_without_measures"))
    made_on = max(opened_on, spell.first_day + timedelta(days=rng.randint(20, 30)))
    if made_on > today:
        return None, None
    which = rng.random()
    if which < 0.84:
        return made_on, None
    is_new = spell.last_day is None and (today - spell.first_day).days <= NOTICED_DAYS
    return None, None if is_new else "health_excludes_return"


def _notes(
    rng: Random,
    opened_on: date,
    until: date,
    plan_made_on: date | None,
    closed_on: date | None,
    outcome: str | None,
) -> tuple[DemoNote, ...]:
    notes = [
        DemoNote("contact", True, opened_on, rng.choice(texts.FIRST_CONTACTS), by_manager=rng.random() < 0.5)
    ]
    if rng.random() < 0.7:
        day = opened_on + timedelta(days=rng.randint(1, 6))
        if day <= until:
            notes.append(DemoNote("note", False, day, rng.choice(texts.HR_NOTES), by_manager=False))
    if plan_made_on is not None and plan_made_on <= until:
        notes.append(
            DemoNote("meeting", True, plan_made_on, rng.choice(texts.PLAN_MEETINGS), by_manager=False)
        )
    day = (plan_made_on or opened_on) + timedelta(days=rng.randint(18, 32))
    while day <= until and len(notes) < 9:
        is_shared = rng.random() < 0.65
        notes.append(
            DemoNote(
                "contact" if is_shared else "note",
                is_shared,
                day,
                rng.choice(texts.FOLLOW_UPS if is_shared else texts.HR_NOTES),
                by_manager=is_shared and rng.random() < 0.4,
            )
        )
        day += timedelta(days=rng.randint(21, 55))
    if closed_on is not None:
        text = texts.CLOSINGS.get(outcome or "", texts.CLOSINGS["no_need"])
        notes.append(DemoNote("decision", True, closed_on, text, by_manager=False))
    return tuple(notes)


def _early_case(rng: Random, today: date) -> DemoCase:
    """A case without long absence: repeated short absence, an early sign, or at the person's request."""
    opened_on = today - timedelta(days=rng.randint(20, 500))
    is_closed = rng.random() < 0.6 and (today - opened_on).days > 90
    closed_on = opened_on + timedelta(days=rng.randint(40, 90)) if is_closed else None
    return DemoCase(
        spell=None,
        opened_on=opened_on,
        reason=rng.choice(("repeated_absence", "early_sign", "own_request")),
        background=texts.background(rng, ""),
        plan_made_on=None,
        no_plan_reason=None,
        closed_on=closed_on,
        outcome="no_need" if is_closed else None,
        officer=rng.randrange(2),
        notes=_notes(rng, opened_on, closed_on or today, None, closed_on, "no_need" if is_closed else None),
    )
