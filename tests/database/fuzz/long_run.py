"""
`make fuzz`: the attack of the tests, for as long as it is told and with chance of its own.

FUZZ_SECONDS says how long, FUZZ_SEED which run is repeated. Not collected by `make test`.
"""

import json
import os
import secrets
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.counting import note
from tests.database.fuzz.engine import SENDERS, Attack
from tests.database.matrix.world import WideWorld, wide

__all__ = ["wide"]

TELL_EVERY_SECONDS = 60


def test_nothing_hostile_gets_through(wide: WideWorld, pytestconfig: pytest.Config, settings: Any) -> None:
    # What a request leaves behind is taken back, also that the session was seen.
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE
    seconds = int(os.environ.get("FUZZ_SECONDS") or 600)
    seed = int(os.environ.get("FUZZ_SEED") or secrets.randbelow(10**9))
    reporter = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    with transaction.atomic():
        attack = Attack(wide, seed)
        forms, places = attack.forms(), attack.places()
        began = told = time.monotonic()
        turn = 0
        while time.monotonic() - began < seconds:
            turn += 1
            attack.rng = Random(seed + turn)
            for name, url in attack.rng.sample(places, min(10, len(places))):
                attack.attack_address(name, url, persons=SENDERS, parameters=attack.parameters_of(url))
            for person, url, form in attack.rng.sample(forms, min(6, len(forms))):
                attack.attack_form(person, url, form, rounds=2)
            if time.monotonic() - told > TELL_EVERY_SECONDS and reporter:
                told = time.monotonic()
                reporter.write_line(f"seed {seed}, turn {turn}: {dict(attack.counts)}")
    result = {"seed": seed, "seconds": round(time.monotonic() - began), "turns": turn, **attack.counts}
    Path(os.environ["EXPERIO_HOME"], "fuzz.json").write_text(
        json.dumps(result, indent=1) + "\n", encoding="utf-8"
    )
    note("fuzzing, requests", attack.counts["requests"])
    if reporter:
        reporter.write_line(json.dumps(result))
    for person in SENDERS:
        assert wide.client(person).get("/account/sessions/").status_code == 200, f"{person} was signed out"
    assert not attack.found, "\n".join(map(str, attack.found))
