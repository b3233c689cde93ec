"""
Nothing that can be typed, sent or forged makes a page fail, show its insides, or save half of something.

This is the floor, the same in every run: every route with every kind of hostility once, every form with every
field broken once. Chance comes from the seed and the name of what is attacked, so the order does not matter.
`make fuzz` goes on above it for as long as it is told (FUZZ_SECONDS), with chance of its own (FUZZ_SEED),
each field several times, and rows of other people.
"""

from collections.abc import Iterator
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.counting import note
from tests.database.fuzz.engine import PARAMETERS, SENDERS, Attack
from tests.database.fuzz.forms import Form
from tests.database.fuzz.invariants import half_saved
from tests.database.matrix.cells import is_one_of_many, routes, targets_of
from tests.database.matrix.world import WideWorld, wide

__all__ = ["wide"]

SEED = 20211122
# One class makes the pages of every model of the reference data. This one's meet all kinds of hostility,
# those of the others what differs by model: the key in the address, the fields that a query fills in.
SAMPLE = "admin:subprojects_unit_"
# The forms are known only once the pages have been read; so many parts go to the workers.
PARTS = 12


@pytest.fixture(scope="module")
def known(wide: WideWorld, django_db_blocker: object) -> Attack:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        return Attack(wide, SEED)


@pytest.fixture
def attack(known: Attack) -> Iterator[Attack]:
    """The attacker, who says what was found and how much was sent when the test is over."""
    known.wide.still_signed_in()
    known.counts.clear()
    yield known
    note("fuzzing, requests", known.counts["requests"])
    note("fuzzing, refused posts", known.counts["refused posts"])


def _report(attack: Attack) -> None:
    found, attack.found = attack.found, []
    assert not found, f"seed {attack.seed}, {dict(attack.counts)}:\n" + "\n".join(map(str, found[:30]))


def _by_itself(attack: Attack, what: str) -> None:
    """Chance that depends on the seed and on what is attacked, not on what was attacked before."""
    attack.rng = Random(f"{SEED} {what}")


def test_the_world_is_whole_to_begin_with(attack: Attack) -> None:
    assert half_saved() == {}


@pytest.mark.parametrize("name", routes())
def test_hostile_addresses_headers_methods_and_bodies(name: str, attack: Attack) -> None:
    _by_itself(attack, name)
    # Those who are let in come further than those who are refused; where nobody is, anybody tries.
    persons = attack.let_in(name, targets_of(name)[0]) or SENDERS

    url = attack.first_place(name)

    if not is_one_of_many(name) or name.startswith(SAMPLE):
        attack.attack_address(name, url, persons=persons)
    elif name.endswith("_add"):
        attack.attack_queries(url, persons=persons, parameters=PARAMETERS)
    else:
        attack.attack_pieces(name, url, persons=persons)

    _report(attack)


def _told(attack: Attack, url: str, form: Form) -> str:
    return f"{attack.route_of(form.action or url, url)} {form.method} {' '.join(sorted(form.fields))}"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_with_every_field_broken(part: int, attack: Attack) -> None:
    # The long forms first, so that the parts are of about one length.
    forms = sorted(
        attack.forms(), key=lambda one: (-len(one[2].fields), _told(attack, one[1], one[2]), one[0])
    )
    for person, url, form in forms[part::PARTS]:
        note("fuzzing, forms", 1)
        _by_itself(attack, _told(attack, url, form))
        attack.attack_form(person, url, form, rounds=1)

    _report(attack)
    assert attack.counts["taken"] > 0, "some of what is sent is taken, or nothing was proved"


def test_there_are_forms(attack: Attack) -> None:
    assert len([form for _person, _url, form in attack.forms() if form.method == "post"]) >= 25


def test_what_hypothesis_thinks_of(attack: Attack) -> None:
    forms = [one for one in attack.forms() if one[2].method == "post" and one[2].fields]

    @settings(
        max_examples=60, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        st.sampled_from(range(len(forms))),
        st.data(),
        st.one_of(st.text(max_size=300), st.integers().map(str), st.dates().map(str), st.floats().map(str)),
    )
    def anything(place: int, data: st.DataObject, text: str) -> None:
        person, url, form = forms[place]
        name = data.draw(st.sampled_from(sorted(form.fields)))
        attack._send_form(person, url, form, {name: [text]})
        _report(attack)

    anything()
