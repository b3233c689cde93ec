"""The walls in SQL and the filters in Python answer alike, whoever holds which roles and borrowed what."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.delegated import LENT_PERMISSIONS
from cases.models import (
    AbsenceImport,
    Case,
    CaseUserObjectPermission,
    Certificate,
    Delegation,
    ExtentPeriod,
    JournalNote,
    SickLeaveEpisode,
)
from experio.accounts.models import User
from experio.scope import acting_as
from subprojects.models import Employment, Membership, Role, StaffMember, Subproject, Unit
from tests.factories import (
    TODAY,
    CaseFactory,
    CertificateFactory,
    DelegationFactory,
    EmploymentFactory,
    JournalNoteFactory,
    MembershipFactory,
    ProjectFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
    UserFactory,
    sick_leave,
)

ACTORS = 8
EXAMPLES = 12


@dataclass
class Rows:
    """What roles and loans are dealt out over."""

    employers: list[Subproject]
    units: list[Unit]
    staff: list[StaffMember]
    cases: list[Case]
    actors: list[User]


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """Three employers, one of them the insurer, with units in trees, people who moved, cases old and open."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield _build(random.Random(3))
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def _build(chance: random.Random) -> Rows:
    project = ProjectFactory()
    employers = [SubprojectFactory(project=project, is_insurer=number == 2) for number in range(3)]
    units, staff, cases = [], [], []
    for employer in employers:
        top = UnitFactory(subproject=employer)
        middle = UnitFactory(subproject=employer, parent=top)
        own = [top, middle, UnitFactory(subproject=employer, parent=middle), UnitFactory(subproject=employer)]
        units += own
        for _ in range(8):
            member = StaffMemberFactory(subproject=employer)
            staff.append(member)
            for _job in range(chance.randint(1, 2)):
                first = TODAY - timedelta(days=chance.choice([900, 400, 1, 0, -1]))
                last = chance.choice(
                    [None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9)]
                )
                if last is None or last >= first:
                    Employment.objects.filter(staff_member=member, unit=own[0], first_day=first).delete()
                    EmploymentFactory(
                        staff_member=member,
                        unit=chance.choice(own),
                        first_day=first,
                        last_day=last,
                        weekly_hours=20 + len(cases) % 20,
                    )
            for month in (3, 9):
                CertificateFactory(episode=sick_leave(member, date(2021, month, 1), date(2021, month, 20)))
            cases.append(CaseFactory(staff_member=member, closed_on=TODAY, outcome="own_job"))
            if chance.random() < 0.6:
                cases.append(CaseFactory(staff_member=member))
    for case in cases:
        JournalNoteFactory(case=case)
        JournalNoteFactory(case=case, visibility="hr_and_manager")
    return Rows(employers, units, staff, cases, [UserFactory() for _ in range(ACTORS)])


def _deal_out(rows: Rows, chance: random.Random) -> None:
    """Roles, loans and uploads at random, with days before, on and after today."""
    day = lambda *offsets: TODAY + timedelta(days=chance.choice(offsets))  # noqa: E731
    for actor in rows.actors:
        # Nobody works with people at the insurer, the last of the three, and at an employer.
        works_for = chance.choice([rows.employers[:2], rows.employers[:2], rows.employers[2:]])
        units = [unit for unit in rows.units if unit.subproject in works_for]
        for _ in range(chance.randint(0, 4)):
            role = chance.choice(list(Role))
            scope: dict[str, Any] = {
                Role.HR_OFFICER: {"subproject": chance.choice(works_for)},
                Role.HR_LEAD: {"subproject": chance.choice(works_for)},
                Role.SUBPROJECT_LEAD: {"subproject": chance.choice(rows.employers)},
                Role.MANAGER: {
                    "unit": chance.choice(units),
                    "includes_subunits": chance.random() < 0.5,
                },
                Role.EMPLOYEE: {"staff_member": chance.choice(rows.staff)},
                Role.PROJECT_OFFICE: {"project": rows.employers[0].project},
                Role.EVALUATOR: {"project": rows.employers[0].project},
                Role.ADMINISTRATOR: {},
            }[role]
            first = day(-500, -1, 0, 1)
            last = chance.choice([None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=5)])
            if last is None or last >= first:
                MembershipFactory(user=actor, role=role, first_day=first, last_day=last, **scope)
    rights = list(Permission.objects.filter(content_type__model="case", codename__in=LENT_PERMISSIONS))
    for case in chance.sample(rows.cases, 14):
        to_user = chance.choice(rows.actors)
        first, last = day(-9, -1, 0, 1), day(-1, 0, 1, 9)
        if last < first:
            continue
        accepted = chance.random() < 0.7
        lending = DelegationFactory(
            case=case,
            to_user=to_user,
            first_day=first,
            last_day=last,
            accepted_at="2021-11-01T09:00+01:00" if accepted else None,
        )
        if accepted:
            CaseUserObjectPermission.objects.bulk_create(
                CaseUserObjectPermission(
                    user=to_user,
                    permission=right,
                    content_object=case,
                    delegation=lending,
                    first_day=first,
                    last_day=last,
                )
                for right in rights
            )
    for employer in rows.employers:
        AbsenceImport.objects.create(
            subproject=employer, uploaded_by=chance.choice(rows.actors), file_name="a.csv", file_format="csv"
        )


def keys(queryset: Any) -> set[int]:
    return set(queryset.order_by().values_list("pk", flat=True))


def _staff(user: User) -> set[int]:
    lent = Case.objects.lent_to(user, TODAY).values_list("staff_member", flat=True)
    return keys(StaffMember.objects.visible_to(user)) | set(lent)


def _notes(user: User) -> set[int]:
    found: set[int] = set()
    for case in Case.objects.visible_to(user):
        found |= keys(JournalNote.objects.readable_by(user, case))
    return found


def _delegations(user: User) -> set[int]:
    followed = Delegation.objects.filter(case__in=Case.objects.visible_to(user))
    return keys(Delegation.objects.visible_to(user)) | keys(followed)


# What the filters in Python give each person; the walls give the same, for every row.
FILTERS: dict[type[Any], Callable[[User], set[int]]] = {
    StaffMember: _staff,
    Employment: lambda user: keys(Employment.objects.filter(staff_member__in=_staff(user))),
    SickLeaveEpisode: lambda user: keys(SickLeaveEpisode.objects.visible_to(user)),
    ExtentPeriod: lambda user: keys(
        ExtentPeriod.objects.filter(episode__in=SickLeaveEpisode.objects.visible_to(user))
    ),
    Certificate: lambda user: keys(
        Certificate.objects.filter(episode__in=SickLeaveEpisode.objects.visible_to(user))
    ),
    Case: lambda user: keys(Case.objects.visible_to(user)),
    JournalNote: _notes,
    Delegation: _delegations,
    AbsenceImport: lambda user: keys(AbsenceImport.objects.visible_to(user)),
}
compared: list[int] = []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_row_is_seen_through_the_wall_exactly_when_the_filter_shows_it(rows: Rows, seed: int) -> None:
    with transaction.atomic():
        _deal_out(rows, random.Random(seed))
        for actor in rows.actors:
            expected = {model: ask(User.objects.get(pk=actor.pk)) for model, ask in FILTERS.items()}
            with acting_as(actor):
                seen = {model: keys(model.objects.all()) for model in FILTERS}
                units = keys(Unit.objects.all())
                visible_units = keys(Unit.objects.visible_to(User.objects.get(pk=actor.pk)))
            for model in FILTERS:
                assert seen[model] == expected[model], f"{model.__name__} for {_roles(actor)}"
                compared.append(model.objects.count())
            assert visible_units <= units
        transaction.set_rollback(True)


def test_ten_thousand_pairs_of_a_person_and_a_row_were_compared() -> None:
    assert sum(compared) >= 10_000


def _roles(actor: User) -> list[str]:
    return [f"{one.role} {one.first_day}–{one.last_day}" for one in Membership.objects.filter(user=actor)]
