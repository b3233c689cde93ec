"""
Nothing that can be typed, sent or forged makes a page fail, show its insides, or save half of something.

`make fuzz` does the same for as long as it is told (FUZZ_SECONDS) with chance of its own (FUZZ_SEED).
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.counting import note
from tests.database.fuzz.engine import SENDERS, Attack
from tests.database.fuzz.invariants import half_saved
from tests.database.matrix.world import WideWorld, wide

__all__ = ["wide"]

SEED = 20211122


@pytest.fixture(scope="module")
def attack(wide: WideWorld, django_db_blocker: object) -> Attack:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        return Attack(wide, SEED)


def _report(attack: Attack) -> None:
    assert not attack.found, f"seed {attack.seed}, {dict(attack.counts)}:\n" + "\n".join(
        map(str, attack.found[:30])
    )


def test_the_world_is_whole_to_begin_with(attack: Attack) -> None:
    assert half_saved() == {}


def test_hostile_addresses_headers_methods_and_bodies(attack: Attack) -> None:
    for name, url in attack.places():
        attack.attack_address(name, url, persons=SENDERS)
    note("fuzzing, requests", attack.counts["requests"])
    _report(attack)


def test_every_form_with_every_field_broken(attack: Attack) -> None:
    before = attack.counts["requests"]
    forms = attack.forms()
    for person, url, form in forms:
        attack.attack_form(person, url, form, rounds=2)
    note("fuzzing, requests", attack.counts["requests"] - before)
    _report(attack)
    assert len([form for _, _, form in forms if form.method == "post"]) >= 25
    assert attack.counts["taken"] > 20, "some of what is sent is taken, or nothing was proved"


def test_what_hypothesis_thinks_of(attack: Attack) -> None:
    before = attack.counts["requests"]
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
    note("fuzzing, requests", attack.counts["requests"] - before)
