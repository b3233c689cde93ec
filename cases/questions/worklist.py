"""The case list: which cases, in which order, and where each stands today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from cases.case_outlines import CaseOutline, case_outline, with_outline
from cases.forms.case_list import CaseFilterForm, CaseView, PlanState
from cases.legal_numbers import legal_numbers
from cases.models import Case, SickLeaveEpisode
from cases.outlines import EpisodeOutline, episode_outlines
from cases.questions.absence_status import AbsenceStatus, Step, current_episode, status_of, step_facts
from cases.questions.units import unit_names
from subprojects.models import Employment, StaffMember
from subprojects.querysets import running_on
from subprojects.roles import roles_of

# What a column is sorted by; a day number grows with the time since the leave began.
SORTS = {
    "number": ("year", "sequence"),
    "name": ("shown_key",),
    "opened": ("opened_on",),
    "closed": ("closed_on",),
    "officer": ("responsible_officer__last_name", "responsible_officer__first_name"),
    "day": ("away_since",),
}
DEFAULT_SORT = "-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A line of the case list; without health for every reader."""

    case: CaseOutline
    unit: str
    status: AbsenceStatus

    @property
    def day_number(self) -> int | None:
        """The day of the rehabilitation chain, while the person is away."""
        return self.status.chain_day if self.status.is_absent else None

    @property
    def extent(self) -> int | None:
        return self.status.extent if self.status.is_absent else None

    @property
    def next_step(self) -> Step | None:
        if not self.case.is_open:
            return None
        return next(iter(self.status.open_steps), None)


def views_for(user: Any) -> tuple[CaseView, ...]:
    """The tabs that mean something to the person."""
    roles = roles_of(user)
    tabs = []
    if roles.hr_subprojects:
        tabs += [CaseView.MINE, CaseView.DELEGATED, CaseView.ALL]
    if roles.managed_units:
        tabs.insert(1 if tabs else 0, CaseView.UNIT)
    if tabs:
        tabs.append(CaseView.CLOSED)
    return tuple(tabs)


def cases_in(view: CaseView, user: Any, today: date) -> QuerySet[Case]:
    """The cases of a tab: always a part of what the person may see."""
    visible = Case.objects.visible_to(user)
    match view:
        case CaseView.MINE:
            return visible.open().worked_by(user)
        case CaseView.UNIT:
            return visible.open().filter(_in_units(roles_of(user).managed_units, today))
        case CaseView.DELEGATED:
            return visible.filter(pk__in=Case.objects.lent_to(user, today).values("pk"))
        case CaseView.ALL:
            return visible.open().filter(subproject__in=roles_of(user).hr_subprojects)
        case CaseView.CLOSED:
            own = Q(staff_member__in=roles_of(user).own_staff_rows)
            works = Q(subproject__in=roles_of(user).hr_subprojects)
            return visible.closed().exclude(own & ~works)


def narrowed(cases: QuerySet[Case], filters: CaseFilterForm) -> QuerySet[Case]:
    """What was searched and filtered for."""
    if text := filters.value("q"):
        people = StaffMember.objects.search(text).order_by()
        cases = cases.filter(Q(number__icontains=text.strip()) | Q(staff_member__in=people.values("pk")))
    if reason := filters.value("reason"):
        cases = cases.filter(reason=reason)
    if officer := filters.value("officer"):
        cases = cases.filter(responsible_officer=officer)
    match filters.value("plan"):
        case PlanState.MADE:
            cases = cases.filter(plan_made_on__isnull=False)
        case PlanState.NONE:
            cases = cases.filter(no_plan_reason__isnull=False)
        case PlanState.MISSING:
            cases = cases.filter(plan_made_on=None, no_plan_reason=None)
    return cases


def ordered(cases: QuerySet[Case], sort: str, today: date) -> QuerySet[Case]:
    """By a column, `-` in front for the other direction; an unknown column is the default."""
    if sort.removeprefix("-") not in SORTS:
        sort = DEFAULT_SORT
    column, backwards = sort.removeprefix("-"), sort.startswith("-")
    if column == "day":
        # The longest away has the highest day number, so the order of the dates is turned around.
        backwards = not backwards
        ongoing = SickLeaveEpisode.objects.filter(
            running_on(today), staff_member=OuterRef("staff_member")
        ).order_by("first_day")
        cases = cases.annotate(away_since=Subquery(ongoing.values("first_day")[:1]))
    if column == "name":
        # A masked name must not be given away by its place in the order.
        masked = When(staff_member__has_protected_identity=True, then=None)
        key = When_(masked, default=F("staff_member__sort_key"), output_field=CharField(db_collation="C"))
        cases = cases.annotate(shown_key=key)
    order = [
        F(name).desc(nulls_last=True) if backwards else F(name).asc(nulls_last=True) for name in SORTS[column]
    ]
    return with_outline(cases).order_by(*order, "-pk")


def case_rows(cases: Sequence[Case], today: date) -> tuple[CaseRow, ...]:
    """Cases fetched `with_outline`, each with its status: seven queries, whatever their number."""
    people = {case.staff_member_id for case in cases}
    if not people:
        return ()
    outlines = episode_outlines(
        SickLeaveEpisode.objects.filter(staff_member__in=people).order_by("first_day")
    )
    of_person: dict[int, list[EpisodeOutline]] = defaultdict(list)
    for outline in outlines:
        of_person[outline.staff_member_id].append(outline)
    current = {person: current_episode(of_person[person], today) for person in people}
    facts = step_facts([episode for episode in current.values() if episode], today)
    numbers = legal_numbers()
    units = unit_names(people, today)
    rows = []
    for case in cases:
        episode = current[case.staff_member_id]
        status = AbsenceStatus(day=today)
        if episode is not None:
            status = status_of(
                episode,
                of_person[case.staff_member_id],
                facts=facts[episode.pk],
                rows=numbers,
                today=today,
            )
        case_ = case_outline(case)
        unit = units.get(case.staff_member_id, "")
        rows.append(CaseRow(case=case_, unit=unit, status=status))
    return tuple(rows)


def _in_units(units: frozenset[int], day: date) -> Exists:
    return Exists(
        Employment.objects.filter(running_on(day), staff_member=OuterRef("staff_member"), unit__in=units)
    )
