"""
What a person has shared of free will, since when, and whether it still is (samtyckesöversikt).

Made from facts: today the diagnosis of each sick leave, which the person shares or does not. What is
consented to later joins as one more source in `SOURCES`: a function from a person to such facts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import DiagnosisStatus, SickLeaveEpisode
from subprojects.models import StaffMember


@dataclass(frozen=True, slots=True)
class SharedFact:
    """One thing the person has shared or agreed to: what, about which occasion, from when to when."""

    what: str
    about: str
    since: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_shared(self) -> bool:
        return self.withdrawn_at is None


def consent_overview(person: StaffMember) -> tuple[SharedFact, ...]:
    """Everything shared or agreed to, newest first. Never what was shared: only that it was."""
    facts = [fact for source in SOURCES for fact in source(person)]
    return tuple(sorted(facts, key=lambda fact: fact.about, reverse=True))


def _shared_diagnoses(person: StaffMember) -> Iterable[SharedFact]:
    """
    From the history: when the status became "shared", and when it ceased to be or the sick leave was deleted.
    Two queries.
    """
    events: Any = apps.get_model("cases", "SickLeaveEpisodeEvent")
    since: dict[int, datetime] = {}
    days: dict[int, str] = {}
    found: list[SharedFact] = []
    lines = (
        events.objects.filter(staff_member=person)
        .order_by("pgh_id")
        .values("pgh_obj_id", "pgh_created_at", "pgh_label", "diagnosis_status", "first_day", "last_day")
    )
    for line in lines:
        key = line["pgh_obj_id"]
        is_shared = line["diagnosis_status"] == DiagnosisStatus.SHARED and line["pgh_label"] != "delete"
        days[key] = _days(line["first_day"], line["last_day"])
        if is_shared:
            since.setdefault(key, line["pgh_created_at"])
        elif key in since:
            found.append(_fact(days[key], since.pop(key), line["pgh_created_at"]))
    found += [_fact(days[key], at, None) for key, at in since.items()]
    # Rows loaded before there was a history stand as they are.
    rows = SickLeaveEpisode.objects.filter(staff_member=person, diagnosis_status=DiagnosisStatus.SHARED)
    for row in rows.exclude(pk__in=days).without_health():
        found.append(_fact(_days(row.first_day, row.last_day), row.recorded_at, None))
    return found


def _fact(about: str, since: datetime, withdrawn_at: datetime | None) -> SharedFact:
    return SharedFact(
        _("the diagnosis of a sick leave"),
        about,
        timezone.localtime(since),
        timezone.localtime(withdrawn_at) if withdrawn_at else None,
    )


def _days(first: Any, last: Any) -> str:
    return f"{first} – {last or _('ongoing')}"


SOURCES: tuple[Callable[[StaffMember], Iterable[SharedFact]], ...] = (_shared_diagnoses,)
