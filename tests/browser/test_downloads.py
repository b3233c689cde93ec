"""
Every download of every page is the file, from a fresh sign-in on: the first is answered by the question who
sits there, and comes by itself after the password; the others come at once.
"""

import csv
import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Download, expect
from python_calamine import CalamineWorkbook

from tests.browser.browsing import Visits
from tests.browser.pages import SITES, Site
from tests.browser.test_every_page import LOOK, RULES
from tests.browser.windows import AXE
from tests.browser.workplace import Workplace

LINK = re.compile(r"<a\b[^>]*\shref=\"([^\"]*[?;&]format=[^\"]*)\"")
MENU = re.compile(r"<a\b[^>]*\shref=\"(/[^\"]*)\"")
# Pages that show their links once they have something to list.
MORE = (
    Site("cases:affected", person="hr_lead", query="?first=2020-01-01T00:00&end=2100-01-01T00:00"),
    Site("cases:case_list", person="other", query="?view=delegated"),
)

STAFF, LEAVE, CASES = (
    {(f"cases:{name}", kind) for kind in ("csv", "xlsx")}
    for name in ("staff_list", "sick_leave_list", "case_list")
)
TREND = {("reports:absence_trend", kind) for kind in ("csv", "xlsx")}
RECORD = {("cases:record_of_processing", kind) for kind in ("json", "md", "pdf")}
OFFICER = STAFF | LEAVE | CASES | TREND
# Who finds which file, in the kinds that there are; nobody else finds one. Two of the officers have no cases.
FILES = {
    "officer": OFFICER | RECORD,
    "other": OFFICER,
    "twofold": OFFICER - CASES,
    "hr_lead": (OFFICER - CASES) | {("cases:affected", "csv")},
    "manager": OFFICER,
    "lead": TREND,
    "office": TREND | {("reports:progress_report", "xlsx")},
    "evaluator": TREND,
    "employee": {("cases:register_extract", kind) for kind in ("json", "pdf")},
}
# The same role as another of them, behind a second factor; that is tried in test_passkey.
NOT_CLICKED = {"twofold"}


@dataclass(frozen=True)
class Found:
    """A link to a file: the page that it stands on, and its address as written there."""

    page: str
    href: str

    @property
    def path(self) -> str:
        return urlsplit(self.page).path


Files = dict[tuple[str, str], Found]


@pytest.fixture(scope="module")
def found(kept_workplace: Workplace) -> dict[str, Files]:
    """What each person finds; looked for once."""
    return {person: downloads_of(kept_workplace, person) for person in kept_workplace.people}


def downloads_of(world: Workplace, person: str) -> Files:
    """One link for each file and kind, on the person's pages of the list and those the start links to."""
    client = Client()
    client.force_login(world.people[person], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    start = client.get("/", follow=True).content.decode()
    listed = [site for site in (*SITES, *MORE) if site.person == person and not site.deed]
    pages = {address: site.name for site in listed if (address := site.address(world))}
    for address in map(unescape, MENU.findall(start)):
        if not address.startswith(settings.STATIC_URL):
            name = resolve(urlsplit(address).path).view_name
            if name not in pages.values():
                pages[address] = name
    found: Files = {}
    for address in pages:
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for link in map(unescape, LINK.findall(answer.content.decode())):
            where = urlsplit(urljoin(address, link))
            kind = parse_qs(where.query)["format"][0]
            found.setdefault((resolve(where.path).view_name, kind), Found(address, link))
    return found


def rows_in(saved: Download, kind: str, folder: Path) -> int:
    """Open what was saved as what it says it is; the number of rows, keys or characters in it."""
    file = folder / saved.suggested_filename
    saved.save_as(file)
    assert file.suffix == f".{kind}"
    if kind == "csv":
        with file.open(encoding="utf-8-sig", newline="") as text:
            return sum(1 for row in csv.reader(text) if len(row) > 1)
    if kind == "xlsx":
        book = CalamineWorkbook.from_path(str(file))
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    if kind == "json":
        return len(json.loads(file.read_text(encoding="utf-8")))
    if kind == "md":
        return len(re.findall(r"^#+ ", file.read_text(encoding="utf-8"), re.MULTILINE))
    content = file.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    return content.count(b"endobj")


def test_every_file_that_a_page_offers_is_known(found: dict[str, Files]) -> None:
    assert {person: set(files) for person, files in found.items() if files} == FILES


@pytest.mark.parametrize("person", sorted(FILES.keys() - NOT_CLICKED))
def test_every_download_is_the_file(
    person: str, kept_workplace: Workplace, found: dict[str, Files], visits: Visits, tmp_path: Path
) -> None:
    # One of them without script: everything works so.
    visitor = visits.open(accept_downloads=True, java_script_enabled=person != "employee")
    page = visitor.sign_in(kept_workplace.people[person])
    is_asked = False
    for (name, kind), link in found[person].items():
        visitor.go(link.page)
        shown = page.url
        button = page.locator(f'a[href="{link.href}"]').first
        if is_asked or name == "cases:record_of_processing":
            with page.expect_download() as waiting:
                button.click()
            saved = waiting.value
            assert page.url == shown
        else:
            button.click()
            saved = visitor.confirm("You are about to fetch a file.")
            expect(page.get_by_role("heading", level=1)).to_have_text("Your file is being fetched")
            page.get_by_role("link", name="Back to the page").click()
            page.wait_for_url(lambda address, path=link.path: urlsplit(address).path == path)
            is_asked = True
        assert rows_in(saved, kind, tmp_path) > 1, (name, kind)
    assert is_asked


def test_an_extract_that_is_handed_out_comes_by_itself(
    kept_workplace: Workplace, visits: Visits, tmp_path: Path
) -> None:
    visitor = visits.open(accept_downloads=True)
    visitor.context.add_init_script(path=AXE)
    page = visitor.sign_in(kept_workplace.people["officer"])
    visitor.go(f"/staff/{kept_workplace.nurse.key}/data-protection/")
    page.get_by_role("link", name="Hand out a register extract").click()
    page.get_by_label("Who gets it").select_option("person")
    page.get_by_label("Form", exact=True).select_option("json")
    page.get_by_role("button", name="Hand out").click()
    expect(page.get_by_role("button", name="Confirm and go on")).to_be_visible()
    assert page.evaluate(LOOK, ["tag", RULES]) == []
    saved = visitor.confirm("You are about to hand out a register extract.")

    assert rows_in(saved, "json", tmp_path) > 1
    expect(page.get_by_role("heading", level=1)).to_have_text("The extract has been handed out")
    assert page.evaluate(LOOK, ["tag", RULES]) == []
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Fetch the file once more").click()
    assert rows_in(waiting.value, "json", tmp_path) > 1
    page.get_by_role("link", name="Back to the page").click()
    handed_out = page.get_by_role("region", name="Extracts handed out")
    expect(handed_out).to_contain_text("JSON")
