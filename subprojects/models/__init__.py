from subprojects.models.membership import Membership, Role
from subprojects.models.organisation import EmployerKind, Sector, Subproject, Unit
from subprojects.models.participation import (
    Activity,
    ActivityHours,
    EducationLevel,
    LabourStatus,
    Participation,
)
from subprojects.models.project import ProgrammeVersion, Project, ProjectPhase
from subprojects.models.staff import Employment, Gender, Occupation, StaffMember

__all__ = [
    "Activity",
    "ActivityHours",
    "EducationLevel",
    "EmployerKind",
    "Employment",
    "Gender",
    "LabourStatus",
    "Membership",
    "Occupation",
    "Participation",
    "ProgrammeVersion",
    "Project",
    "ProjectPhase",
    "Role",
    "Sector",
    "StaffMember",
    "Subproject",
    "Unit",
]
