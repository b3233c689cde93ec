"""Serve, write, kill, look. CRASH_KILLS (20), CRASH_SEED, CRASH_WRITERS (4)."""

import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

from tests.crash.site import ROOT, Site
from tests.crash.writers import Writer

BACK_WITHIN_SECONDS = 10.0
SETTLED_SECONDS = 0.3
ORDER = ("worker", "postmaster", "master", "database child")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def crash(home: Path, *, kills: int, writers: int, seed: int) -> dict[str, Any]:
    """The whole run; what it returns says what was found."""
    shutil.rmtree(home, ignore_errors=True)
    site, rng, stop = Site(home), Random(seed), threading.Event()
    try:
        site.run("manage.py", "migrate", "--verbosity=0")
        world = json.loads(site.run("-m", "tests.crash.seed", str(writers), "12").splitlines()[-1])
        site.start()
        site.wait()
        people = [
            Writer(
                number,
                site.port,
                world["cookie"],
                officer["session"],
                officer["staff"],
                officer["subproject"],
                Random(seed + number),
                stop,
            )
            for number, officer in enumerate(world["officers"])
        ]
        threads = [threading.Thread(target=one.run, daemon=True) for one in people]
        for thread in threads:
            thread.start()
        outages = [_kill_once(site, people, ORDER[turn % len(ORDER)], rng) for turn in range(kills)]
        _until_all_answer(people)
        stop.set()
        for thread in threads:
            thread.join(timeout=90)
        site.wait()
        told = [fact for one in people for fact in one.told()]
        looked = json.loads(
            site.run("-m", "tests.crash.verify", input_text=json.dumps(told)).splitlines()[-1]
        )
    finally:
        stop.set()
        site.stop()
    return {
        "seed": seed,
        "kills": {kind: sum(1 for what, _ in outages if what == kind) for kind in ORDER},
        "longest outage": {
            kind: round(max((took for what, took in outages if what == kind), default=0), 2) for kind in ORDER
        },
        "acknowledged": len(told),
        "sent twice at once": sum(one.sent_twice for one in people),
        "sent again after no answer": sum(one.sent_again for one in people),
        "restarts": site.restarts,
        "wrong": looked["wrong"],
        "half saved": looked["half"],
        "troubles": [trouble for one in people for trouble in one.troubles],
        "too slow": [f"{kind}: {took:.1f} s" for kind, took in outages if took > BACK_WITHIN_SECONDS],
    }


def _last(people: list[Writer]) -> float:
    return max((one.facts[-1].answered_at for one in people if one.facts), default=0.0)


def _kill_once(site: Site, people: list[Writer], kind: str, rng: Random) -> tuple[str, float]:
    """Kill while changes are under way; how long until pages that ask the database answer again."""
    time.sleep(rng.uniform(0.3, 1.5))
    while not (victims := site.victims()[kind]):
        site.keep_up()
        time.sleep(0.1)
    try:
        os.kill(rng.choice(victims), signal.SIGKILL)
    except ProcessLookupError:
        return _kill_once(site, people, kind, rng)
    killed = time.monotonic()
    # An answer that was on its way at the moment of the kill does not count; two in a row do.
    settled, good, took = killed + SETTLED_SECONDS, 0, 0.0
    while good < 2:
        site.keep_up()
        _not_for_ever(killed, kind)
        time.sleep(0.05)
        if time.monotonic() < settled:
            continue
        is_there = people[0].is_answered("/staff/")
        took = time.monotonic() - killed if is_there and not good else took
        good = good + 1 if is_there else 0
    # The next kill meets changes under way again.
    while _last(people) <= settled:
        site.keep_up()
        _not_for_ever(killed, kind)
        time.sleep(0.05)
    return kind, took


def _not_for_ever(killed: float, kind: str) -> None:
    if time.monotonic() - killed > 180:
        raise RuntimeError(f"not back three minutes after {kind} was killed")


def _until_all_answer(people: list[Writer]) -> None:
    now, end = time.monotonic(), time.monotonic() + 60
    while time.monotonic() < end and not all(one.facts and one.facts[-1].answered_at > now for one in people):
        time.sleep(0.1)


def main() -> int:
    kills = int(os.environ.get("CRASH_KILLS") or 20)
    seed = int(os.environ.get("CRASH_SEED") or time.time())
    writers = int(os.environ.get("CRASH_WRITERS") or 4)
    began = time.monotonic()
    found = crash(ROOT / "build" / "crash", kills=kills, writers=writers, seed=seed)
    found["seconds"] = round(time.monotonic() - began)
    say(json.dumps(found, indent=1, ensure_ascii=False))
    bad = [name for name in ("wrong", "half saved", "troubles", "too slow") if found[name]]
    say(f"Not right: {', '.join(bad)}." if bad else "Nothing lost, nothing half done, nothing done twice.")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
