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
from subprojects.models.protection import (
    IdentityProtection,
    IdentityReader,
    ProtectedIdentity,
    ProtectedNumbers,
    ProtectionKind,
)
from subprojects.models.secrecy import Covers, SecrecyGround
from subprojects.models.sign_in import GroupRole, IdentityProvider, SecondFactorRule
from subprojects.models.staff import Employment, Gender, Occupation, StaffMember

__all__ = [
    "Activity",
    "ActivityHours",
    "Covers",
    "EducationLevel",
    "EmployerKind",
    "Employment",
    "Gender",
    "IdentityProtection",
    "IdentityReader",
    "GroupRole",
    "IdentityProvider",
    "LabourStatus",
    "Membership",
    "Occupation",
    "Participation",
    "ProgrammeVersion",
    "Project",
    "ProjectPhase",
    "ProtectedIdentity",
    "ProtectedNumbers",
    "ProtectionKind",
    "Role",
    "SecrecyGround",
    "SecondFactorRule",
    "Sector",
    "StaffMember",
    "Subproject",
    "Unit",
]
