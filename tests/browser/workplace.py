"""
The world of the browser tests: two employers, large enough that figures are shown.

North has a school of sixty (half women, half men, sick leave in every month of 2021) and a ward of
forty, where the nurse is on sick leave and has a case. Words that a manager must never meet are
written into every protected field.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from cases.actions.delegation import accept_delegation, delegate_case
from cases.imports.reading import read_file
from cases.imports.uploads import confirm_import, stage_import
from cases.models import (
    AbsenceImport,
    Case,
    Delegation,
    DisclosureAssessment,
    ExtentPeriod,
    JournalNote,
    SickLeaveEpisode,
)
from experio.accounts.models import User
from experio.audit.models import LogReview, LogReviewRow
from subprojects.models import (
    Employment,
    IdentityReader,
    Participation,
    Project,
    Role,
    StaffMember,
    Subproject,
    Unit,
)
from tests.cast import holding
from tests.database.access_world import a_disclosure
from tests.database.duties_world import Duties, build_duties
from tests.factories import (
    TODAY,
    CaseFactory,
    CertificateFactory,
    EmploymentFactory,
    ExtentPeriodFactory,
    JournalNoteFactory,
    MembershipFactory,
    ParticipationFactory,
    ProjectFactory,
    SickLeaveEpisodeFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
    UserFactory,
    sick_leave,
)

PASSWORD = "kvarn-lind-sjungande-7"
DIAGNOSIS = "F438A"
BACKGROUND = "CANARY-BACKGROUND utmattning"
HR_NOTE = "CANARY-HR-NOTE samtal om kris"
SHARED_NOTE = "Möte bokat om anpassning"
PERSONAL_NUMBER = "198502282384"


@dataclass
class Workplace:
    """The rows that addresses are made of, and the people who ask for them."""

    project: Project
    north: Subproject
    ward: Unit
    nurse: StaffMember
    colleague: StaffMember
    free: StaffMember
    episode: SickLeaveEpisode
    case: Case
    note: JournalNote
    preview: AbsenceImport
    result: AbsenceImport
    waiting: Delegation
    protected: StaffMember
    duties: Duties
    disclosure: DisclosureAssessment
    review: LogReview
    sampled: LogReviewRow
    people: dict[str, User] = field(default_factory=dict)


def build_workplace() -> Workplace:
    """Write the world to the database, all or nothing."""
    with transaction.atomic():
        return _build()


def _build() -> Workplace:
    project = ProjectFactory(slug="worklab", name="WorkLab")
    north = SubprojectFactory(project=project, slug="north", name="North")
    south = SubprojectFactory(project=project, slug="south", name="South")
    ward = UnitFactory(subproject=north, code="north-ward", name="The ward")
    school = UnitFactory(subproject=north, code="north-school", name="The school", sector="school")
    _staff(school, women=30, men=30)
    _staff(ward, women=18, men=18)
    _staff(UnitFactory(subproject=south, code="south-home", name="The home"), women=18, men=18)

    nurse = _employed(ward, "Nora", "Nordin", "N100", personal_number=PERSONAL_NUMBER)
    colleague = _employed(ward, "Åsa", "Ögren", "N200")
    protected = _employed(ward, "Hemlig", "Skyddad", "N300", has_protected_identity=True)

    officer = holding(Role.HR_OFFICER, "hr.north", subproject=north)
    other = holding(Role.HR_OFFICER, "hr.south", subproject=south)
    manager = holding(Role.MANAGER, "manager.ward", unit=ward)
    twofold = holding(Role.HR_OFFICER, "hr.twofold", subproject=north)
    hr_lead = holding(Role.HR_OFFICER, "hr.lead", subproject=north)
    MembershipFactory(user=hr_lead, role=Role.HR_LEAD, subproject=north)
    IdentityReader.objects.create(user=officer, subproject=north, first_day=TODAY)
    for user in (officer, twofold):
        user.set_password(PASSWORD)
        user.save()
    TOTP.activate(twofold, generate_totp_secret())
    RecoveryCodes.activate(twofold)

    sick_leave(nurse, date(2021, 2, 1), date(2021, 2, 12), diagnosis_code=DIAGNOSIS)
    episode = sick_leave(nurse, date(2021, 10, 4), diagnosis_code=DIAGNOSIS)
    CertificateFactory(episode=episode)
    case = CaseFactory(
        staff_member=nurse,
        responsible_officer=officer,
        manager=manager,
        episode=episode,
        background=BACKGROUND,
    )
    note = JournalNoteFactory(case=case, text=HR_NOTE)
    JournalNoteFactory(case=case, text=SHARED_NOTE, visibility="hr_and_manager")
    free = _employed(ward, "Britt", "Avslutad", "N400")
    CaseFactory(
        staff_member=free,
        responsible_officer=officer,
        closed_on=date(2021, 11, 15),
        outcome="own_job",
    )
    # The other employer's officer has one case of North to work and one request to answer.
    lent = CaseFactory(staff_member=colleague, responsible_officer=officer)
    accept_delegation(delegation=_ask(lent, officer, other), today=TODAY)
    waiting = _ask(case, officer, other)
    review = LogReview.objects.create(
        subproject=north, month=date(2021, 10, 1), seed="0", rules={}, rows_in_month=1, opened_by=hr_lead
    )
    return Workplace(
        protected=protected,
        duties=build_duties(nurse, case, ward, officer, twofold),
        disclosure=a_disclosure(case, officer),
        review=review,
        sampled=LogReviewRow.objects.create(
            review=review, subproject=north, reading=1, reading_at=timezone.now(), reasons=["chance"]
        ),
        project=project,
        north=north,
        ward=ward,
        nurse=nurse,
        colleague=colleague,
        free=free,
        episode=episode,
        case=case,
        note=note,
        preview=_upload(north, officer, "N200;2021-03-01;2021-03-05;100"),
        result=_confirmed(_upload(north, officer, "N400;2021-04-01;2021-04-05;50"), officer),
        waiting=waiting,
        people={
            "officer": officer,
            "other": other,
            "manager": manager,
            "twofold": twofold,
            "hr_lead": hr_lead,
            "lead": holding(Role.SUBPROJECT_LEAD, "lead.north", subproject=north),
            "office": holding(Role.PROJECT_OFFICE, "office", project=project),
            "evaluator": holding(Role.EVALUATOR, "evaluator", project=project),
            "employee": holding(Role.EMPLOYEE, "employee", staff_member=nurse),
            "administrator": holding(Role.ADMINISTRATOR, "admin"),
            "nobody": UserFactory(username="nobody"),
        },
    )


def _employed(unit: Unit, first_name: str, last_name: str, number: str, **more: object) -> StaffMember:
    member: StaffMember = StaffMemberFactory(
        subproject=unit.subproject,
        first_name=first_name,
        last_name=last_name,
        employee_number=number,
        **more,
    )
    EmploymentFactory(unit=unit, staff_member=member)
    return member


def _staff(unit: Unit, *, women: int, men: int) -> None:
    """Every third of them is away for three weeks of each month, and begins another time in November."""
    people = StaffMember.objects.bulk_create(
        StaffMemberFactory.build(
            subproject=unit.subproject,
            gender="woman" if number < women else "man",
            birth_date=date(1960 + number % 40, 5, 17),
        )
        for number in range(women + men)
    )
    Employment.objects.bulk_create(EmploymentFactory.build(unit=unit, staff_member=one) for one in people)
    Participation.objects.bulk_create(
        ParticipationFactory.build(
            staff_member=one,
            project=unit.subproject.project,
            labour_status_on_entry="employed",
            education_on_entry=3 + number % 5,
        )
        for number, one in enumerate(people)
    )
    episodes = SickLeaveEpisode.objects.bulk_create(
        SickLeaveEpisodeFactory.build(
            staff_member=one,
            first_day=date(2021, month, 2),
            last_day=date(2021, month, 22) if month < 11 else None,
            diagnosis_code=("M545", "")[number % 2],
            diagnosis_status=("shared", "not_shared")[number % 2],
        )
        for number, one in enumerate(people[::3])
        for month in range(1, 12)
    )
    ExtentPeriod.objects.bulk_create(ExtentPeriodFactory.build(episode=episode) for episode in episodes)


def _ask(case: Case, officer: User, other: User) -> Delegation:
    return delegate_case(
        case=case,
        to_user=other,
        delegated_by=officer,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
        reason="Holiday",
        today=TODAY,
    )


def _upload(north: Subproject, officer: User, line: str) -> AbsenceImport:
    content = f"anställningsnummer;från;till;omfattning\n{line}\n".encode()
    return stage_import(
        read=read_file(content, today=TODAY),
        content=content,
        file_name="mars.csv",
        subproject=north,
        create_staff=False,
        uploaded_by=officer,
        today=TODAY,
    )


def _confirmed(upload: AbsenceImport, officer: User) -> AbsenceImport:
    confirm_import(upload, confirmed_by=officer, today=TODAY)
    return upload
