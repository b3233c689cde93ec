"""What falls due for many people at once: the same rules as for one, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from cases.legal_numbers import legal_numbers
from cases.models import SickLeaveEpisode
from cases.outlines import OUTLINE_FIELDS, EpisodeOutline
from cases.questions.absence_status import Step, numbers_for, step_facts, steps_of
from cases.questions.units import unit_names
from cases.rules.due import DueState
from experio.periods import Period
from subprojects.models import StaffMember

# An ended episode may still be reported to Försäkringskassan for a week; after this nothing is left to do.
ENDED_LATELY = timedelta(days=14)

_URGENCY = {DueState.OVERDUE: 0, DueState.DUE: 1, DueState.UPCOMING: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDueStep:
    """A step of one person's episode. The name is masked for a protected identity, as in every list."""

    staff_key: UUID
    staff_member_id: int
    staff_name: str
    employee_number: str
    unit_name: str
    episode_pk: int
    first_day: date
    step: Step

    @property
    def due_on(self) -> date:
        return self.step.due_on

    @property
    def latest_on(self) -> date:
        return self.step.latest_on

    @property
    def title(self) -> str:
        return self.step.title

    @property
    def why(self) -> str:
        return self.step.why

    @property
    def source(self) -> str:
        return self.step.source

    @property
    def state(self) -> str:
        return self.step.state

    @property
    def state_name(self) -> str:
        return self.step.state_name

    @property
    def tone(self) -> str:
        return self.step.tone

    @property
    def kind(self) -> str:
        return self.step.kind

    @property
    def needs_attention(self) -> bool:
        return self.step.needs_attention

    @property
    def url(self) -> str:
        return reverse("cases:sick_leave_detail", args=[self.staff_key, self.episode_pk])


def due_steps(staff_members: Any, today: date, *, within_days: int = 14) -> tuple[StaffDueStep, ...]:
    """
    What is overdue, due, or comes within so many days for these staff members, most urgent first.

    `staff_members` is a queryset that has already been narrowed to whom the reader may see. Eight
    queries, whatever their number.
    """
    begun_or_soon = Q(first_day__lte=today + timedelta(days=within_days))
    not_over = Q(last_day=None) | Q(last_day__gte=today - ENDED_LATELY)
    people = staff_members.order_by().values("pk")
    rows = list(
        SickLeaveEpisode.objects.filter(begun_or_soon & not_over, staff_member__in=people)
        .order_by("staff_member", "first_day")
        .values(*OUTLINE_FIELDS)
    )
    if not rows:
        return ()
    # Extents decide nothing here, so they are not read.
    episodes = [EpisodeOutline(**row, extents=()) for row in rows]
    staff_pks = {episode.staff_member_id for episode in episodes}
    spells = _spells(staff_pks, today)
    facts = step_facts(episodes, today)
    numbers_rows = legal_numbers()
    names = {
        person.pk: person
        for person in StaffMember.objects.filter(pk__in=staff_pks).only(
            "key", "first_name", "last_name", "employee_number", "has_protected_identity"
        )
    }
    units = unit_names(staff_pks, today)
    numbers = {day: numbers_for(day, numbers_rows) for day in {episode.first_day for episode in episodes}}
    horizon = today + timedelta(days=within_days)
    found = []
    for episode in episodes:
        in_force = numbers[episode.first_day]
        if in_force is None:
            continue
        earlier = [spell for spell in spells[episode.staff_member_id] if spell.first_day < episode.first_day]
        person = names[episode.staff_member_id]
        for step in steps_of(episode, earlier, facts=facts[episode.pk], numbers=in_force, today=today):
            if step.step.is_open and (step.needs_attention or step.due_on <= horizon):
                found.append(
                    StaffDueStep(
                        staff_key=person.key,
                        staff_member_id=person.pk,
                        staff_name=person.shown_name,
                        employee_number=person.employee_number,
                        unit_name=units.get(person.pk, ""),
                        episode_pk=episode.pk,
                        first_day=episode.first_day,
                        step=step,
                    )
                )
    return tuple(sorted(found, key=_by_urgency))


def _by_urgency(due: StaffDueStep) -> tuple[int, date, str, str]:
    day = due.due_on if due.step.step.state is DueState.UPCOMING else due.latest_on
    return _URGENCY[due.step.step.state], day, due.kind, due.employee_number


def _spells(staff_pks: set[int], today: date) -> dict[int, list[Period]]:
    """Every sick period of these people, as far as it is known today: one query."""
    spells: dict[int, list[Period]] = defaultdict(list)
    rows = SickLeaveEpisode.objects.filter(staff_member__in=staff_pks).order_by("first_day")
    for staff, first_day, last_day in rows.values_list("staff_member", "first_day", "last_day"):
        spells[staff].append(Period(first_day, max(first_day, last_day or today)))
    return spells
