"""Plain factories: one a model, valid rows, no surprises. People are invented."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from cases.actions.protection import add_protected
from cases.models import (
    Case,
    CaseReason,
    Certificate,
    Delegation,
    ExtentPeriod,
    JournalNote,
    SickLeaveEpisode,
)
from experio.accounts.models import User
from subprojects.models import (
    Activity,
    ActivityHours,
    EmployerKind,
    Employment,
    Gender,
    Membership,
    Occupation,
    Participation,
    ProgrammeVersion,
    Project,
    Role,
    Sector,
    StaffMember,
    Subproject,
    Unit,
)

# The demo clock of the tests stands here (experio.clock.today()).
TODAY = date(2021, 11, 22)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    first_name = "Vera"
    last_name = factory.Sequence(lambda n: f"Påhitt{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


class ProjectFactory(DjangoModelFactory[Project]):
    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"project-{n}")
    name = factory.Sequence(lambda n: f"Project {n}")
    diarienummer = factory.Sequence(lambda n: f"2019/{n:05d}")
    programme_version = ProgrammeVersion.ESF1420
    objective = "1.1"
    region = "Värmland"
    first_day = date(2019, 5, 1)
    last_day = date(2022, 4, 30)
    total_budget = Decimal(1_000_000)
    esf_support = Decimal(1_000_000)


class SubprojectFactory(DjangoModelFactory[Subproject]):
    class Meta:
        model = Subproject

    project = factory.SubFactory(ProjectFactory)
    slug = factory.Sequence(lambda n: f"employer-{n}")
    name = factory.Sequence(lambda n: f"Employer {n}")
    employer_name = factory.SelfAttribute("name")
    employer_kind = EmployerKind.MUNICIPALITY


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    subproject = factory.SubFactory(SubprojectFactory)
    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"Unit {n}")
    sector = Sector.CARE


class OccupationFactory(DjangoModelFactory[Occupation]):
    class Meta:
        model = Occupation
        django_get_or_create = ("ssyk_code",)

    ssyk_code = "5330"
    name = "Vårdbiträden"


class StaffMemberFactory(DjangoModelFactory[StaffMember]):
    """
    A staff member without employment; `EmploymentFactory` gives one. With `has_protected_identity` the name
    is sealed at once, as for everybody who is protected: the row returned holds the handle.
    """

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> StaffMember:
        if not kwargs.pop("has_protected_identity", False):
            plain: StaffMember = super()._create(model_class, *args, **kwargs)
            return plain
        return add_protected(
            staff_member=model_class(*args, **kwargs),
            kind="secrecy_mark",
            reason="A decision of the tax agency",
            first_day=TODAY,
            set_by=None,
        )

    class Meta:
        model = StaffMember

    subproject = factory.SubFactory(SubprojectFactory)
    employee_number = factory.Sequence(lambda n: f"{10000 + n}")
    first_name = "Maja"
    last_name = factory.Sequence(lambda n: f"Exempel{n}")
    birth_date = date(1980, 5, 17)
    gender = Gender.WOMAN


class EmploymentFactory(DjangoModelFactory[Employment]):
    class Meta:
        model = Employment

    unit = factory.SubFactory(UnitFactory)
    staff_member = factory.SubFactory(
        StaffMemberFactory, subproject=factory.SelfAttribute("..unit.subproject")
    )
    subproject = factory.SelfAttribute("unit.subproject")
    weekly_hours = Decimal(40)
    first_day = date(2015, 1, 1)


class SickLeaveEpisodeFactory(DjangoModelFactory[SickLeaveEpisode]):
    """An episode without extents; `ExtentPeriodFactory` or `sick_leave()` gives them."""

    class Meta:
        model = SickLeaveEpisode

    staff_member = factory.SubFactory(StaffMemberFactory)
    subproject = factory.SelfAttribute("staff_member.subproject")
    first_day = date(2021, 11, 1)


class ExtentPeriodFactory(DjangoModelFactory[ExtentPeriod]):
    class Meta:
        model = ExtentPeriod

    episode = factory.SubFactory(SickLeaveEpisodeFactory)
    subproject = factory.SelfAttribute("episode.subproject")
    extent = 100
    first_day = factory.SelfAttribute("episode.first_day")
    last_day = factory.SelfAttribute("episode.last_day")


class CertificateFactory(DjangoModelFactory[Certificate]):
    class Meta:
        model = Certificate

    episode = factory.SubFactory(SickLeaveEpisodeFactory)
    subproject = factory.SelfAttribute("episode.subproject")
    first_day = factory.SelfAttribute("episode.first_day")
    last_day = TODAY
    received_on = factory.SelfAttribute("first_day")


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case

    staff_member = factory.SubFactory(StaffMemberFactory)
    subproject = factory.SelfAttribute("staff_member.subproject")
    year = 2021
    sequence = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda case: f"{case.subproject.slug}-{case.year}-{case.sequence:04d}")
    opened_on = date(2021, 11, 8)
    reason = CaseReason.LONG_ABSENCE
    responsible_officer = factory.SubFactory(UserFactory)


class JournalNoteFactory(DjangoModelFactory[JournalNote]):
    class Meta:
        model = JournalNote

    case = factory.SubFactory(CaseFactory)
    subproject = factory.SelfAttribute("case.subproject")
    happened_on = date(2021, 11, 9)
    text = "Called and agreed on a meeting."
    written_by = factory.SelfAttribute("case.responsible_officer")


class DelegationFactory(DjangoModelFactory[Delegation]):
    """A delegation that has been asked for; `cases.actions.delegation` answers it."""

    class Meta:
        model = Delegation

    case = factory.SubFactory(CaseFactory)
    case_number = factory.SelfAttribute("case.number")
    subproject = factory.SelfAttribute("case.subproject")
    to_user = factory.SubFactory(UserFactory)
    delegated_by = factory.SelfAttribute("case.responsible_officer")
    first_day = TODAY
    last_day = date(2021, 12, 3)
    reason = "Holiday"


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    staff_member = factory.SubFactory(StaffMemberFactory)
    subproject = factory.SelfAttribute("staff_member.subproject")
    project = factory.SelfAttribute("subproject.project")
    entered_on = date(2019, 9, 1)


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Activity {n}")


class ActivityHoursFactory(DjangoModelFactory[ActivityHours]):
    class Meta:
        model = ActivityHours

    participation = factory.SubFactory(ParticipationFactory)
    subproject = factory.SelfAttribute("participation.subproject")
    activity = factory.SubFactory(ActivityFactory, project=factory.SelfAttribute("..participation.project"))
    day = date(2021, 11, 8)
    hours = Decimal(2)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.ADMINISTRATOR
    first_day = date(2019, 5, 1)


def sick_leave(
    staff_member: StaffMember,
    first_day: date,
    last_day: date | None = None,
    *,
    extent: int = 100,
    diagnosis_code: str = "",
) -> SickLeaveEpisode:
    """An episode with one extent over all its days."""
    episode: SickLeaveEpisode = SickLeaveEpisodeFactory(
        staff_member=staff_member,
        first_day=first_day,
        last_day=last_day,
        diagnosis_code=diagnosis_code,
        diagnosis_status="shared" if diagnosis_code else "not_shared",
    )
    ExtentPeriodFactory(episode=episode, extent=extent)
    return episode


def stockholm(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Stockholm"))
