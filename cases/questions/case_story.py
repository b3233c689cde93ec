"""The story of a case on one page, in the shape that the reader may have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import F
from django.utils.translation import gettext as _

from cases.case_outlines import CaseOutline, case_outline
from cases.models import (
    Case,
    CaseOutcome,
    CaseReason,
    Delegation,
    JournalNote,
    NoPlanReason,
    SickLeaveEpisode,
)
from cases.outlines import EpisodeOutline, episodes_for_reader
from cases.querysets import JournalNoteQuerySet
from cases.questions.absence_status import AbsenceStatus, Step, current_episode, status_among
from cases.questions.case_readers import CaseReader, case_readers
from cases.questions.units import unit_names
from experio.accounts.models import User
from experio.sealing.values import opened

SHOWN_STEPS = 3


@dataclass(frozen=True, slots=True)
class LentCase:
    """A delegation as its lender sees it, with its state on the day."""

    delegation: Delegation
    state: str
    state_name: str
    may_take_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStory:
    """
    Everything on the case page. For a manager `background` is empty, the episodes have no place
    for a diagnosis and the notes are the shared ones: the rest has not been fetched.
    """

    case: CaseOutline
    unit: str
    status: AbsenceStatus
    episodes: tuple[EpisodeOutline, ...]
    notes: tuple[JournalNote, ...]
    corrected: frozenset[int]
    background: str
    reads_health: bool
    delegations: tuple[LentCase, ...]
    readers: tuple[CaseReader, ...]

    @property
    def next_steps(self) -> tuple[Step, ...]:
        return self.status.open_steps[:SHOWN_STEPS] if self.case.is_open else ()

    @property
    def substitutes(self) -> tuple[LentCase, ...]:
        """Who has the case besides its officer today."""
        return tuple(lent for lent in self.delegations if lent.state == "active")


def case_story(case: Case, today: date, *, works_with_case: bool, notes: JournalNoteQuerySet) -> CaseStory:
    """
    The story of a case fetched `with_outline`. `works_with_case`: the reader is an HR officer of
    the employer or has been lent the case; without it nothing about health is read. `notes` are
    those that the reader may read.
    """
    outline = case_outline(case)
    episodes = SickLeaveEpisode.objects.filter(staff_member=case.staff_member_id)
    outlines = episodes_for_reader(episodes, reads_health=works_with_case)
    read = tuple(notes.select_related("written_by"))
    delegations = tuple(case.delegations.select_related("to_user", "delegated_by"))
    unit = unit_names([case.staff_member_id], today).get(case.staff_member_id, "")
    return CaseStory(
        case=outline,
        unit=unit,
        status=status_among(outlines, current_episode(outlines, today), today),
        episodes=outlines,
        notes=read,
        corrected=frozenset(note.corrects_id for note in read if note.corrects_id),
        background=case.background if works_with_case else "",
        reads_health=works_with_case,
        delegations=tuple(lent_case(delegation, today) for delegation in delegations),
        readers=case_readers(case, delegations, today) if works_with_case else (),
    )


def lent_case(delegation: Delegation, today: date) -> LentCase:
    """A delegation and where it stands on the day."""
    state = delegation_state(delegation, today)
    return LentCase(delegation, state, _STATE_NAMES[state](), state in ("waiting", "accepted", "active"))


def delegation_state(delegation: Delegation, today: date) -> str:
    """waiting, accepted (not begun), active, ended, declined, taken_back or unanswered."""
    if delegation.taken_back_at is not None:
        return "taken_back"
    if delegation.declined_at is not None:
        return "declined"
    if today > delegation.last_day:
        return "ended" if delegation.accepted_at else "unanswered"
    if delegation.accepted_at is None:
        return "waiting"
    return "active" if today >= delegation.first_day else "accepted"


_STATE_NAMES = {
    "waiting": lambda: _("waiting for an answer"),
    "accepted": lambda: _("accepted, not begun"),
    "active": lambda: _("has the case now"),
    "ended": lambda: _("ended"),
    "declined": lambda: _("declined"),
    "taken_back": lambda: _("taken back"),
    "unanswered": lambda: _("ran out unanswered"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a case: when, by whom, and in words what became of it."""

    at: datetime
    by: str
    what: tuple[str, ...]


_HISTORY_FIELDS = (
    "opened_on",
    "reason",
    "episode_id",
    "responsible_officer_id",
    "manager_id",
    "plan_made_on",
    "no_plan_reason",
    "closed_on",
    "outcome",
)


def case_history(case: Case, *, works_with_case: bool) -> tuple[Change, ...]:
    """
    The changes of the case's own facts, newest first, from the history that the database keeps.

    That the background changed is told to those who may read it, its words are not repeated. The
    rest is never asked for it. Three queries.
    """
    fields = (*_HISTORY_FIELDS, "background") if works_with_case else _HISTORY_FIELDS
    events = list(
        apps.get_model("cases", "CaseEvent")
        .objects.filter(pgh_obj=case.pk)
        .order_by("pgh_id")
        .values("pgh_created_at", *fields, who=F("pgh_context__metadata__user"))
    )
    if works_with_case:
        for event in events:
            event["background"] = opened(event["background"], case.pk)
    officers = {event["responsible_officer_id"] for event in events}
    people = {event["manager_id"] for event in events} | officers | {event["who"] for event in events}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people - {None})}
    changes = []
    before: dict[str, Any] | None = None
    for event in events:
        what = (_("the case was opened"),) if before is None else _differences(before, event, fields, names)
        if what:
            changes.append(Change(event["pgh_created_at"], names.get(event["who"], ""), tuple(what)))
        before = event
    return tuple(reversed(changes))


def _differences(
    before: dict[str, Any], after: dict[str, Any], fields: Iterable[str], names: dict[int, str]
) -> tuple[str, ...]:
    return tuple(_told(field, after[field], names) for field in fields if before[field] != after[field])


def _told(field: str, value: Any, names: dict[int, str]) -> str:
    """One changed fact as `what: new value`."""
    labels = {
        "opened_on": _("opened on"),
        "reason": _("reason"),
        "episode_id": _("sick leave that led to the case"),
        "responsible_officer_id": _("responsible officer"),
        "manager_id": _("manager"),
        "plan_made_on": _("plan made on"),
        "no_plan_reason": _("why no plan is made"),
        "closed_on": _("closed on"),
        "outcome": _("outcome"),
        "background": _("background"),
    }
    if field == "background" or field == "episode_id":
        return _("%(field)s: changed") % {"field": labels[field]}
    if value is None:
        shown = "–"
    elif field in ("responsible_officer_id", "manager_id"):
        shown = names.get(value, "–")
    elif field in ("reason", "no_plan_reason", "outcome"):
        kinds = {"reason": CaseReason, "no_plan_reason": NoPlanReason, "outcome": CaseOutcome}
        shown = str(kinds[field](value).label)
    else:
        shown = str(value)
    return f"{labels[field]}: {shown}"
