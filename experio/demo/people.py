"""Invented staff: names, ages, work, employments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from stdnum import luhn

from experio.demo import names
from experio.demo.absences import SicknessCalendar, make_spells, staged_spells
from experio.demo.casework import make_cases
from experio.demo.frame import DemoUnit
from experio.demo.participation import make_participation
from experio.demo.scenes import SCENES, Scene
from experio.demo.signins import sign_in
from experio.demo.world import DemoJob, DemoPerson, DemoWorld, chance

# Unconfirmed codes (SSYK 2012): `Occupation.is_confirmed` stays False.
OCCUPATIONS: dict[str, str] = {
    "1120": "Förvaltnings- och planeringschefer",
    "2221": "Grundutbildade sjuksköterskor",
    "2341": "Grundskollärare",
    "2343": "Förskollärare",
    "2422": "Utredare och handläggare",
    "2661": "Socialsekreterare",
    "3250": "Tandhygienister",
    "3353": "Socialförsäkringshandläggare",
    "4119": "Kontorsassistenter och sekreterare",
    "5311": "Barnskötare",
    "5321": "Undersköterskor, hemtjänst och äldreboende",
    "5323": "Undersköterskor, vård- och specialavdelning",
    "5330": "Vårdbiträden",
    "5342": "Skötare och vårdare",
    "5343": "Personliga assistenter",
    "5350": "Tandsköterskor",
}


@dataclass(frozen=True, slots=True)
class Work:
    """Who works in a kind of unit: share of women, occupations with weights, share in part-time work."""

    women: float
    occupations: tuple[tuple[str, int], ...]
    part_time: float
    strain: float


# `strain` scales how often people fall ill in this work.
WORK: dict[str, Work] = {
    "home_care": Work(0.85, (("5321", 60), ("5330", 38), ("1120", 2)), 0.55, 1.12),
    "nursing_home": Work(0.87, (("5321", 66), ("5330", 26), ("2221", 6), ("1120", 2)), 0.55, 1.14),
    "nursing": Work(0.90, (("2221", 85), ("5321", 15)), 0.35, 1.0),
    "ward": Work(0.84, (("2221", 45), ("5323", 50), ("4119", 5)), 0.40, 1.05),
    "health_centre": Work(0.82, (("2221", 55), ("5323", 25), ("4119", 20)), 0.35, 0.95),
    "dental": Work(0.90, (("5350", 65), ("3250", 35)), 0.30, 0.95),
    "support": Work(0.74, (("5342", 90), ("5330", 10)), 0.45, 1.05),
    "assistance": Work(0.72, (("5343", 100),), 0.50, 1.05),
    "school": Work(0.72, (("2341", 85), ("4119", 5), ("5311", 10)), 0.20, 0.92),
    "preschool": Work(0.94, (("2343", 45), ("5311", 55)), 0.30, 1.08),
    "social_work": Work(0.80, (("2661", 80), ("2422", 20)), 0.15, 1.0),
    "case_office": Work(0.72, (("3353", 85), ("2422", 15)), 0.15, 0.9),
    "office": Work(0.68, (("2422", 45), ("4119", 40), ("1120", 15)), 0.12, 0.78),
}
FULL_TIME = 40.0
PART_TIMES = (20.0, 25.0, 28.0, 30.0, 30.0, 32.0, 34.0, 36.0)
PROTECTED_SHARE = 0.005

# Skatteverket's test numbers, never given to a real person: birth number 238 (woman) and 239 (man) of every
# day from 1980 on. Its list lacks one or both on these days, so nobody born on them gets a number.
NUMBERS_FROM = 1980
DAYS_WITHOUT_NUMBERS = frozenset(
    {
        date(1980, 1, 1),
        date(1989, 12, 20),
        *(date(1990, 1, day) for day in range(1, 14)),
        date(2000, 12, 18),
        date(2001, 3, 3),
        date(2001, 11, 4),
        date(2002, 10, 16),
        date(2002, 12, 27),
    }
)


def make_people(world: DemoWorld) -> Iterator[DemoPerson]:
    """Everybody, in a fixed order; each from a stream of chance of its own."""
    calendar = SicknessCalendar(world.today)
    # One woman and one man a day of birth can have a number.
    given: set[str] = set()
    number = 0
    for employer in world.employers:
        for unit in employer.units:
            climate = chance(world.seed, "unit", unit.code).uniform(0.85, 1.18)
            for place in range(unit.staff):
                number += 1
                yield _person(
                    world,
                    calendar,
                    given,
                    number=number,
                    employer=employer.slug,
                    unit=unit,
                    place=place,
                    climate=climate,
                )


def test_number(birth_date: date, gender: str) -> str | None:
    """The test number of that day and gender (twelve digits); None when there is none."""
    if birth_date.year < NUMBERS_FROM or birth_date in DAYS_WITHOUT_NUMBERS:
        return None
    nine = f"{birth_date:%y%m%d}{'238' if gender == 'woman' else '239'}"
    return f"{birth_date:%Y}"[:2] + nine + str(luhn.calc_check_digit(nine))


def _person(
    world: DemoWorld,
    calendar: SicknessCalendar,
    given: set[str],
    *,
    number: int,
    employer: str,
    unit: DemoUnit,
    place: int,
    climate: float,
) -> DemoPerson:
    rng = chance(world.seed, "person", number)
    scene = SCENES.get((unit.code, place))
    work = WORK[unit.work]
    is_woman = rng.random() < work.women
    gender = scene.gender if scene else ("woman" if is_woman else "man")
    birth_date = _birth_date(rng, world.today, scene)
    first_name, last_name = _name(rng, gender, birth_date, scene)
    personal_number = test_number(birth_date, gender)
    if personal_number in given:
        personal_number = None
    elif personal_number is not None:
        given.add(personal_number)
    jobs = _jobs(rng, world.today, unit, work, birth_date, scene)
    strain = work.strain * climate
    if scene:
        spells = staged_spells(rng, calendar, scene, gender=gender, strain=strain, jobs=jobs)
    else:
        spells = make_spells(rng, calendar, gender=gender, strain=strain, jobs=jobs)
    return DemoPerson(
        number=number,
        employer=employer,
        unit=unit.code,
        place=place,
        key=UUID(int=rng.getrandbits(128), version=4),
        employee_number=f"{100_000 + number}",
        first_name=first_name,
        last_name=last_name,
        birth_date=birth_date,
        gender=gender,
        personal_number=personal_number,
        has_protected_identity=scene.is_protected if scene else rng.random() < PROTECTED_SHARE,
        jobs=jobs,
        spells=spells,
        cases=make_cases(chance(world.seed, "cases", number), world.today, spells, scene),
        participation=make_participation(
            chance(world.seed, "participation", number), world.today, number, unit, jobs
        ),
    )


def _birth_date(rng: Random, today: date, scene: Scene | None) -> date:
    age = scene.age if scene and scene.age else min(66, max(20, round(rng.gauss(45, 12))))
    return date(today.year - age - 1, 12, 1) + timedelta(days=rng.randrange(330))


def _name(rng: Random, gender: str, birth_date: date, scene: Scene | None) -> tuple[str, str]:
    pool = names.WOMEN if gender == "woman" else names.MEN
    first_name = rng.choice(pool[names.generation(birth_date.year)])
    last_name = rng.choice(names.LAST)
    if scene and scene.username:
        account = sign_in(scene.username)
        return account.first_name, account.last_name
    return first_name, last_name


def _jobs(
    rng: Random, today: date, unit: DemoUnit, work: Work, birth_date: date, scene: Scene | None
) -> tuple[DemoJob, ...]:
    """One employment in the unit; some began or ended while the project ran, some changed their hours."""
    codes, weights = zip(*work.occupations, strict=True)
    ssyk_code = rng.choices(codes, weights)[0]
    hours = rng.choice(PART_TIMES) if rng.random() < work.part_time else FULL_TIME
    of_age = date(birth_date.year + 19, 1, 1)
    if scene is not None or rng.random() < 0.86:
        first_day = max(of_age, date(rng.randint(1995, 2017), rng.randint(1, 12), 1))
    else:
        first_day = max(of_age, date(2018, 6, 1) + timedelta(days=rng.randrange(1200)))
    last_day = None
    if scene is None and rng.random() < 0.07:
        earliest = max(first_day + timedelta(days=180), date(2019, 8, 1))
        if earliest < today:
            last_day = earliest + timedelta(days=rng.randrange((today - earliest).days + 1))
    if last_day is None and scene is None and rng.random() < 0.06:
        changed_on = date(2020, rng.randint(1, 12), 1)
        if changed_on > first_day + timedelta(days=60):
            before = DemoJob(unit.code, ssyk_code, hours, first_day, changed_on - timedelta(days=1))
            after = rng.choice([h for h in (*PART_TIMES, FULL_TIME) if h != hours])
            return before, DemoJob(unit.code, ssyk_code, after, changed_on, None)
    return (DemoJob(unit.code, ssyk_code, hours, first_day, last_day),)
