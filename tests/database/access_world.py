"""The world of the access matrix: one of everything, and a person for every relation to it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.actions.delegation import accept_delegation, delegate_case
from cases.actions.disclosure_assessment import record_disclosure
from cases.imports.reading import read_file
from cases.imports.uploads import stage_import
from cases.models import (
    AbsenceImport,
    Case,
    CaseUserObjectPermission,
    Delegation,
    DisclosureAssessment,
    JournalNote,
    SickLeaveEpisode,
)
from experio.accounts.models import User
from experio.audit.models import LogReview, LogReviewRow
from subprojects.models import Membership, Project, Role, StaffMember, Subproject, Unit
from tests.cast import holding
from tests.confirming import kept_confirmed
from tests.database.duties_world import REQUEST_TEXT as REQUEST_TEXT
from tests.database.duties_world import Duties, build_duties
from tests.factories import (
    TODAY,
    CaseFactory,
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

# Written into every protected field of the world. A page, file or message that shows one of them to
# somebody without the right fails the matrix.
DIAGNOSIS = "F438A"
BACKGROUND = "CANARY-BACKGROUND"
HR_NOTE = "CANARY-HR-NOTE"
SHARED_NOTE = "CANARY-SHARED-NOTE"
DISCLOSURE = "CANARY-DISCLOSURE"
PERSONAL_NUMBER = "198502282384"


@dataclass
class World:
    """What addresses are made of, and who asks for them."""

    project: Project
    north: Subproject
    ward: Unit
    nurse: StaffMember
    episode: SickLeaveEpisode
    case: Case
    note: JournalNote
    asked: Delegation
    upload: AbsenceImport
    duties: Duties
    review: LogReview
    sampled: LogReviewRow
    # Not among the people: an HR officer with one duty more, whose pages have tests of their own.
    hr_lead: User
    disclosure: DisclosureAssessment
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    made_at: float = field(default_factory=time.monotonic)

    def client_of(self, person: str) -> Client:
        """The person's browser, signed in once; however long the module takes, the session goes on."""
        if person not in self.clients:
            client = Client()
            client.force_login(
                self.people[person], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            self.clients[person] = client
        kept_confirmed(self.clients[person], self.people[person], since=self.made_at)
        return self.clients[person]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """
    North's nurse is on sick leave with a case; South's officers stand in every relation to it.

    Made once a module inside a transaction; what a test changes is rolled back to it.
    """
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            world = _build()
            for person in world.people:
                world.client_of(person)
            yield world
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def _build() -> World:
    project = ProjectFactory(slug="worklab", name="WorkLab")
    north = SubprojectFactory(project=project, slug="north", name="North")
    south = SubprojectFactory(project=project, slug="south", name="South")
    ward = UnitFactory(subproject=north, code="north-ward", name="The ward")
    school = UnitFactory(subproject=north, code="north-school", name="The school", sector="school")
    nurse = _employed(ward, employee_number="N100", last_name="Nordin", personal_number=PERSONAL_NUMBER)
    teacher = _employed(school, employee_number="N200", last_name="Törn", gender="man")
    hr_north = holding(Role.HR_OFFICER, "hr.north", subproject=north)
    hr_south = holding(Role.HR_OFFICER, "hr.south", subproject=south)
    manager_ward = holding(Role.MANAGER, "manager.ward", unit=ward)
    episode = sick_leave(nurse, date(2021, 10, 4), diagnosis_code=DIAGNOSIS)
    case = CaseFactory(
        staff_member=nurse,
        responsible_officer=hr_north,
        background=BACKGROUND,
        episode=episode,
        manager=manager_ward,
    )
    note = JournalNoteFactory(case=case, text=HR_NOTE)
    JournalNoteFactory(case=case, text=SHARED_NOTE, visibility="hr_and_manager")

    hr_ended = holding(Role.HR_OFFICER, "hr.ended", subproject=north)
    Membership.objects.filter(user=hr_ended).update(last_day=TODAY - timedelta(days=1))
    hr_lent = lend(case, hr_north, holding(Role.HR_OFFICER, "hr.lent", subproject=south))
    hr_lent_before = lend(case, hr_north, holding(Role.HR_OFFICER, "hr.lent.before", subproject=south))
    run_out(hr_lent_before)
    asked = delegate_case(
        case=case,
        to_user=hr_south,
        delegated_by=hr_north,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
        reason="Holiday",
        today=TODAY,
    )
    content = "anställningsnummer;från;till;omfattning\nN200;2021-03-01;2021-03-05;100\n".encode()
    upload = stage_import(
        read=read_file(content, today=TODAY),
        content=content,
        file_name="mars.csv",
        subproject=north,
        create_staff=False,
        uploaded_by=hr_north,
        today=TODAY,
    )
    hr_lead = holding(Role.HR_OFFICER, "hr.lead", subproject=north)
    MembershipFactory(user=hr_lead, role=Role.HR_LEAD, subproject=north)
    review = LogReview.objects.create(
        subproject=north, month=date(2021, 10, 1), seed="0", rules={}, rows_in_month=1, opened_by=hr_lead
    )
    sampled = LogReviewRow.objects.create(
        review=review, subproject=north, reading=1, reading_at=timezone.now(), reasons=["chance"]
    )
    return World(
        project=project,
        north=north,
        ward=ward,
        nurse=nurse,
        episode=episode,
        case=case,
        note=note,
        asked=asked,
        upload=upload,
        duties=build_duties(
            nurse, case, school, hr_north, holding(Role.HR_OFFICER, "hr.second", subproject=north)
        ),
        review=review,
        sampled=sampled,
        hr_lead=hr_lead,
        disclosure=a_disclosure(case, hr_north),
        people={
            "hr_own": hr_north,
            "hr_other": holding(Role.HR_OFFICER, "hr.other", subproject=south),
            "hr_asked": hr_south,
            "hr_lent": hr_lent,
            "hr_lent_before": hr_lent_before,
            "hr_ended": hr_ended,
            "manager_own": manager_ward,
            "manager_sibling": holding(Role.MANAGER, "manager.school", unit=school),
            "lead": holding(Role.SUBPROJECT_LEAD, "lead.north", subproject=north),
            "office": holding(Role.PROJECT_OFFICE, "office", project=project),
            "evaluator": holding(Role.EVALUATOR, "evaluator", project=project),
            "employee_self": holding(Role.EMPLOYEE, "employee", staff_member=nurse),
            "employee_other": holding(Role.EMPLOYEE, "employee.other", staff_member=teacher),
            "administrator": holding(Role.ADMINISTRATOR, "admin"),
            "nobody": UserFactory(username="nobody"),
        },
    )


def _employed(unit: Unit, **staff: Any) -> StaffMember:
    member: StaffMember = StaffMemberFactory(subproject=unit.subproject, **staff)
    EmploymentFactory(unit=unit, staff_member=member)
    return member


def a_disclosure(case: Case, officer: User, text: str = DISCLOSURE) -> DisclosureAssessment:
    return record_disclosure(
        assessment=DisclosureAssessment(
            subproject=case.subproject,
            case=case,
            received_on=TODAY,
            decided_on=TODAY,
            decided_by=officer,
            request_text=text,
            ground="39 kap. 2 § OSL",
            damage_test=text,
            decision="refused",
            appeal_information=text,
        ),
        recorded_by=officer,
        today=TODAY,
    )


def lend(case: Case, by: User, to: User, *, reason: str = "Holiday") -> User:
    delegation = delegate_case(
        case=case,
        to_user=to,
        delegated_by=by,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=7),
        reason=reason,
        today=TODAY,
    )
    accept_delegation(delegation=delegation, today=TODAY)
    return to


def run_out(user: User) -> None:
    """The days have passed; no job has run."""
    days = {"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=1)}
    Delegation.objects.filter(to_user=user).update(**days)
    CaseUserObjectPermission.objects.filter(user=user).update(**days)
