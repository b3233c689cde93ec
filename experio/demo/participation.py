"""Who takes part in the ESF project, from when to when, and in what."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from experio.demo.frame import FIRST_DAY, DemoUnit
from experio.demo.world import DemoHours, DemoJob, DemoParticipation

# A load-test world keeps a project of believable size.
PARTICIPANTS_AT_MOST = 5_000
PARTICIPANT_SHARE = 0.93
NOT_YET_KNOWN = 0.03

ACTIVITIES: tuple[tuple[str, date, date, tuple[float, ...]], ...] = (
    ("Intervjuer och kartläggning", date(2019, 9, 1), date(2020, 2, 28), (1.0, 1.5, 2.0)),
    ("Designverkstad", date(2019, 11, 1), date(2021, 9, 30), (2.0, 3.0, 3.5, 7.0)),
    ("Test av arbetssätt", date(2020, 3, 1), date(2022, 2, 28), (1.0, 1.5, 2.0, 4.0)),
    ("Utbildning i hållbart arbetsliv", date(2020, 9, 1), date(2022, 3, 31), (3.0, 3.5, 7.0)),
    ("Lärande seminarium", date(2020, 2, 1), date(2022, 4, 30), (1.5, 2.0, 3.0)),
)
HIGHER_EDUCATION = frozenset({"1120", "2221", "2341", "2343", "2422", "2661", "3250", "3353"})


def make_participation(
    rng: Random, today: date, number: int, unit: DemoUnit, jobs: Sequence[DemoJob]
) -> DemoParticipation | None:
    """The person's part in the project; None for those who have none."""
    if number > PARTICIPANTS_AT_MOST or rng.random() >= PARTICIPANT_SHARE:
        return None
    # Units join one after another: their names decide the wave, so that a unit's staff enter together.
    wave = sum(unit.code.encode()) % 12
    joins = FIRST_DAY + timedelta(days=120 + 35 * wave)
    entered_on = max(joins + timedelta(days=rng.choice((0, 0, 0, 7, 14, 30))), jobs[0].first_day)
    if entered_on > today - timedelta(days=14):
        return None
    left_on = jobs[-1].last_day
    if left_on is not None and left_on < entered_on:
        return None
    if left_on is None and rng.random() < 0.16:
        left_on = entered_on + timedelta(days=rng.randint(180, 700))
        if left_on > today:
            left_on = None
    is_known = rng.random() >= NOT_YET_KNOWN
    has_left = left_on is not None
    exit_known = has_left and rng.random() >= 0.08
    return DemoParticipation(
        entered_on=entered_on,
        left_on=left_on,
        labour_status_on_entry="employed" if is_known else None,
        education_on_entry=_education(rng, jobs[0].ssyk_code) if rng.random() >= NOT_YET_KNOWN else None,
        was_in_education_on_entry=rng.random() < 0.03 if is_known else None,
        is_in_education_on_exit=rng.random() < 0.05 if exit_known else None,
        has_gained_qualification=rng.random() < 0.12 if exit_known else None,
        labour_status_on_exit="employed" if exit_known else None,
        hours=_hours(rng, entered_on, left_on or today),
    )


def _education(rng: Random, ssyk_code: str) -> int:
    if ssyk_code in HIGHER_EDUCATION:
        return rng.choices((3, 5, 6, 7), (6, 12, 62, 20))[0]
    return rng.choices((2, 3, 4, 5, 6), (9, 66, 14, 6, 5))[0]


def _hours(rng: Random, entered_on: date, until: date) -> tuple[DemoHours, ...]:
    """Six to a dozen times in the project's activities, on working days, never twice a day."""
    taken: dict[date, DemoHours] = {}
    for _ in range(rng.randint(4, 12)):
        name, opens, closes, lengths = rng.choice(ACTIVITIES)
        first, last = max(opens, entered_on), min(closes, until)
        if first > last:
            continue
        day = first + timedelta(days=rng.randrange((last - first).days + 1))
        if day.weekday() < 5 and day.month != 7:
            taken[day] = DemoHours(name, day, rng.choice(lengths))
    return tuple(taken[day] for day in sorted(taken))
