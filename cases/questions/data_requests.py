"""Requests as pages show them: what is due when, and what has been changed for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import DataRequest


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request with where it stands on the day: `state` is "open", "soon", "overdue" or "answered"."""

    request: DataRequest
    state: str


SOON_DAYS = 7


def open_requests(requests: Any, today: date) -> tuple[ShownRequest, ...]:
    """Requests with their state, the one due first on top, answered ones last. One query."""
    found: Iterable[DataRequest] = requests.select_related("staff_member", "subproject", "answered_by")
    shown = [ShownRequest(one, state_of(one, today)) for one in found]
    return tuple(sorted(shown, key=lambda one: (not one.request.is_open, one.request.due_on, one.request.pk)))


def state_of(request: DataRequest, today: date) -> str:
    """Where a request stands on the day."""
    if not request.is_open:
        return "answered"
    if request.due_on < today:
        return "overdue"
    return "soon" if (request.due_on - today).days <= SOON_DAYS else "open"
