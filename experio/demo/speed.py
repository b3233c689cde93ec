"""How long pages and computations take in the world that this process sees."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, SickLeaveEpisode
from experio.accounts.models import User
from experio.demo.frame import PROJECT_SLUG
from experio.demo.scenes import MANAGED_UNIT
from experio.demo.without_walls import without_walls
from experio.queries import is_framing
from experio.scope import acting_as
from experio.sealing import seal, unseal
from subprojects.models import StaffMember

ROUNDS = 7
TURNS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page as one of the demo's accounts asks for it. `address` is found when the world is there;
    a fragment is asked for as htmx does.
    """

    title: str
    username: str
    address: Callable[["Examples"], str]
    is_fragment: bool = False


@dataclass(frozen=True, slots=True)
class PageTime:
    """
    What one page cost: SQL queries, and the median of the server's time in milliseconds.
    """

    title: str
    username: str
    queries: int | None
    milliseconds: float | None
    kilobytes: float | None
    failure: str = ""
    without_walls: float | None = None
    """The median without row security, where it was asked for too."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows with much on them, for the pages of one person, episode or case."""

    staff_key: Any
    episode: int
    case: str
    managed_case: str


def examples() -> Examples:
    """The example rows of a demo world. LookupError when the world has none."""
    officer = User.objects.get(username="hr.karlstad")
    manager = User.objects.get(username="manager.karlstad")
    with acting_as(officer):
        employee = StaffMember.objects.get(memberships__user__username="employee")
        episode = SickLeaveEpisode.objects.filter(staff_member=employee, last_day=None).first()
        case = Case.objects.visible_to(officer).open().order_by("opened_on", "pk").first()
    with acting_as(manager):
        managed_case = Case.objects.visible_to(manager).open().order_by("opened_on", "pk").first()
    if episode is None or case is None or managed_case is None:
        raise LookupError("The world is too small: it has no ongoing sick leave with a case in Karlstad.")
    return Examples(employee.key, episode.pk, case.number, managed_case.number)


def _to(name: str, *, query: str = "") -> Callable[[Examples], str]:
    return lambda _: reverse(name) + query


PAGES: tuple[Page, ...] = (
    Page("start, HR officer", "hr.karlstad", _to("cases:start")),
    Page("staff list", "hr.karlstad", _to("cases:staff_list")),
    Page("staff list, searched", "hr.karlstad", _to("cases:staff_list", query="?q=an")),
    Page("type-ahead", "hr.karlstad", _to("cases:staff_search", query="?q=an"), is_fragment=True),
    Page("staff page", "hr.karlstad", lambda e: reverse("cases:staff_detail", args=[e.staff_key])),
    Page("sick-leave list", "hr.karlstad", _to("cases:sick_leave_list")),
    Page("sick-leave list, page 3", "hr.karlstad", _to("cases:sick_leave_list", query="?page=3")),
    Page("register sick leave, who", "hr.karlstad", _to("cases:sick_leave_add")),
    Page(
        "register sick leave, what",
        "hr.karlstad",
        lambda e: reverse("cases:sick_leave_add", query={"staff": e.staff_key}),
    ),
    Page(
        "sick leave",
        "hr.karlstad",
        lambda e: reverse("cases:sick_leave_detail", args=[e.staff_key, e.episode]),
    ),
    Page("case list, all", "hr.karlstad", _to("cases:case_list", query="?view=all")),
    Page("case list, closed", "hr.karlstad", _to("cases:case_list", query="?view=closed")),
    Page("case", "hr.karlstad", lambda e: reverse("cases:case_detail", args=[e.case])),
    Page("import", "hr.karlstad", _to("cases:import_upload")),
    Page("absence trend, HR officer", "hr.karlstad", _to("reports:absence_trend")),
    Page("start, manager", "manager.karlstad", _to("cases:start")),
    Page("staff list, manager", "manager.karlstad", _to("cases:staff_list")),
    Page("sick-leave list, manager", "manager.karlstad", _to("cases:sick_leave_list")),
    Page("case list, manager", "manager.karlstad", _to("cases:case_list", query="?view=unit")),
    Page("case, manager", "manager.karlstad", lambda e: reverse("cases:case_detail", args=[e.managed_case])),
    Page(
        "unit dashboard",
        "manager.karlstad",
        lambda _: reverse("reports:unit_dashboard", args=[MANAGED_UNIT]),
    ),
    Page("start, project office", "office", _to("cases:start")),
    Page("absence trend, office", "office", _to("reports:absence_trend")),
    Page("progress report, office", "office", _to("reports:progress_report")),
    Page("start, subproject lead", "lead.karlstad", _to("cases:start")),
    Page("absence trend, lead", "lead.karlstad", _to("reports:absence_trend")),
    Page("own page, employee", "employee", _to("cases:own_page")),
)


def time_pages(pages: Iterable[Page] = PAGES, *, turns_without_walls: int = 0) -> list[PageTime]:
    """
    Ask for every page some times over. A page that fails is in the answer with its failure.

    With `turns_without_walls` each page is asked for with and without row security by turns, so many times,
    so that a machine that slows down meanwhile slows both.
    """
    found = examples()
    return [_time_page(page, found, turns_without_walls) for page in pages]


def _time_page(page: Page, found: Examples, turns: int) -> PageTime:
    def failed(why: str) -> PageTime:
        return PageTime(page.title, page.username, None, None, None, why)

    headers = {"host": "127.0.0.1", **({"hx-request": "true"} if page.is_fragment else {})}
    client = Client(headers=headers, raise_request_exception=True)
    client.force_login(User.objects.get(username=page.username))
    times: list[float] = []
    times_without: list[float] = []
    try:
        address = page.address(found)
        client.get(address)  # the first one fills template and code caches
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        # Read at once: the next request empties the log.
        queries = sum(not is_framing(row["sql"]) for row in captured.captured_queries)
        times += _times(client, address)
        for _ in range(turns):
            with without_walls():
                times_without += _times(client, address)
            times += _times(client, address)
    except Exception as error:
        # Whatever a page raises is what is to be reported, and the other pages are still measured.
        return failed(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
    if response.status_code != 200:
        return failed(f"answered {response.status_code}")
    size = len(response.getvalue() if response.streaming else response.content) / 1024
    return PageTime(
        page.title,
        page.username,
        queries,
        round(statistics.median(times), 1),
        round(size, 1),
        without_walls=round(statistics.median(times_without), 1) if times_without else None,
    )


def _times(client: Client, address: str) -> list[float]:
    client.get(address)  # plans are made anew when the shape has changed
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - began))
    return times


def time_sealing(values: int = 10_000) -> tuple[float, float]:
    """Milliseconds to seal a thousand diagnosis codes, and to open them."""
    began = time.perf_counter()
    sealed = [seal("F438A", table="bench", column="code", row=row) for row in range(values)]
    between = time.perf_counter()
    for row, value in enumerate(sealed):
        unseal(value, table="bench", column="code", row=row)
    ended = time.perf_counter()
    thousands = values / 1_000
    return round(1_000 * (between - began) / thousands, 1), round(1_000 * (ended - between) / thousands, 1)


def time_trend() -> float:
    """Milliseconds of the whole project's trend by month, gender and diagnosis group, as JSON."""
    began = time.perf_counter()
    call_command(
        "absence_trend",
        "--from=2019-05",
        "--to=2022-04",
        "--by=gender,diagnosis_group",
        "--format=json",
        stdout=StringIO(),
    )
    return round(1000 * (time.perf_counter() - began), 1)


def time_progress_report(folder: str) -> float:
    """Milliseconds of a progress report over two years, as a workbook."""
    began = time.perf_counter()
    call_command(
        "progress_report",
        PROJECT_SLUG,
        "--from=2019-11",
        "--to=2021-10",
        "--format=xlsx",
        f"--output={folder}/progress.xlsx",
        stdout=StringIO(),
    )
    return round(1000 * (time.perf_counter() - began), 1)
