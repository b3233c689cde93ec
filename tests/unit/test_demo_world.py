"""The demo world as plain values: repeatable, believable, and made of nobody real."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest

from experio.demo.frame import EMPLOYERS, employers_for
from experio.demo.people import OCCUPATIONS, WORK, test_number
from experio.demo.scenes import MANAGED_UNIT, SCENES
from experio.demo.world import DemoPerson, DemoSpell, make_world
from experio.personal_number import parse_personal_number
from experio.swedish import sort_key

TODAY = date(2021, 11, 22)
BEGINS = date(2019, 5, 1)

test_number.__test__ = False  # type: ignore[attr-defined]  # a function of the product, not a test

_FINGERPRINT = """
import hashlib, datetime
from experio.demo.world import make_world
world = make_world(today=datetime.date(2021, 11, 22), seed=7, staff=150)
print(hashlib.sha256(repr(list(world.people())).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def people() -> list[DemoPerson]:
    """The world that everybody sees."""
    return list(make_world(today=TODAY).people())


def _days(spell: DemoSpell) -> int:
    return ((spell.last_day or TODAY) - spell.first_day).days + 1


def _absence_per_100(people: list[DemoPerson], gender: str) -> float:
    """Sick hours per 100 ordinary hours since the project began, by calendar days."""
    lost = ordinary = 0.0
    for person in people:
        if person.gender != gender:
            continue
        for job in person.jobs:
            first, last = max(BEGINS, job.first_day), min(TODAY, job.last_day or TODAY)
            ordinary += max(0, (last - first).days + 1) * job.weekly_hours
        for spell in person.spells:
            for step in spell.steps:
                first, last = max(BEGINS, step.first_day), min(TODAY, step.last_day or TODAY)
                lost += max(0, (last - first).days + 1) * step.extent / 100 * person.jobs[-1].weekly_hours
    return 100 * lost / ordinary


def test_the_same_seed_gives_the_same_world_whatever_the_order_of_sets() -> None:
    prints = {
        subprocess.run(
            [sys.executable, "-c", _FINGERPRINT],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    here = repr(list(make_world(today=TODAY, seed=7, staff=150).people()))
    assert prints == {hashlib.sha256(here.encode()).hexdigest()}


def test_another_seed_gives_another_world() -> None:
    one, other = (list(make_world(today=TODAY, seed=seed, staff=40).people()) for seed in (1, 2))
    assert [person.key for person in one] != [person.key for person in other]


def test_the_frame_is_the_real_one() -> None:
    units = [unit for employer in EMPLOYERS for unit in employer.units]
    assert [employer.slug for employer in EMPLOYERS] == [
        "eda",
        "filipstad",
        "forsakringskassan",
        "karlstad",
        "kristinehamn",
        "region-varmland",
        "saffle",
    ]
    assert len(units) == 49
    assert sum(unit.staff for unit in units) == 1380
    assert any(unit.staff <= 10 for unit in units)


@pytest.mark.parametrize("staff", [1, 280, 1380, 5000, 200_000])
def test_every_size_has_just_so_many_staff_and_every_unit_a_code_of_its_own(staff: int) -> None:
    units = [unit for employer in employers_for(staff) for unit in employer.units]
    codes = [unit.code for unit in units]
    assert sum(unit.staff for unit in units) == staff
    assert len(set(codes)) == len(codes)
    assert all(len(code) <= 40 for code in codes)
    assert {unit.parent for unit in units if unit.parent} <= set(codes)


def test_a_large_world_has_twenty_employers() -> None:
    assert len(employers_for(200_000)) == 20


def test_personal_numbers_are_test_numbers_of_one_woman_and_one_man_a_day(people: list[DemoPerson]) -> None:
    numbers = [person.personal_number for person in people if person.personal_number]
    assert len(set(numbers)) == len(numbers) > 100
    for person in people:
        if person.personal_number is None:
            continue
        assert person.birth_date.year >= 1980
        assert person.personal_number[8:11] == {"woman": "238", "man": "239"}[person.gender]
        parsed = parse_personal_number(person.personal_number, today=TODAY)
        assert (parsed.birth_date, parsed.gender) == (person.birth_date, person.gender)


def test_days_that_the_published_list_lacks_have_no_number() -> None:
    assert test_number(date(1980, 1, 1), "woman") is None
    assert test_number(date(1979, 12, 31), "woman") is None
    assert test_number(date(1980, 1, 2), "woman") == "198001022386"


def test_women_are_away_about_twice_as_much_as_men(people: list[DemoPerson]) -> None:
    women, men = (_absence_per_100(people, gender) for gender in ("woman", "man"))
    assert 7.5 <= women <= 9.5
    assert 3.5 <= men <= 5.0
    assert 1.6 <= women / men <= 2.6


def test_mental_ill_health_is_about_half_of_the_long_cases() -> None:
    # Men are few in the ordinary world, so shares are looked at in a larger one.
    people = list(make_world(today=TODAY, staff=2500).people())
    shares = {}
    for gender in ("woman", "man"):
        codes = [
            spell.diagnosis_code
            for person in people
            if person.gender == gender
            for spell in person.spells
            if _days(spell) >= 60 and spell.diagnosis_code
        ]
        shares[gender] = sum(code.startswith("F") for code in codes) / len(codes)
    assert 0.53 <= shares["woman"] <= 0.67
    assert 0.34 <= shares["man"] <= 0.58


def test_more_falls_ill_in_february_and_march_than_in_june_and_july(people: list[DemoPerson]) -> None:
    begun = Counter(spell.first_day.month for person in people for spell in person.spells)
    assert begun[2] + begun[3] > 1.5 * (begun[6] + begun[7])


def test_spells_of_a_person_never_touch_and_extents_fill_them(people: list[DemoPerson]) -> None:
    for person in people:
        before = date.min
        for spell in person.spells:
            assert spell.first_day > before
            before = (spell.last_day or date.max - timedelta(days=1)) + timedelta(days=1)
            assert spell.steps[0].first_day == spell.first_day
            assert spell.steps[-1].last_day == spell.last_day
            for earlier, later in zip(spell.steps, spell.steps[1:], strict=False):
                assert earlier.last_day is not None
                assert later.first_day == earlier.last_day + timedelta(days=1)


def test_nobody_is_sick_outside_the_employment_or_after_today(people: list[DemoPerson]) -> None:
    for person in people:
        for spell in person.spells:
            assert person.jobs[0].first_day <= spell.first_day <= TODAY
            last_employed = person.jobs[-1].last_day
            if last_employed is not None:
                assert spell.last_day is not None
                assert spell.last_day <= last_employed


def test_some_fall_ill_again_within_five_days_and_some_return_in_part(people: list[DemoPerson]) -> None:
    relapses = sum(
        (later.first_day - earlier.last_day).days <= 5
        for person in people
        for earlier, later in zip(person.spells, person.spells[1:], strict=False)
        if earlier.last_day
    )
    stepwise = sum(len(spell.steps) > 1 for person in people for spell in person.spells)
    assert relapses > 100
    assert stepwise > 100


def test_somebody_stands_at_every_stage_of_the_chain(people: list[DemoPerson]) -> None:
    ongoing = {_days(spell) for person in people for spell in person.spells if spell.last_day is None}
    assert {3, 8, 14, 15, 21, 29, 30, 60, 89, 90, 150, 180, 300, 365} <= ongoing
    assert max(ongoing) > 400


def test_the_employee_who_signs_in_is_partly_back_with_an_open_case(people: list[DemoPerson]) -> None:
    place = next(place for place, scene in SCENES.items() if scene.username == "employee")
    person = next(person for person in people if (person.unit, person.place) == place)
    assert (person.first_name, person.last_name) == ("Maria", "Lindgren")
    assert person.spells[-1].last_day is None
    assert person.spells[-1].steps[-1].extent == 50
    assert person.cases[-1].closed_on is None


def test_the_managed_unit_is_large_enough_to_be_shown(people: list[DemoPerson]) -> None:
    now_employed = [
        person
        for person in people
        if person.unit == MANAGED_UNIT and (person.jobs[-1].last_day or TODAY) >= TODAY
    ]
    assert len(now_employed) >= 25
    assert sum(person.spells[-1].last_day is None for person in now_employed if person.spells) >= 4


def test_nobody_has_two_cases_open_at_once(people: list[DemoPerson]) -> None:
    for person in people:
        for earlier, later in zip(person.cases, person.cases[1:], strict=False):
            assert earlier.closed_on is not None
            assert later.opened_on > earlier.closed_on


def test_what_the_manager_reads_names_no_illness() -> None:
    from experio.demo import texts

    shared = (*texts.FIRST_CONTACTS, *texts.PLAN_MEETINGS, *texts.FOLLOW_UPS, *texts.CLOSINGS.values())
    for text in shared:
        for word in ("diagnos", "intyg", "smärt", "sömn", "depress", "läkar", "behandling", "vård"):
            assert word not in text.lower()


def test_every_kind_of_work_has_known_occupations() -> None:
    assert {code for work in WORK.values() for code, _ in work.occupations} == set(OCCUPATIONS)


def test_names_can_be_sorted_and_hold_no_separator(people: list[DemoPerson]) -> None:
    for person in people:
        assert sort_key(person.last_name)
        assert not set(person.first_name + person.last_name) & set("\t\n\\,;")
