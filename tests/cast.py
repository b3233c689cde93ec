"""
The cast: who the tests are about.

Two employers of one project, North and South. North has two units, `ward` and `school`.
`hr_north` works for North, `manager_ward` leads the ward, `hr_south` must see nothing of North.
"""

from typing import Any

import pytest

from experio.accounts.models import User
from subprojects.models import Project, Role, StaffMember, Subproject, Unit
from tests.factories import (
    EmploymentFactory,
    MembershipFactory,
    ProjectFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
    UserFactory,
)


def holding(role: Role, username: str, **scope: Any) -> User:
    """A user who holds one role, from the project's first day on."""
    user: User = UserFactory(username=username)
    MembershipFactory(user=user, role=role, **scope)
    return user


@pytest.fixture
def project(db: None) -> Project:
    return ProjectFactory(slug="worklab", name="WorkLab")


@pytest.fixture
def north(project: Project) -> Subproject:
    return SubprojectFactory(project=project, slug="north", name="North")


@pytest.fixture
def south(project: Project) -> Subproject:
    return SubprojectFactory(project=project, slug="south", name="South")


@pytest.fixture
def ward(north: Subproject) -> Unit:
    return UnitFactory(subproject=north, code="north-ward", name="The ward")


@pytest.fixture
def school(north: Subproject) -> Unit:
    return UnitFactory(subproject=north, code="north-school", name="The school", sector="school")


@pytest.fixture
def south_unit(south: Subproject) -> Unit:
    return UnitFactory(subproject=south, code="south-home", name="The home")


@pytest.fixture
def nurse(ward: Unit) -> StaffMember:
    """Employed in North's ward."""
    employment = EmploymentFactory(
        unit=ward,
        staff_member=StaffMemberFactory(
            subproject=ward.subproject, first_name="Nora", last_name="Nordin", employee_number="N100"
        ),
    )
    return employment.staff_member


@pytest.fixture
def teacher(school: Unit) -> StaffMember:
    """Employed in North's school: the same employer, another unit."""
    employment = EmploymentFactory(
        unit=school,
        staff_member=StaffMemberFactory(
            subproject=school.subproject,
            first_name="Tage",
            last_name="Törn",
            employee_number="N200",
            gender="man",
        ),
    )
    return employment.staff_member


@pytest.fixture
def southerner(south_unit: Unit) -> StaffMember:
    employment = EmploymentFactory(
        unit=south_unit,
        staff_member=StaffMemberFactory(
            subproject=south_unit.subproject, first_name="Siri", last_name="Söder", employee_number="S100"
        ),
    )
    return employment.staff_member


@pytest.fixture
def hr_north(north: Subproject) -> User:
    return holding(Role.HR_OFFICER, "hr.north", subproject=north)


@pytest.fixture
def hr_south(south: Subproject) -> User:
    return holding(Role.HR_OFFICER, "hr.south", subproject=south)


@pytest.fixture
def manager_ward(ward: Unit) -> User:
    return holding(Role.MANAGER, "manager.ward", unit=ward)


@pytest.fixture
def lead_north(north: Subproject) -> User:
    return holding(Role.SUBPROJECT_LEAD, "lead.north", subproject=north)


@pytest.fixture
def office(project: Project) -> User:
    return holding(Role.PROJECT_OFFICE, "office", project=project)


@pytest.fixture
def evaluator(project: Project) -> User:
    return holding(Role.EVALUATOR, "evaluator", project=project)


@pytest.fixture
def employee(nurse: StaffMember) -> User:
    """The nurse's own sign-in."""
    return holding(Role.EMPLOYEE, "employee", staff_member=nurse)


@pytest.fixture
def administrator(db: None) -> User:
    return holding(Role.ADMINISTRATOR, "admin")


@pytest.fixture
def nobody(db: None) -> User:
    """Signs in, holds no role."""
    return UserFactory(username="nobody")
