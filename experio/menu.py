"""The main menu: only what the person may open, from the dated roles of the person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experio.permissions import rule_for

Label = str | Promise


@dataclass(frozen=True)
class Entry:
    """One line of the menu before the person is known."""

    label: Label
    view: str
    permission: str = ""  # answered without an object: may the person open such pages at all?
    also: tuple[str, ...] = ()  # the beginnings of the view names that belong to this part


@dataclass(frozen=True)
class MenuItem:
    """A link of the menu. `current` is "page" on that very page, "true" within its part."""

    label: Label
    url: str
    current: str


START = Entry(_("Start"), "cases:start")
MY_CASE = Entry(_("My case"), "cases:own_page")
ENTRIES = (
    Entry(
        _("Staff"),
        "cases:staff_list",
        "subprojects.view_staffmember",
        ("cases:staff_",),
    ),
    Entry(
        _("Sick leave"),
        "cases:sick_leave_list",
        "cases.view_sickleaveepisode",
        ("cases:sick_leave_", "cases:certificate_", "cases:fk_report_"),
    ),
    Entry(
        _("Cases"),
        "cases:case_list",
        "cases.view_case",
        ("cases:case_", "cases:note_", "cases:delegation_"),
    ),
    Entry(_("Disclosures"), "cases:disclosure_list", "cases.assess_disclosure", ("cases:disclosure_",)),
    Entry(_("Import"), "cases:import_upload", "cases.import_absence", ("cases:import_",)),
    Entry(
        _("Data protection"),
        "cases:data_protection",
        "cases.work_data_protection",
        (
            "cases:data_protection",
            "cases:person_data_protection",
            "cases:request_",
            "cases:restriction_",
            "cases:hold_",
            "cases:withholding_",
            "cases:retention_",
            "cases:disposal_",
            "cases:record_of_",
            "cases:controller_",
        ),
    ),
    Entry(
        _("Log review"),
        "cases:log_review_list",
        "cases.review_readings",
        ("cases:log_review", "cases:affected"),
    ),
)
REPORTS = (
    Entry(_("Absence trends"), "reports:absence_trend", "reports.view_absence_trend"),
    Entry(
        _("Progress report"),
        "reports:progress_report",
        "reports.view_progress_report",
        ("reports:progress_",),
    ),
)
REFERENCE_DATA = Entry(_("Reference data"), "admin:index", "subprojects.change_reference_data", ("admin:",))
REGISTER = Entry(_("Register sick leave"), "cases:sick_leave_add", "cases.add_sickleaveepisode")


def may(user: Any, permission: str) -> bool:
    """Whether the person's roles allow it somewhere; asks no object and no framework table."""
    predicate = rule_for(permission)
    return predicate is not None and predicate(user, None)


def main_menu(request: HttpRequest) -> list[MenuItem]:
    """The menu of the person who asks; empty before sign-in. At most one query beside the roles."""
    from subprojects.roles import Roles, roles_of

    user = request.user
    if not user.is_authenticated:
        return []
    roles = roles_of(user)
    items = [_item(request, MY_CASE)] if roles.own_staff_rows else []
    if roles != Roles(roles.day, own_staff_rows=roles.own_staff_rows) or not items:
        items.insert(0, _item(request, START))  # who is only an employee starts at the own case
    items += [_item(request, entry) for entry in ENTRIES if may(user, entry.permission)]
    if roles.managed_units:
        items.append(_own_dashboard(request, roles.managed_units))
    items += [_item(request, entry) for entry in (*REPORTS, REFERENCE_DATA) if may(user, entry.permission)]
    return [item for item in items if item]


def register_link(request: HttpRequest) -> MenuItem | None:
    """The one thing done most often stands apart from the menu, as a button."""
    if not request.user.is_authenticated or not may(request.user, REGISTER.permission):
        return None
    return _item(request, REGISTER)


def _own_dashboard(request: HttpRequest, units: frozenset[int]) -> MenuItem | None:
    from subprojects.models import Unit

    highest_first = (F("parent_id").asc(nulls_first=True), "sort_key")
    code = Unit.objects.filter(pk__in=units).order_by(*highest_first).values_list("code").first()
    if code is None:
        return None
    return _item(request, Entry(_("My unit"), "reports:unit_dashboard"), code[0])


def _item(request: HttpRequest, entry: Entry, *arguments: str) -> MenuItem | None:
    """The link, or None where no address has that name."""
    try:
        url = reverse(entry.view, args=arguments)
    except NoReverseMatch:
        return None
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    if request.path == url:
        current = "page"
    elif view_name != REGISTER.view and view_name.startswith((entry.view, *entry.also)):
        current = "true"
    else:
        current = ""
    return MenuItem(entry.label, url, current)
