"""How long each test file took the last time it ran, kept beside the other things that runs leave behind."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

KEPT = Path(__file__).resolve().parents[2] / "build" / "test-seconds.json"
_SECONDS: Counter[str] = Counter()


def last_times() -> dict[str, float]:
    """Test file → seconds on one core. Empty before the first run, or when the file cannot be read."""
    try:
        kept: dict[str, float] = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def pytest_runtest_logreport(report: Any) -> None:
    """Asked in the process that prints the result, whichever worker ran the test."""
    _SECONDS[report.nodeid.partition("::")[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Files that ran whole or in part bring their time up to date; the others keep theirs."""
    if hasattr(session.config, "workerinput") or not _SECONDS:
        return
    KEPT.parent.mkdir(exist_ok=True)
    times = {**last_times(), **{path: round(seconds, 2) for path, seconds in _SECONDS.items()}}
    KEPT.write_text(json.dumps(times, indent=0, sort_keys=True), encoding="utf-8")
