"""What sick leave and cases hold about people."""

from functools import partial

from experio.data_protection.classification import Purpose, Retention, Subject, about_nobody, describe

_describe = partial(describe, subject=Subject.EMPLOYEE, purpose=Purpose.REHABILITATION)

_describe(
    "cases.SickLeaveEpisode",
    retention=Retention.SICK_LEAVE,
    links=("staff_member",),
    absence=("first_day", "last_day", "expected_last_day", "cause", "fk_reported_on"),
    health=("diagnosis_status", "diagnosis_code"),
    log=("source", "recorded_by", "recorded_at"),
    technical=("id", "subproject", "staff_member", "diagnosis_token"),
)
_describe(
    "cases.ExtentPeriod",
    retention=Retention.SICK_LEAVE,
    links=("episode",),
    absence=("extent", "first_day", "last_day"),
    technical=("id", "episode", "subproject"),
)
_describe(
    "cases.Certificate",
    retention=Retention.SICK_LEAVE,
    links=("episode",),
    absence=("first_day", "last_day", "received_on"),
    technical=("id", "episode", "subproject"),
)
_describe(
    "cases.Case",
    retention=Retention.CASE,
    links=("staff_member",),
    reviewed=("background",),
    casework=(
        "number",
        "episode",
        "opened_on",
        "reason",
        "responsible_officer",
        "manager",
        "plan_made_on",
        "no_plan_reason",
        "closed_on",
        "outcome",
    ),
    casework_text=("background",),
    log=("recorded_by", "recorded_at"),
    technical=("id", "subproject", "staff_member", "year", "sequence"),
)
_describe(
    "cases.JournalNote",
    retention=Retention.CASE,
    links=("case",),
    reviewed=("text",),
    casework=("case", "kind", "visibility", "happened_on", "corrects"),
    casework_text=("text",),
    log=("written_by", "written_at"),
    technical=("id", "subproject"),
)
_describe(
    "cases.Delegation",
    retention=Retention.CASE,
    links=("case",),
    casework=(
        "case",
        "case_number",
        "to_user",
        "delegated_by",
        "first_day",
        "last_day",
        "delegated_at",
        "accepted_at",
        "declined_at",
        "taken_back_at",
    ),
    casework_text=("reason",),
    technical=("id", "subproject"),
)
describe(
    "cases.CaseUserObjectPermission",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.ACCESS,
    retention=Retention.CASE,
    links=("content_object",),
    rights=("permission", "user", "first_day", "last_day"),
    technical=("id", "content_object", "delegation"),
)
describe(
    "cases.AbsenceImport",
    subject=Subject.USER,
    purpose=Purpose.REHABILITATION,
    retention=Retention.UPLOAD,
    links=("uploaded_by",),
    left_out={
        "content": "a file of many people, kept until it is confirmed, at most 12 hours",
        "preview": "a file of many people, kept until it is confirmed, at most 12 hours",
    },
    health=("content", "preview"),
    log=(
        "subproject",
        "uploaded_by",
        "uploaded_at",
        "confirmed_at",
        "cancelled_at",
        "file_name",
        "file_format",
        "create_staff",
        "episodes_new",
        "episodes_changed",
        "episodes_unchanged",
        "rows_skipped",
        "staff_created",
    ),
    technical=("id", "key", "checksum"),
)
_on_rights = partial(describe, subject=Subject.EMPLOYEE, purpose=Purpose.RIGHTS, retention=Retention.PERSON)

_on_rights(
    "cases.DataRequest",
    links=("staff_member",),
    data_protection=(
        "kind",
        "received_on",
        "text",
        "extended_to",
        "extension_reason",
        "answered_on",
        "outcome",
        "answer",
    ),
    log=("recorded_by", "recorded_at", "answered_by"),
    technical=("id", "subproject", "staff_member"),
)
_on_rights(
    "cases.Withholding",
    links=("staff_member", "case"),
    data_protection=("case", "note", "ground", "decided_by", "decided_on", "lifted_on"),
    technical=("id", "subproject", "staff_member"),
)
_on_rights(
    "cases.Restriction",
    links=("staff_member", "case"),
    data_protection=(
        "case",
        "for_request",
        "first_day",
        "ground",
        "reason",
        "decided_by",
        "decided_at",
        "lifted_on",
        "lifted_by",
        "lift_reason",
    ),
    technical=("id", "subproject", "staff_member"),
)
_on_rights(
    "cases.RetentionHold",
    links=("staff_member", "case"),
    data_protection=("case", "first_day", "reason", "set_by", "lifted_on", "lifted_by"),
    technical=("id", "subproject", "staff_member"),
)
describe(
    "cases.DisclosureAssessment",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.ACCOUNTABILITY,
    retention=Retention.PERSON,
    links=("staff_member", "case"),
    reviewed=("request_text", "damage_test", "released", "asked_by"),
    data_protection=(
        "number",
        "version",
        "correction_reason",
        "received_on",
        "asked_by",
        "request_text",
        "case",
        "ground",
        "damage_test",
        "decision",
        "released",
        "appeal_information",
        "decided_by",
        "decided_on",
    ),
    log=("recorded_by", "recorded_at"),
    technical=("id", "subproject", "staff_member", "year", "sequence", "corrects"),
)
describe(
    "cases.ExtractRelease",
    subject=Subject.EMPLOYEE,
    purpose=Purpose.ACCOUNTABILITY,
    retention=Retention.PERSON,
    links=("staff_member",),
    data_protection=("receiver", "assessment", "left_out", "file_format"),
    log=("made_by", "made_at"),
    technical=("id", "subproject", "staff_member"),
)
about_nobody("cases.LegalThreshold", because="numbers set by law, agreement or employer")
about_nobody(
    "cases.ControllerDetails",
    "cases.RetentionRule",
    "cases.Disposal",
    "cases.DisposalRow",
    because="rules and records of an employer; they name officials in their service and keys, nobody else",
)
