"""What the frame's models hold about people."""

from experio.data_protection.classification import Purpose, Retention, Subject, about_nobody, describe

describe(
    "subprojects.StaffMember",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.STAFF,
    retention=Retention.PERSON,
    identity=(
        "employee_number",
        "first_name",
        "last_name",
        "birth_date",
        "gender",
        "personal_number",
        "has_protected_identity",
    ),
    employment=("subproject", "recorded_at"),
    technical=("id", "key", "personal_number_index", "sort_key", "first_name_key"),
)
describe(
    "subprojects.Employment",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.STAFF,
    retention=Retention.PERSON,
    links=("staff_member",),
    employment=("unit", "occupation", "weekly_hours", "first_day", "last_day"),
    technical=("id", "staff_member", "subproject"),
)
describe(
    "subprojects.Membership",
    subject=Subject.USER,
    purpose=Purpose.ACCESS,
    retention=Retention.PERSON,
    links=("staff_member", "user"),
    rights=(
        "user",
        "role",
        "project",
        "subproject",
        "unit",
        "includes_subunits",
        "first_day",
        "last_day",
        "identity_provider",
    ),
    technical=("id", "staff_member"),
)
describe(
    "subprojects.Participation",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.PROJECT,
    retention=Retention.PARTICIPATION,
    links=("staff_member",),
    participation=(
        "project",
        "entered_on",
        "left_on",
        "labour_status_on_entry",
        "education_on_entry",
        "was_in_education_on_entry",
        "is_in_education_on_exit",
        "has_gained_qualification",
        "labour_status_on_exit",
    ),
    technical=("id", "subproject", "staff_member"),
)
describe(
    "subprojects.ActivityHours",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.PROJECT,
    retention=Retention.PARTICIPATION,
    links=("participation",),
    participation=("activity", "day", "hours"),
    technical=("id", "participation", "subproject"),
)
describe(
    "subprojects.IdentityProtection",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.STAFF,
    retention=Retention.PERSON,
    links=("staff_member",),
    identity=("kind", "reason", "first_day", "lifted_on", "lift_reason"),
    log=("set_by", "set_at", "lifted_by"),
    technical=("id", "staff_member", "subproject"),
)
describe(
    "subprojects.ProtectedIdentity",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.STAFF,
    retention=Retention.PERSON,
    links=("staff_member",),
    left_out={"sealed": "sealed; the named few hand it over to the person, never a file"},
    identity=("sealed",),
    technical=("staff_member", "subproject"),
)
describe(
    "subprojects.ProtectedNumbers",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.STAFF,
    retention=Retention.PERSON,
    links=("staff_member",),
    left_out={"employee_number": "sealed", "personal_number": "sealed"},
    identity=("employee_number", "personal_number"),
    technical=("staff_member", "subproject", "employee_number_index", "personal_number_index"),
)
describe(
    "subprojects.IdentityReader",
    subject=Subject.USER,
    purpose=Purpose.ACCESS,
    retention=Retention.ACCOUNT,
    links=("user",),
    rights=("user", "subproject", "first_day", "last_day"),
    log=("given_by", "recorded_at"),
    technical=("id",),
)
about_nobody(
    "subprojects.Project",
    "subprojects.ProjectPhase",
    "subprojects.Subproject",
    "subprojects.Unit",
    "subprojects.Occupation",
    "subprojects.Activity",
    "subprojects.SecrecyGround",
    "subprojects.SecondFactorRule",
    "subprojects.IdentityProvider",
    "subprojects.GroupRole",
    because="reference data; a subproject names an HR contact in the service of the employer",
)
