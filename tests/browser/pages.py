"""Every page of the site, who opens it and in which state: what the tests of all pages go through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.workplace import PASSWORD, Workplace

Deed = Callable[[Page], None]


@dataclass(frozen=True)
class Site:
    """One page in one state. `row` says of which row of the world it is."""

    name: str
    person: str = "officer"
    row: str = ""
    query: str = ""
    status: int = 200
    state: str = ""
    deed: Deed | None = None

    def __str__(self) -> str:
        return "-".join(part for part in (self.name, self.person, self.state) if part).replace(":", "_")

    def address(self, world: Workplace) -> str:
        arguments: dict[str, dict[str, Any]] = {
            "": {},
            "staff": {"key": world.nurse.key},
            "free": {"key": world.free.key},
            "episode": {"key": world.nurse.key, "pk": world.episode.pk},
            "case": {"number": world.case.number},
            "note": {"number": world.case.number, "pk": world.note.pk},
            "preview": {"key": world.preview.key},
            "result": {"key": world.result.key},
            "unit": {"code": world.ward.code},
            "project": {"slug": world.project.slug},
            "north": {"slug": world.north.slug},
            "protected": {"key": world.protected.key},
            "disclosure": {"number": world.disclosure.number},
            "review": {"pk": world.review.pk},
            "sampled": {"pk": world.review.pk, "row": world.sampled.pk},
            "request": {"pk": world.duties.request.pk},
            "restriction": {"pk": world.duties.restriction.pk},
            "rule": {"pk": world.duties.rule.pk},
            "disposal": {"pk": world.duties.disposal.pk},
            "unknown": {"number": "north-2021-9999"},
        }
        query = self.query.replace("COLLEAGUE", str(world.colleague.key))
        return f"{reverse(self.name, kwargs=arguments[self.row])}{query}"


def save(page: Page) -> None:
    """Send the page's form as it stands."""
    page.locator("main form.exp-form[method=post] button:not([name]):not(.ds-sr-only)").first.click()
    page.wait_for_load_state()


def save_without_a_day(page: Page) -> None:
    page.locator("#id_first_day").fill("")
    save(page)


def save_an_odd_extent(page: Page) -> None:
    page.locator("input[name=extent][value=other]").check()
    page.locator("#id_other_extent").fill("33")
    save(page)


def search_somebody(page: Page) -> None:
    page.locator("#who").fill("Maja")
    page.locator("[data-suggestions] a").first.wait_for()


def open_user_menu(page: Page) -> None:
    page.locator(".exp-user-button").click()
    page.locator("#user-menu").wait_for()


def sign_in_with_two_steps(page: Page) -> None:
    page.locator("#id_login").fill("hr.twofold")
    page.locator("#id_password").fill(PASSWORD)
    save(page)
    page.wait_for_url("**/2fa/authenticate/**")


STARTS = ("officer", "other", "manager", "lead", "office", "evaluator", "administrator", "nobody")
TREND = "reports:absence_trend"

SITES = (
    # Before signing in.
    Site("account_login", person=""),
    Site("account_login", person="", state="refused", deed=save),
    Site("mfa_authenticate", person="", state="second step", deed=sign_in_with_two_steps),
    Site("account_inactive", person=""),
    Site("accessibility", person=""),
    # Where each role begins.
    *[Site("cases:start", person=person) for person in STARTS],
    Site("cases:start", state="user menu", deed=open_user_menu),
    Site("cases:own_page", person="employee"),
    # Staff.
    Site("cases:staff_list"),
    Site("cases:staff_list", person="manager"),
    Site("cases:staff_list", state="nobody found", query="?q=zzzz"),
    Site("cases:staff_add"),
    Site("cases:staff_add", state="errors", deed=save),
    Site("cases:staff_detail", row="staff"),
    Site("cases:staff_detail", row="staff", person="manager"),
    Site("cases:staff_edit", row="staff"),
    Site("cases:staff_history", row="staff"),
    # Sick leave.
    Site("cases:sick_leave_list"),
    Site("cases:sick_leave_add", state="who"),
    Site("cases:sick_leave_add", state="who found", deed=search_somebody),
    Site("cases:sick_leave_add", state="empty", query="?staff=COLLEAGUE"),
    Site("cases:sick_leave_add", state="errors", query="?staff=COLLEAGUE", deed=save_without_a_day),
    Site("cases:sick_leave_add", state="warning", query="?staff=COLLEAGUE", deed=save_an_odd_extent),
    Site("cases:sick_leave_detail", row="episode"),
    Site("cases:sick_leave_detail", row="episode", person="manager"),
    Site("cases:sick_leave_edit", row="episode"),
    Site("cases:sick_leave_end", row="episode"),
    Site("cases:sick_leave_extent", row="episode"),
    Site("cases:sick_leave_extent", row="episode", state="errors", deed=save),
    Site("cases:sick_leave_delete", row="episode"),
    Site("cases:certificate_add", row="episode"),
    Site("cases:fk_report_note", row="episode"),
    # Cases.
    *[
        Site("cases:case_list", state=view, query=f"?view={view}")
        for view in ("mine", "unit", "delegated", "closed")
    ],
    Site("cases:case_add", row="free"),
    Site("cases:case_detail", row="case"),
    Site("cases:case_detail", row="case", person="manager"),
    Site("cases:case_history", row="case"),
    Site("cases:case_edit", row="case"),
    Site("cases:case_plan", row="case"),
    Site("cases:case_hand_over", row="case"),
    Site("cases:case_delegate", row="case"),
    Site("cases:case_delegate", row="case", state="errors", deed=save),
    Site("cases:case_close", row="case"),
    Site("cases:note_correct", row="note"),
    # Import.
    Site("cases:import_upload"),
    Site("cases:import_upload", state="errors", deed=save),
    Site("cases:import_preview", row="preview"),
    Site("cases:import_result", row="result"),
    # Figures.
    # Half a year is enough to look at: the whole project is a table of a hundred rows like these.
    Site(TREND, person="office", query="?from=2021-06&to=2021-11"),
    Site(TREND, state="by group", query="?subproject=north&from=2021-06&to=2021-11&by=diagnosis_group"),
    Site(TREND, state="refused", query="?from=2021-11&to=2021-06", status=400),
    Site("reports:unit_dashboard", row="unit", person="manager"),
    Site("reports:employers", row="project", person="office"),
    Site("reports:progress_report", person="office"),
    Site(
        "reports:progress_report",
        person="office",
        state="preview",
        query="?project=worklab&from=2021-10&to=2021-11",
    ),
    # Who has looked.
    Site("cases:own_readings", person="employee"),
    Site("cases:readings_person", row="staff", person="hr_lead"),
    Site("cases:log_review_list", person="hr_lead"),
    Site("cases:log_review", row="review", person="hr_lead"),
    Site("cases:log_review_row", row="sampled", person="hr_lead"),
    Site("cases:log_review_row", row="sampled", person="hr_lead", state="errors", deed=save),
    Site("cases:log_review_close", row="review", person="hr_lead"),
    Site("cases:affected", person="hr_lead"),
    # Protected identity, and what leaves on request.
    Site("cases:staff_detail", row="protected", state="protected"),
    Site("cases:staff_protect", row="staff"),
    Site("cases:staff_protect", row="staff", state="errors", deed=save),
    Site("cases:identity_open", row="protected"),
    Site("cases:identity_open", row="protected", state="errors", deed=save),
    Site("cases:identity_correct", row="protected"),
    Site("cases:protection_lift", row="protected"),
    Site("cases:disclosure_list"),
    Site("cases:disclosure_add"),
    Site("cases:disclosure_add", state="errors", deed=save),
    Site("cases:disclosure_detail", row="disclosure"),
    Site("cases:disclosure_correct", row="disclosure"),
    Site("cases:disclosure_print", row="disclosure"),
    # Data protection.
    Site("cases:data_protection"),
    Site("cases:own_data_protection", person="employee"),
    Site("cases:own_request_add", row="staff", person="employee"),
    Site("cases:person_data_protection", row="staff"),
    *[
        Site(f"cases:{name}", row="staff", state=state, deed=deed)
        for name in ("extract_release", "request_add", "restriction_add", "hold_add")
        for state, deed in (("", None), ("errors", save))
    ],
    Site("cases:withholding_add", row="case"),
    Site("cases:restriction_list"),
    Site("cases:restriction_lift", row="restriction"),
    Site("cases:request_list"),
    Site("cases:request_detail", row="request"),
    Site("cases:request_extend", row="request"),
    Site("cases:retention_list"),
    Site("cases:retention_add", row="north"),
    Site("cases:retention_add", row="north", state="errors", deed=save),
    Site("cases:retention_end", row="rule"),
    Site("cases:retention_dry_run", row="rule"),
    Site("cases:disposal_list"),
    Site("cases:disposal_detail", row="disposal"),
    Site("cases:record_of_processing", row="north"),
    Site("cases:controller_edit", row="north"),
    # One's own account.
    Site("account_change_password"),
    Site("account_change_password", state="errors", deed=save),
    Site("account_reauthenticate"),
    Site("account_logout"),
    Site("account_sessions"),
    Site("confirmed"),
    Site("mfa_index"),
    Site("mfa_index", person="twofold"),
    Site("mfa_add_webauthn"),
    Site("mfa_activate_totp"),
    Site("mfa_deactivate_totp", person="twofold"),
    Site("mfa_reauthenticate", person="twofold"),
    Site("mfa_view_recovery_codes", person="twofold"),
    Site("mfa_generate_recovery_codes", person="twofold"),
    # Reference data, and what went wrong.
    Site("admin:index", person="administrator"),
    Site("cases:import_upload", person="manager", state="403", status=403),
    Site("cases:case_detail", row="unknown", state="404", status=404),
)

# Addresses that show no page of their own.
NO_PAGE = {
    "cases:staff_search": "a part of the register page, looked at there",
    "cases:note_add": "answers a sent form",
    "cases:delegation_accept": "answers a sent form",
    "cases:delegation_decline": "answers a sent form",
    "cases:delegation_take_back": "answers a sent form",
    "cases:import_confirm": "answers a sent form",
    "cases:import_cancel": "answers a sent form",
    "cases:register_extract": "gives a file",
    "cases:hold_lift": "answers a sent form",
    "cases:withholding_lift": "answers a sent form",
    "cases:request_erase": "answers a sent form",
    "cases:disposal_approve": "answers a sent form",
    "cases:disposal_withdraw": "answers a sent form",
    "account_end_session": "answers a sent form",
    "account_end_other_sessions": "answers a sent form",
    "openid_connect_login": "needs a provider; its page is a form with one button",
    "openid_connect_callback": "answers the provider",
    "mfa_list_webauthn": "the same page as mfa_index",
    "mfa_login_webauthn": "answers a sent form",
    "mfa_edit_webauthn": "needs a passkey: looked at in test_passkey",
    "mfa_remove_webauthn": "needs a passkey: looked at in test_passkey",
    "mfa_reauthenticate_webauthn": "needs a passkey: looked at in test_passkey",
    "set_language": "answers a sent form",
}
