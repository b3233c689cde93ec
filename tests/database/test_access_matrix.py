"""
Every address × every person: who gets in, and how the others are refused.

The table is stated here by hand. It is asked in tests/database/matrix, every route by everybody about four
people; a route that is missing from it fails here. 404 says "there is nothing here for you", 403 "not your
role"; both are logged.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

from tests.database.access_world import World

OFFICERS = {"hr_own", "hr_other", "hr_asked", "hr_lent", "hr_lent_before"}
MANAGERS = {"manager_own", "manager_sibling"}
FIGURES = {"lead", "office", "evaluator"}
EMPLOYEES = {"employee_self", "employee_other"}
REST = {"administrator", "nobody", "hr_ended"}
ALL = OFFICERS | MANAGERS | FIGURES | EMPLOYEES | REST


@dataclass(frozen=True)
class Route:
    """One address: who is let in with which answer, and how the others are refused."""

    name: str
    let_in: frozenset[str]
    refused: int = 404
    row: str = ""
    method: str = "get"
    answer: int = 200
    # Those whom the address sends to their own page instead.
    sent_on: frozenset[str] = frozenset()
    # Refused with 403 because the row is seen but the deed is beyond the role.
    beyond: frozenset[str] = frozenset()
    data: tuple[tuple[str, str], ...] = ()


def route(name: str, let_in: set[str], **rest: Any) -> Route:
    sets = {key: frozenset(rest.pop(key, ())) for key in ("beyond", "sent_on")}
    return Route(name=name, let_in=frozenset(let_in), **sets, **rest)


SEES_EPISODE = {"hr_own", "hr_lent", "manager_own", "employee_self"}
FOLLOWS_CASE = {"hr_own", "hr_lent", "manager_own"}
SEES_STAFF = {"hr_own", "manager_own", "employee_self"}
WORKS_CASE = {"hr_own", "hr_lent"}

NOTE = (
    ("kind", "note"),
    ("visibility", "hr_and_manager"),
    ("happened_on", "2021-11-22"),
    ("text", "Called."),
)

ACCESS = [
    # Lists: an empty set is no refusal, a role that has no such list is.
    route("cases:start", ALL - EMPLOYEES, sent_on=EMPLOYEES),
    route("cases:own_page", EMPLOYEES, refused=403),
    route("cases:staff_list", OFFICERS | MANAGERS, refused=403),
    route("cases:staff_search", OFFICERS, answer=302, refused=403),
    route("cases:staff_add", OFFICERS, refused=403),
    route("cases:sick_leave_list", OFFICERS | MANAGERS, refused=403),
    route("cases:sick_leave_add", OFFICERS, refused=403),
    route("cases:case_list", OFFICERS | MANAGERS, refused=403),
    route("cases:import_upload", OFFICERS, refused=403),
    # A person.
    route("cases:staff_detail", SEES_STAFF, row="staff"),
    route("cases:staff_edit", {"hr_own"}, row="staff", beyond=SEES_STAFF - {"hr_own"}),
    route("cases:staff_history", SEES_STAFF, row="staff"),
    route("cases:staff_protect", {"hr_own"}, row="staff", beyond=SEES_STAFF - {"hr_own"}),
    # An identity opens to the employer's named few; no other officer is one.
    *[
        route(f"cases:{name}", set(), row="staff", beyond=SEES_STAFF)
        for name in ("protection_lift", "identity_open", "identity_correct")
    ],
    route("cases:case_add", {"hr_own"}, row="staff", beyond=SEES_STAFF - {"hr_own"}, answer=302),
    # An episode: lent with the case, to be read only.
    route("cases:sick_leave_detail", SEES_EPISODE, row="episode"),
    *[
        route(f"cases:{name}", {"hr_own"}, row="episode", beyond=SEES_EPISODE - {"hr_own"})
        for name in (
            "sick_leave_edit",
            "sick_leave_end",
            "sick_leave_extent",
            "sick_leave_delete",
            "certificate_add",
            "fk_report_note",
        )
    ],
    # A case.
    route("cases:case_detail", FOLLOWS_CASE, row="case", sent_on={"employee_self"}),
    route("cases:case_history", FOLLOWS_CASE, row="case", beyond={"employee_self"}),
    route("cases:case_edit", WORKS_CASE, row="case", beyond=SEES_EPISODE - WORKS_CASE),
    route("cases:case_plan", WORKS_CASE, row="case", beyond=SEES_EPISODE - WORKS_CASE),
    route("cases:case_close", WORKS_CASE, row="case", beyond=SEES_EPISODE - WORKS_CASE),
    route("cases:case_hand_over", {"hr_own"}, row="case", beyond=SEES_EPISODE - {"hr_own"}),
    route("cases:case_delegate", {"hr_own"}, row="case", beyond=SEES_EPISODE - {"hr_own"}),
    route(
        "cases:note_add",
        FOLLOWS_CASE,
        row="case",
        method="post",
        answer=302,
        beyond={"employee_self"},
        data=NOTE,
    ),
    # A note for HR alone does not exist for the manager.
    route("cases:note_correct", WORKS_CASE, row="note"),
    # A delegation: only who was asked answers, only the lender's employer takes back.
    route("cases:delegation_accept", {"hr_asked"}, row="asked", method="post", answer=302, beyond={"hr_own"}),
    route(
        "cases:delegation_decline", {"hr_asked"}, row="asked", method="post", answer=302, beyond={"hr_own"}
    ),
    route(
        "cases:delegation_take_back", {"hr_own"}, row="asked", method="post", answer=302, beyond={"hr_asked"}
    ),
    # What leaves on request: the employer's HR officers, each their own employer's.
    route("cases:disclosure_list", OFFICERS, refused=403),
    route("cases:disclosure_add", OFFICERS, refused=403),
    route("cases:disclosure_detail", {"hr_own"}, row="disclosure"),
    route("cases:disclosure_correct", {"hr_own"}, row="disclosure"),
    route("cases:disclosure_print", {"hr_own"}, row="disclosure"),
    # An uploaded file: its uploader's alone.
    route("cases:import_preview", {"hr_own"}, row="upload"),
    route("cases:import_result", {"hr_own"}, row="upload", answer=302),
    route("cases:import_confirm", {"hr_own"}, row="upload", method="post", answer=302),
    route("cases:import_cancel", {"hr_own"}, row="upload", method="post", answer=302),
    # Data protection: the employer's HR officers, and everybody's own.
    route("cases:data_protection", OFFICERS, refused=403),
    route("cases:request_list", OFFICERS, refused=403),
    route("cases:restriction_list", OFFICERS, refused=403),
    route("cases:retention_list", OFFICERS, refused=403),
    route("cases:disposal_list", OFFICERS, refused=403),
    *[
        route(f"cases:{name}", {"hr_own"}, row="staff", beyond=SEES_STAFF - {"hr_own"})
        for name in (
            "person_data_protection",
            "extract_release",
            "request_add",
            "restriction_add",
            "hold_add",
        )
    ],
    # The person gets what is about the person; that HR's notes wait for review has a test of its own. HR
    # hands an extract out on the page that asks for whom it is.
    route(
        "cases:register_extract",
        {"employee_self"},
        row="staff",
        beyond={"manager_own", "hr_own"},
        data=(("format", "json"),),
    ),
    route("cases:own_data_protection", EMPLOYEES, refused=403),
    route("cases:own_request_add", {"employee_self"}, row="staff"),
    route("cases:request_detail", {"hr_own"}, row="request", beyond=ALL - OFFICERS),
    route("cases:request_extend", {"hr_own"}, row="request", beyond=ALL - OFFICERS),
    route("cases:request_erase", {"hr_own"}, row="request", method="post", answer=302, beyond=ALL - OFFICERS),
    route("cases:restriction_lift", {"hr_own"}, row="restriction", beyond=ALL - OFFICERS),
    route("cases:hold_lift", {"hr_own"}, row="hold", method="post", answer=302, beyond=ALL - OFFICERS),
    route("cases:withholding_add", {"hr_own"}, row="case", beyond=SEES_EPISODE - {"hr_own"}),
    route(
        "cases:withholding_lift",
        {"hr_own"},
        row="withholding",
        method="post",
        answer=302,
        beyond=ALL - OFFICERS,
    ),
    route("cases:retention_add", {"hr_own"}, row="north", beyond=ALL - OFFICERS),
    route("cases:retention_end", {"hr_own"}, row="rule", beyond=ALL - OFFICERS),
    route("cases:retention_dry_run", {"hr_own"}, row="rule", beyond=ALL - OFFICERS),
    route("cases:disposal_detail", {"hr_own"}, row="disposal", beyond=ALL - OFFICERS),
    route(
        "cases:disposal_approve",
        {"hr_own"},
        row="disposal",
        method="post",
        answer=302,
        beyond=ALL - OFFICERS,
    ),
    route(
        "cases:disposal_withdraw",
        {"hr_own"},
        row="disposal",
        method="post",
        answer=302,
        beyond=ALL - OFFICERS,
    ),
    route("cases:record_of_processing", {"hr_own"}, row="north", beyond=ALL - OFFICERS),
    route("cases:controller_edit", {"hr_own"}, row="north", beyond=ALL - OFFICERS),
    # Who has looked: the person's own; everything else is the HR lead's (tests/database/audit).
    route("cases:own_readings", EMPLOYEES, refused=403),
    route("cases:readings_person", set(), row="staff", beyond=SEES_STAFF),
    route("cases:log_review_list", set(), refused=403),
    route("cases:affected", set(), refused=403),
    route("cases:log_review", set(), row="review"),
    route("cases:log_review_close", set(), row="review"),
    route("cases:log_review_row", set(), row="sampled"),
    # Figures: the same protected ones for everybody who may see them.
    route("reports:absence_trend", OFFICERS | MANAGERS | FIGURES, refused=403),
    route("reports:employers", OFFICERS | MANAGERS | FIGURES, row="project"),
    route("reports:unit_dashboard", {"hr_own", "manager_own"}, row="ward", beyond=FIGURES),
    route("reports:progress_report", {"office", "evaluator"}, refused=403),
    # One's own account.
    route("account_logout", ALL),
    route("account_reauthenticate", ALL),
    route("account_change_password", ALL),
    route("confirmed", ALL),
    route("account_sessions", ALL),
    route("account_end_other_sessions", ALL, method="post", answer=302),
    # The world's session is another person's: it does not exist.
    route("account_end_session", set(), row="session", method="post"),
    route("mfa_index", ALL),
    route("mfa_list_webauthn", ALL),
    route("mfa_activate_totp", ALL),
    route("mfa_add_webauthn", ALL),
    route("mfa_edit_webauthn", set(), row="passkey"),
    route("mfa_remove_webauthn", set(), row="passkey"),
    # A provider that does not exist.
    route("openid_connect_login", set(), row="provider"),
    route("openid_connect_callback", set(), row="provider"),
    route("account_inactive", ALL),
    route("accessibility", ALL),
    route("set_language", ALL, method="post", answer=302),
    # Reference data: the administrator's.
    route("admin:index", {"administrator"}, refused=403),
]

# Pages of the account that send everybody somewhere else, whoever asks: no row, no role.
ANYBODY = {
    "account_login",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}

# Open before sign-in.
OPEN = {
    "account_login",
    "account_inactive",
    "accessibility",
    "set_language",
    "account_logout",
}
# Open before sign-in too, but there is no such provider.
OPEN_AND_ABSENT = {"openid_connect_login", "openid_connect_callback"}


def address(entry: Route, world: World) -> str:
    """The address of the route for the world's row."""
    arguments: dict[str, dict[str, Any]] = {
        "": {},
        "staff": {"key": world.nurse.key},
        "episode": {"key": world.nurse.key, "pk": world.episode.pk},
        "case": {"number": world.case.number},
        "note": {"number": world.case.number, "pk": world.note.pk},
        "asked": {"pk": world.asked.pk},
        "review": {"pk": world.review.pk},
        "sampled": {"pk": world.review.pk, "row": world.sampled.pk},
        "upload": {"key": world.upload.key},
        "disclosure": {"number": world.disclosure.number},
        "project": {"slug": world.project.slug},
        "ward": {"code": world.ward.code},
        "session": {"pk": 0},
        "passkey": {"pk": 0},
        "provider": {"provider_id": "nowhere"},
        "north": {"slug": world.north.slug},
        "request": {"pk": world.duties.request.pk},
        "restriction": {"pk": world.duties.restriction.pk},
        "hold": {"pk": world.duties.hold.pk},
        "withholding": {"pk": world.duties.withholding.pk},
        "rule": {"pk": world.duties.rule.pk},
        "disposal": {"pk": world.duties.disposal.pk},
    }
    return reverse(entry.name, kwargs=arguments[entry.row])


def expected(entry: Route, person: str) -> int:
    if person in entry.let_in:
        return entry.answer
    if person in entry.sent_on:
        return 302
    return 403 if person in entry.beyond else entry.refused


def names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Every named address below a resolver."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= names(pattern, inner)
        elif pattern.name:
            found.add(f"{namespace}{pattern.name}")
    return found


def test_no_address_is_missing_from_the_table() -> None:
    known = {entry.name for entry in ACCESS} | ANYBODY
    present = {name for name in names(get_resolver()) if not name.startswith("admin:")}

    assert present - known == set()
    assert known - present - {"admin:index"} == set()


def test_the_reference_data_site_holds_no_case_content() -> None:
    shown = {
        name.split(":")[1].rsplit("_", 1)[0] for name in names(get_resolver()) if name.endswith("_changelist")
    }

    assert not {name for name in shown if name.startswith("cases_")} - {"cases_legalthreshold"}
    assert not {"subprojects_staffmember", "subprojects_employment", "subprojects_participation"} & shown
