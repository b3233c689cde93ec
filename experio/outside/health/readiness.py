"""
The answer of `/readyz`: one word for each thing that pages need, and no more.

It is found at most once in two seconds in each process, by one caller at a time on a connection of its
own; all others get the last answer. So asking often costs nothing.
"""

import threading
import time
from collections.abc import Mapping

from experio.outside.health.checks import check_everything

KEPT_SECONDS = 2.0
NOT_YET = {"database": "failed"}

_lock = threading.Lock()
_last: tuple[float, Mapping[str, str]] | None = None


def readiness() -> Mapping[str, str]:
    """What is `ok`, what has `failed`, by name; what this installation does not have is not mentioned."""
    global _last
    kept = _last
    if kept is not None and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    if not _lock.acquire(blocking=False):
        return kept[1] if kept is not None else NOT_YET
    try:
        answers = check_everything()
        _last = (time.monotonic(), answers)
        return answers
    finally:
        _lock.release()


def forget() -> None:
    """Ask anew the next time."""
    global _last
    _last = None
