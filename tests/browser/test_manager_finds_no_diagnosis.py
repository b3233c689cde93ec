"""A manager opens everything that can be reached, and finds no word of anybody's health."""

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from zipfile import ZipFile, is_zipfile

from django.urls import resolve
from playwright.sync_api import APIRequestContext

from experio.accounts.models import User
from tests.browser.browsing import Visitor, Visits
from tests.browser.workplace import PERSONAL_NUMBER, SHARED_NOTE, Workplace

MOST_ADDRESSES = 600
# What stands in the protected fields, in every way in which it could be written.
HEALTH = re.compile(
    r"F43\.?8A|CANARY-BACKGROUND|CANARY-HR-NOTE|utmattning"
    rf"|({PERSONAL_NUMBER[:2]})?{PERSONAL_NUMBER[2:8]}[-+ ]?{PERSONAL_NUMBER[8:]}",
    re.IGNORECASE,
)
# Names of diagnosis groups belong to figures, never to a person's pages.
GROUPS = re.compile(r"psykisk|mental ill|musculoskeletal|rörelseorgan", re.IGNORECASE)
# By hand: what somebody would try who wants to know.
TRIED = (
    "/staff/?q=F438A",
    "/staff/?q=198502282384",
    "/sick-leave/?q=F43",
    "/sick-leave/?diagnosis_group=psychiatric",
    "/sick-leave/?diagnosis_group=not_shared&format=csv",
    "/cases/?view=all&q=CANARY",
    "/cases/?view=all&q=utmattning",
)


class Links(HTMLParser):
    """Where a page leads: links, what htmx fetches, and forms that ask with each of their choices."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self.choices = page, [], []
        self._action: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        for attribute in ("href", "hx-get", "src"):
            if named.get(attribute) and tag != "link":
                self.found.append(urljoin(self.page, named[attribute]))
        if tag == "form":
            is_question = named.get("method", "get").lower() == "get"
            self._action = urljoin(self.page, named.get("action") or urlsplit(self.page).path)
            self._action = self._action if is_question else None
        elif tag == "select":
            self._select = named.get("name", "")
        elif tag == "option" and self._action and self._select not in ("from", "to"):
            self.choices.append(f"{self._action}?{urlencode({self._select: named.get('value', '')})}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._action = None


@dataclass
class Crawl:
    """Breadth first over one origin, asking only."""

    origin: str
    asks: APIRequestContext
    seen: dict[str, str] = field(default_factory=dict)  # address -> all that was answered
    routes: dict[str, str] = field(default_factory=dict)  # route -> the first address of it

    def run(self, *starts: str) -> None:
        waiting = deque((self._plain(f"{self.origin}{start}"), True) for start in starts)
        while waiting:
            address, follow = waiting.popleft()
            if address in self.seen:
                continue
            assert len(self.seen) < MOST_ADDRESSES, "the site does not end"
            answer = self.asks.get(address)
            body = answer.body()
            self.seen[address] = text = readable(body)
            if answer.ok and follow and "html" in answer.headers["content-type"]:
                self.routes.setdefault(resolve(urlsplit(answer.url).path).view_name, address)
                links = Links(answer.url)
                links.feed(text)
                waiting.extend((self._plain(link), True) for link in links.found if self._is_page(link))
                # What a choice narrows is looked at; its links lead where those of the whole list lead.
                waiting.extend((self._plain(link), False) for link in links.choices)

    def _is_page(self, link: str) -> bool:
        return link.startswith(f"{self.origin}/") and not link.startswith(f"{self.origin}/static/")

    @staticmethod
    def _plain(address: str) -> str:
        """Without the place in the page, and without an order: another order shows the same rows."""
        parts = urlsplit(address)
        query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != "sort"])
        return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")


def readable(body: bytes) -> str:
    """The text of an answer; of a workbook all its parts."""
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")


def crawled(visits: Visits, user: User, *starts: str) -> tuple[Crawl, Visitor]:
    visitor = visits.open(user, language="sv")
    crawl = Crawl(visits.origin, visitor.context.request)
    crawl.run("/", *starts)
    return crawl, visitor


def test_a_manager_finds_no_diagnosis_anywhere(kept_workplace: Workplace, visits: Visits) -> None:
    crawl, visitor = crawled(visits, kept_workplace.people["manager"], *TRIED)

    leaks = {address: HEALTH.findall(text) for address, text in crawl.seen.items() if HEALTH.search(text)}
    # What was typed into a search field comes back in it and in the links that keep it.
    tried = {f"{visits.origin}{address}" for address in TRIED}
    echoes = {
        address for address in leaks if any(mark in address for mark in ("q=F43", "q=1985", "q=CAN", "q=utm"))
    }
    assert set(leaks) - echoes == set()
    assert echoes & tried, "what was typed was asked for"
    for address in echoes & tried:
        assert "Nordin" not in crawl.seen[address], f"{address} finds the person by what is protected"
    # A filter on health that the page does not offer narrows nothing: both answers name the same people.
    by_diagnosis = crawl.seen[f"{visits.origin}/sick-leave/?diagnosis_group=psychiatric"]
    everything = crawl.seen[f"{visits.origin}/sick-leave/"]
    assert sorted(re.findall(r"/staff/[0-9a-f-]{36}/sick-leave/\d+/", by_diagnosis)) == sorted(
        re.findall(r"/staff/[0-9a-f-]{36}/sick-leave/\d+/", everything)
    )
    grouped = {address for address, text in crawl.seen.items() if GROUPS.search(text)}
    assert {address for address in grouped if not address.startswith(f"{visits.origin}/reports/")} == set()

    # All of it was there to be found: the person, the case, the unit, the files.
    staff_page = f"{visits.origin}{kept_workplace.nurse.get_absolute_url()}"
    case_page = f"{visits.origin}{kept_workplace.case.get_absolute_url()}"
    assert "Nordin" in crawl.seen[staff_page]
    assert SHARED_NOTE in crawl.seen[case_page]
    assert {
        "cases:start",
        "cases:staff_list",
        "cases:staff_detail",
        "cases:staff_history",
        "cases:sick_leave_list",
        "cases:sick_leave_detail",
        "cases:case_list",
        "cases:case_detail",
        "cases:case_history",
        "reports:unit_dashboard",
        "reports:absence_trend",
    } <= set(crawl.routes)
    for suffix in ("csv", "xlsx"):
        files = [text for address, text in crawl.seen.items() if f"format={suffix}" in address]
        assert any("Nordin" in text for text in files)

    # The same once more as the browser builds it: one page of each kind, with its scripts run.
    for address in crawl.routes.values():
        page = visitor.page
        page.goto(address)
        assert not HEALTH.search(page.content()) or address in echoes, address


def test_the_same_walk_finds_the_diagnosis_when_an_hr_officer_takes_it(
    kept_workplace: Workplace, visits: Visits
) -> None:
    """So the walk above would find it: same links, same words, another role."""
    officer = visits.open(kept_workplace.people["officer"], language="sv")
    pages = [kept_workplace.nurse, kept_workplace.episode, kept_workplace.case]
    texts = [readable(officer.context.request.get(page.get_absolute_url()).body()) for page in pages]

    assert all(HEALTH.search(text) for text in texts)
    assert "CANARY-HR-NOTE" in texts[2]
    assert "CANARY-BACKGROUND" in texts[2]
