"""What needs a person today, role by role: the answer behind the start page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Window

from cases.case_outlines import CaseOutline, case_outline, with_outline
from cases.models import Case, DataRequest, Delegation, SickLeaveEpisode
from cases.outlines import extents_of
from cases.questions.data_requests import state_of
from cases.questions.due_steps import StaffDueStep, due_steps
from experio.periods import Month
from subprojects.models import Employment, Project, StaffMember, Subproject, Unit
from subprojects.querysets import running_on
from subprojects.roles import Roles, roles_of

SHOWN = 10
SHOWN_CASES = 8
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The first of a list, and how many there are in all."""

    items: tuple[Any, ...]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.items)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Open requests of people about their own data: how many, and where the one due first stands."""

    number: int
    due_on: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerStart:
    """HR officer: what falls due, whom others ask for help, the own cases, who waits for an answer."""

    steps: Shortlist
    overdue: int
    own_cases: Shortlist
    ongoing: int
    unanswered: Unanswered | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentRow:
    """Somebody on sick leave today, without health."""

    staff_member_id: int
    staff_key: UUID
    episode_pk: int
    name: str
    first_day: date
    days: int
    extent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerStart:
    """Manager: who of the own units is away, what falls due, the units' dashboards."""

    units: tuple[Unit, ...]
    absent: Shortlist
    steps: Shortlist


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerStart:
    """Project office, subproject lead or evaluator: the period that figures are asked for."""

    projects: tuple[Project, ...]
    subprojects: tuple[Subproject, ...]
    first_month: Month
    last_month: Month

    @property
    def followed(self) -> tuple[Project, ...]:
        """The projects that the subprojects belong to; no query, they were fetched together."""
        return tuple(dict.fromkeys(subproject.project for subproject in self.subprojects))


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """The start page of one person; the parts of roles that are not held are None."""

    roles: Roles
    requests: tuple[Delegation, ...]
    officer: OfficerStart | None
    manager: ManagerStart | None
    follower: FollowerStart | None

    @property
    def people(self) -> frozenset[int]:
        """Everybody who is named on the page."""
        named: list[Any] = []
        if self.officer:
            named += [*self.officer.steps.items, *self.officer.own_cases.items]
        if self.manager:
            named += [*self.manager.steps.items, *self.manager.absent.items]
        return frozenset(one.staff_member_id for one in named)

    @property
    def is_own_page_only(self) -> bool:
        """The person is an employee and nothing else."""
        return bool(self.roles.own_staff_rows) and not (
            self.officer or self.manager or self.follower or self.roles.is_administrator
        )


def start_page(user: Any, today: date) -> StartPage:
    """What the person's roles ask for on the day."""
    roles = roles_of(user)
    follows = roles.office_projects | roles.evaluated_projects or roles.led_subprojects
    return StartPage(
        roles=roles,
        requests=waiting_requests(user, today) if roles.hr_subprojects else (),
        officer=_officer(user, today) if roles.hr_subprojects else None,
        manager=_manager(roles, today) if roles.managed_units else None,
        follower=_follower(user, roles, today) if follows else None,
    )


def waiting_requests(user: Any, today: date) -> tuple[Delegation, ...]:
    """
    Cases that others ask the person to work, soonest first: one query.

    Who asks, dates, reason and the number; neither the person of the case nor anything about health
    is fetched before the request has been accepted.
    """
    return tuple(
        Delegation.objects.filter(to_user=user)
        .waiting_on(today)
        .select_related("delegated_by", "subproject")
        .only(
            "first_day",
            "last_day",
            "reason",
            "case_number",
            "delegated_by__username",
            "delegated_by__first_name",
            "delegated_by__last_name",
            "subproject__name",
        )
        .order_by("first_day", "pk")
    )


def _officer(user: Any, today: date) -> OfficerStart:
    steps = due_steps(StaffMember.objects.worked_by(user), today, within_days=DAYS_AHEAD)
    own = Case.objects.visible_to(user).open().worked_by(user)
    # How many there are comes with the first of them.
    counted = with_outline(own).annotate(of=Window(Count("*"))).order_by("-opened_on", "-pk")
    first = list(counted[:SHOWN_CASES])
    shown: tuple[CaseOutline, ...] = tuple(case_outline(case) for case in first)
    total: int = first[0].of if first else 0
    return OfficerStart(
        steps=Shortlist(steps[:SHOWN], len(steps)),
        overdue=sum(step.state == "overdue" for step in steps),
        own_cases=Shortlist(shown, total),
        ongoing=_ongoing(StaffMember.objects.worked_by(user), today).count(),
        unanswered=_unanswered(user, today),
    )


def _unanswered(user: Any, today: date) -> Unanswered | None:
    """Counts and a day: nobody is named and no text is opened. None when nothing waits. One query."""
    employers = roles_of(user, today).hr_subprojects
    waiting = list(
        DataRequest.objects.filter(subproject__in=employers, answered_on=None).only(
            "received_on", "extended_to", "answered_on"
        )
    )
    if not waiting:
        return None
    first = min(waiting, key=lambda request: request.due_on)
    return Unanswered(len(waiting), first.due_on, state_of(first, today))


def _manager(roles: Roles, today: date) -> ManagerStart:
    staff = _staff_of(roles.managed_units, today)
    steps: tuple[StaffDueStep, ...] = due_steps(staff, today, within_days=DAYS_AHEAD)
    ongoing = list(
        _ongoing(staff, today).without_health().select_related("staff_member").order_by("first_day", "pk")
    )
    extents = extents_of(episode.pk for episode in ongoing[:SHOWN])
    rows = tuple(
        AbsentRow(
            staff_member_id=episode.staff_member_id,
            staff_key=episode.staff_member.key,
            episode_pk=episode.pk,
            name=episode.staff_member.shown_name,
            first_day=episode.first_day,
            days=(today - episode.first_day).days + 1,
            extent=next(
                (span.extent for span in reversed(extents.get(episode.pk, ())) if span.first_day <= today),
                None,
            ),
        )
        for episode in ongoing[:SHOWN]
    )
    return ManagerStart(
        units=tuple(Unit.objects.filter(pk__in=roles.managed_units).order_by("sort_key")),
        absent=Shortlist(rows, len(ongoing)),
        steps=Shortlist(steps[:SHOWN], len(steps)),
    )


def _follower(user: Any, roles: Roles, today: date) -> FollowerStart:
    followed = roles.office_projects | roles.evaluated_projects
    subprojects = tuple(Subproject.objects.visible_to(user).select_related("project").order_by("sort_key"))
    last = Month.of(today).previous()
    return FollowerStart(
        projects=tuple(Project.objects.filter(pk__in=followed)),
        subprojects=subprojects,
        first_month=last.plus(-11),
        last_month=last,
    )


def _ongoing(staff: Any, today: date) -> Any:
    return SickLeaveEpisode.objects.ongoing_on(today).filter(staff_member__in=staff.order_by().values("pk"))


def _staff_of(units: frozenset[int], today: date) -> Any:
    """Who is employed in the units on the day."""
    employed = Employment.objects.filter(running_on(today), unit__in=units)
    return StaffMember.objects.filter(pk__in=employed.values("staff_member"))
