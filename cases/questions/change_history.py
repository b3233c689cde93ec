"""Who changed what about a person's sick leave, and when: from the history that the database keeps.

Without health, diagnosis columns are not part of the query, and a change of nothing else is left out, so
that not even the fact that the diagnosis changed can be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Certificate, ExtentPeriod, SickLeaveEpisode
from cases.outlines import dotted
from experio.accounts.models import User
from experio.history import reason_of
from experio.sealing.values import Sealed
from subprojects.models import Employment, IdentityProtection, StaffMember

SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it is called, what stood there and what stands there now (in words)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that was recorded, changed or deleted."""

    subject: str
    label: str
    fields: tuple[FieldChange, ...]

    @property
    def verb(self) -> str:
        verbs = {"insert": _("recorded"), "update": _("changed"), "delete": _("deleted")}
        return verbs[self.label]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one person did at one moment. `reason` is only filled for those who read health."""

    at: datetime
    who: str
    reason: str
    changes: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class _Tracked:
    model: type[Any]
    fields: tuple[str, ...]
    conditions: dict[str, Any]

    def events(self) -> list[dict[str, Any]]:
        event_model = apps.get_model(self.model._meta.app_label, f"{self.model.__name__}Event")
        rows = event_model.objects.filter(**self.conditions).order_by("pgh_id")
        found = rows.values(
            "pgh_id",
            "pgh_created_at",
            "pgh_label",
            "pgh_obj_id",
            "pgh_context_id",
            "pgh_context__metadata",
            *self.fields,
        )
        return [
            {
                name: value.open(row["pgh_obj_id"]) if isinstance(value, Sealed) else value
                for name, value in row.items()
            }
            for row in found
        ]


EPISODE_FIELDS = ("first_day", "last_day", "expected_last_day", "cause", "fk_reported_on")
HEALTH = ("diagnosis_status", "diagnosis_code")
PERSON_FIELDS = (
    "employee_number",
    "first_name",
    "last_name",
    "birth_date",
    "gender",
    "personal_number",
    "has_protected_identity",
)
PROTECTION_FIELDS = ("kind", "lifted_on")
EMPLOYMENT_FIELDS = ("unit__name", "weekly_hours", "first_day", "last_day")


def change_history(
    staff_member: StaffMember, *, reads_health: bool, shows_person: bool, episode: int | None = None
) -> tuple[HistoryEntry, ...]:
    """
    Everything that happened to a person's sick leave, newest first; of one episode when it is named.

    `shows_person` adds names and employments, for those who may change them. At most eight queries.
    """
    episode_fields = (*EPISODE_FIELDS, *HEALTH) if reads_health else EPISODE_FIELDS
    which = (
        {"staff_member": staff_member}
        if episode is None
        else {
            "staff_member": staff_member,
            "pgh_obj": episode,
        }
    )
    episodes = _Tracked(SickLeaveEpisode, episode_fields, which)
    episode_events = episodes.events()
    below = {"episode__in": {event["pgh_obj_id"] for event in episode_events}}
    tracked = [
        _Tracked(ExtentPeriod, ("extent", "first_day", "last_day"), below),
        _Tracked(Certificate, ("first_day", "last_day", "received_on"), below),
    ]
    if shows_person and episode is None:
        tracked.append(_Tracked(IdentityProtection, PROTECTION_FIELDS, {"staff_member": staff_member}))
        # Where a protected person works, and what was corrected about who it is, stays with the named few.
        if not staff_member.has_protected_identity:
            tracked += [
                _Tracked(StaffMember, PERSON_FIELDS, {"pgh_obj": staff_member.pk}),
                _Tracked(Employment, EMPLOYMENT_FIELDS, {"staff_member": staff_member}),
            ]
    found = _changes(episodes, episode_events)
    for one in tracked:
        found += _changes(one, one.events())
    return _entries(found, shows_reason=reads_health)


def _changes(tracked: _Tracked, events: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], RowChange]]:
    before: dict[int, dict[str, Any]] = {}
    found = []
    for event in events:
        earlier = before.get(event["pgh_obj_id"], {})
        before[event["pgh_obj_id"]] = event
        fields = _fields(tracked, earlier, event)
        if event["pgh_label"] == "update" and not fields:
            continue
        found.append((event, RowChange(_subject(tracked, event), event["pgh_label"], fields)))
    return found


def _fields(tracked: _Tracked, earlier: dict[str, Any], event: dict[str, Any]) -> tuple[FieldChange, ...]:
    if event["pgh_label"] == "delete":
        return ()
    changed = []
    for name in tracked.fields:
        if event["pgh_label"] == "update" and earlier and earlier[name] == event[name]:
            continue
        if event["pgh_label"] == "insert" and event[name] in (None, "", False):
            continue
        field = tracked.model._meta.get_field(name.split("__")[0])
        was = _words(field, name, earlier[name]) if earlier else ""
        changed.append(FieldChange(str(field.verbose_name), was, _words(field, name, event[name])))
    return tuple(changed)


def _subject(tracked: _Tracked, event: dict[str, Any]) -> str:
    name = str(tracked.model._meta.verbose_name)
    first_day: date | None = event.get("first_day")
    return f"{name} {date_format(first_day, 'SHORT_DATE_FORMAT')}" if first_day else name


def _words(field: Any, name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if name == "personal_number":
        return "••••"
    if name == "diagnosis_code":
        return dotted(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(dict(field.flatchoices).get(value, value))


def _entries(
    found: list[tuple[dict[str, Any], RowChange]], *, shows_reason: bool
) -> tuple[HistoryEntry, ...]:
    """What was done in one request is one entry; what came without a request stands by itself."""
    grouped: dict[Any, list[tuple[dict[str, Any], RowChange]]] = {}
    for event, change in found:
        moment = event["pgh_context_id"] or event["pgh_created_at"]
        grouped.setdefault(moment, []).append((event, change))
    newest = sorted(grouped.values(), key=lambda group: group[0][0]["pgh_created_at"], reverse=True)
    newest = newest[:SHOWN_AT_MOST]
    ids = {int(user) for group in newest if (user := _metadata(group[0][0]).get("user"))}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return tuple(
        HistoryEntry(
            at=group[0][0]["pgh_created_at"],
            who=names.get(_metadata(group[0][0]).get("user") or 0, _("The system")),
            reason=reason_of(_metadata(group[0][0]), group[0][0]["pgh_context_id"]) if shows_reason else "",
            changes=tuple(change for _event, change in group),
        )
        for group in newest
    )


def _metadata(event: dict[str, Any]) -> dict[str, Any]:
    return event["pgh_context__metadata"] or {}
