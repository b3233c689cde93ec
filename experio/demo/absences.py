"""Sick leave by chance, within what the statistics say (docs/demo-world.md has the figures and sources)."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from experio.demo.diagnoses import draw_diagnosis
from experio.demo.frame import FIRST_DAY
from experio.demo.papers import certificates_for, fk_reported_on
from experio.demo.scenes import Scene
from experio.demo.world import DemoCertificate, DemoJob, DemoSpell, DemoStep

# Life begins a year before the project, so that its first months have long-term absentees too.
WARM_UP = date(2018, 5, 1)

# How often absence begins in each month, January first; the year's mean is about 1. Winter peaks.
MONTHS = (1.20, 1.50, 1.40, 1.00, 0.85, 0.70, 0.50, 0.75, 1.00, 1.10, 1.10, 1.00)
# ... and on each day of the week, Monday first.
WEEKDAYS = (1.55, 1.20, 1.10, 1.00, 0.85, 0.65, 0.65)
# Short absence during the pandemic's waves.
WAVES = ((date(2020, 3, 10), date(2020, 4, 30), 1.6), (date(2020, 11, 1), date(2021, 1, 31), 1.25))

# New spells a year: (of 1-14 days, of 15 days or more).
ONSETS = {"woman": (1.97, 0.208), "man": (1.50, 0.087)}
# How unevenly people fall ill: the shape of a gamma distribution with mean 1.
UNEVEN_SHORT, UNEVEN_LONG = 1.6, 2.0
RELAPSE_SHARE = 0.07

SHORT_DAYS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
SHORT_WEIGHTS = (20, 20, 17, 10, 11, 4, 8, 3, 2, 2, 1, 1, 1, 3)
# Long spells: (shortest, longest, weight).
LONG_BANDS = {
    "woman": ((15, 29, 26), (30, 59, 24), (60, 89, 13), (90, 179, 17), (180, 364, 13), (365, 800, 7)),
    "man": ((15, 29, 29), (30, 59, 27), (60, 89, 13), (90, 179, 16), (180, 364, 10), (365, 700, 5)),
}


class SicknessCalendar:
    """The days from the warm-up to today, and how much absence begins by each: the season as a clock."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.days = [WARM_UP + timedelta(days=n) for n in range((today - WARM_UP).days + 1)]
        self.clock: list[float] = []
        total = 0.0
        for day in self.days:
            weight = MONTHS[day.month - 1] * WEEKDAYS[day.weekday()]
            for first_day, last_day, factor in WAVES:
                if first_day <= day <= last_day:
                    weight *= factor
            total += weight
            self.clock.append(total)

    def index(self, day: date) -> int:
        """The place of a day; days before the calendar count as its first."""
        return max(0, (day - WARM_UP).days)


def make_spells(
    rng: Random, calendar: SicknessCalendar, *, gender: str, strain: float, jobs: Sequence[DemoJob]
) -> tuple[DemoSpell, ...]:
    """A person's spells while employed, in order, at least a well day between them."""
    short, long = (a_year * strain / 365.25 for a_year in ONSETS[gender])
    short *= rng.gammavariate(UNEVEN_SHORT, 1 / UNEVEN_SHORT)
    long *= rng.gammavariate(UNEVEN_LONG, 1 / UNEVEN_LONG)
    first = calendar.index(jobs[0].first_day)
    last_employed = jobs[-1].last_day
    last = len(calendar.days) - 1
    end = last if last_employed is None else min(last, calendar.index(last_employed))
    spells = []
    place, is_relapse = first, False
    while place <= end:
        if is_relapse:
            is_long = rng.random() < 0.2
        else:
            since = calendar.clock[place - 1] if place else 0.0
            place = bisect_left(calendar.clock, since + rng.expovariate(short + long))
            if place > end:
                break
            is_long = rng.random() < long / (short + long)
        days = _days(rng, gender, is_long)
        spell = _spell(rng, calendar, gender, place, days, end, last_employed is not None)
        if (spell.last_day or calendar.today) >= FIRST_DAY:
            spells.append(spell)
        is_relapse = rng.random() < RELAPSE_SHARE
        # One to four well days make a relapse; otherwise at least one lies between.
        place += days + (rng.randint(1, 4) if is_relapse else 1)
    return tuple(spells)


def staged_spells(
    rng: Random,
    calendar: SicknessCalendar,
    scene: Scene,
    *,
    gender: str,
    strain: float,
    jobs: Sequence[DemoJob],
) -> tuple[DemoSpell, ...]:
    """The set spell, after what chance gave the person until a good month before it."""
    today = calendar.today
    first_day = today - timedelta(days=scene.day - 1) if scene.day else today
    history_ends = first_day - timedelta(days=370 if scene.short_spells else 40)
    earlier = tuple(
        spell
        for spell in make_spells(rng, calendar, gender=gender, strain=strain, jobs=jobs)
        if spell.last_day is not None and spell.last_day < history_ends
    )
    if scene.short_spells:
        return earlier + tuple(_repeated(rng, calendar, scene.short_spells))
    steps = []
    for place, (extent, from_day) in enumerate(scene.steps):
        later = scene.steps[place + 1 :]
        last_day = first_day + timedelta(days=later[0][1] - 2) if later else None
        steps.append(DemoStep(extent, first_day + timedelta(days=from_day - 1), last_day))
    certificates: tuple[DemoCertificate, ...] = ()
    if scene.certified_to is not None:
        certificates = certificates_for(rng, first_day, today + timedelta(days=scene.certified_to), today)
    return (
        *earlier,
        DemoSpell(
            first_day=first_day,
            last_day=None,
            expected_last_day=None if scene.expected is None else today + timedelta(days=scene.expected),
            cause="sickness",
            diagnosis_code=scene.diagnosis,
            fk_reported_on=None if scene.fk_day is None else first_day + timedelta(days=scene.fk_day - 1),
            source="form",
            steps=tuple(steps),
            certificates=certificates,
        ),
    )


def _repeated(rng: Random, calendar: SicknessCalendar, count: int) -> list[DemoSpell]:
    """Short spells spread over the last year, the last of them over by today."""
    last = len(calendar.days) - 1
    width = 330 // count
    return [
        _spell(
            rng,
            calendar,
            "woman",
            last - 345 + n * width + rng.randint(0, width - 8),
            rng.randint(1, 4),
            last,
            False,
        )
        for n in range(count)
    ]


def _days(rng: Random, gender: str, is_long: bool) -> int:
    if not is_long:
        return rng.choices(SHORT_DAYS, SHORT_WEIGHTS)[0]
    bands = LONG_BANDS[gender]
    shortest, longest, _ = rng.choices(bands, [band[2] for band in bands])[0]
    return rng.randint(shortest, longest)


def _spell(
    rng: Random,
    calendar: SicknessCalendar,
    gender: str,
    place: int,
    days: int,
    end: int,
    has_left: bool,
) -> DemoSpell:
    """A spell that begins at a place of the calendar; ongoing when it reaches past today."""
    first_day = calendar.days[place]
    last_place = place + days - 1
    last = len(calendar.days) - 1
    # Who leaves the employer is no longer sick-listed there.
    if has_left:
        last_place = min(last_place, end)
    is_ongoing = last_place > last or (last_place == last and rng.random() < 0.5)
    shown_last = calendar.days[min(last_place, last)]
    steps = _steps(rng, first_day, days if is_ongoing else last_place - place + 1, shown_last, is_ongoing)
    expected = None
    if days >= 15 and rng.random() < 0.9:
        expected = first_day + timedelta(days=days - 1)
        if is_ongoing:
            expected = max(expected, calendar.today)
    return DemoSpell(
        first_day=first_day,
        last_day=None if is_ongoing else shown_last,
        expected_last_day=expected,
        cause="work_injury" if rng.random() < 0.012 else "sickness",
        diagnosis_code=draw_diagnosis(rng, gender, days),
        fk_reported_on=fk_reported_on(rng, first_day, shown_last, calendar.today, is_ongoing=is_ongoing),
        source="file" if rng.random() < 0.6 else "form",
        steps=steps,
        certificates=certificates_for(rng, first_day, shown_last, calendar.today, is_ongoing=is_ongoing),
    )


# Shares of the spell's length at each extent on the way back.
_WAYS_BACK: tuple[tuple[tuple[int, float], ...], ...] = (
    ((100, 0.60), (50, 0.40)),
    ((100, 0.55), (75, 0.20), (50, 0.25)),
    ((100, 0.45), (75, 0.15), (50, 0.25), (25, 0.15)),
    ((100, 0.65), (50, 0.20), (25, 0.15)),
    ((50, 1.0),),
)


def _steps(
    rng: Random, first_day: date, days: int, shown_last: date, is_ongoing: bool
) -> tuple[DemoStep, ...]:
    """Extents over a spell of `days`, shown up to `shown_last`; a longer spell more often steps down."""
    chance_of_steps = 0.02 if days < 15 else 0.25 if days < 60 else 0.68
    way: tuple[tuple[int, float], ...] = ((100, 1.0),)
    if rng.random() < chance_of_steps:
        way = rng.choice(_WAYS_BACK) if days >= 15 else ((rng.choice((50, 50, 25)), 1.0),)
    steps: list[DemoStep] = []
    begins, passed = first_day, 0.0
    for place, (extent, share) in enumerate(way):
        passed += share
        is_last = place == len(way) - 1
        ends = shown_last if is_last else first_day + timedelta(days=max(1, round(days * passed)) - 1)
        if ends >= shown_last:
            steps.append(DemoStep(extent, begins, None if is_ongoing else shown_last))
            break
        if ends >= begins:
            steps.append(DemoStep(extent, begins, ends))
            begins = ends + timedelta(days=1)
    return tuple(steps)
