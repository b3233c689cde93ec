"""What a deadline looks like from a given day: ahead, due, overdue."""

from datetime import date
from enum import StrEnum


class DueState(StrEnum):
    """Where a step stands today.

    LAPSED: not done before the absence ended, and there is no longer anything to do.
    """

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    LAPSED = "lapsed"


def due_state(today: date, due_on: date, latest_on: date) -> DueState:
    """Ahead before `due_on`, due through `latest_on` (the last day in time), overdue after it."""
    if today < due_on:
        return DueState.UPCOMING
    return DueState.DUE if today <= latest_on else DueState.OVERDUE
