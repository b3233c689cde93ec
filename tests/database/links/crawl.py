"""
Follows every link and sends every form of every page that a person meets, and notes what is refused.

Every request is rolled back, so that each meets the same world and nothing that a form does stays done.
Forms are sent as they stand; that shows whether the role may send them, not what is saved.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache as shared_cache
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from tests.database.fuzz.forms import Form
from tests.database.links.page import Call, Page, read_page
from tests.database.matrix.world import WideWorld

DIRECTLY = "(asked for directly)"
# What alone chooses another set of rows: each value is a link of its own.
CHOOSING = ("view", "show", "state")
# So many different filters of a list are followed beside the choices.
OF_A_LIST = 3
# The pages of the reference data are made by one framework for all models and rows: so many addresses of each
# route are followed, and one form sent.
OF_A_MODEL = 2
REFERENCE_DATA = "admin:"
# Pages of the account, which know no role. The access matrix asks each of them as every role; what they lead
# to is the same for all and is followed where `reads_account` is set.
ACCOUNT = ("account_", "mfa_", "accessibility", "set_language", "admin:password", "admin:logout")
REDIRECTS = 5


@dataclass(frozen=True)
class Dead:
    """One refusal, as a person would tell of it."""

    person: str
    page: str
    what: str
    answer: str

    def __str__(self) -> str:
        return f"{self.person}, on {self.page}: {self.what} answers {self.answer}"


@dataclass(frozen=True)
class Key:
    """What makes two addresses the same question of a role; `row` is looked at apart."""

    method: str
    route: str
    query: tuple[str, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    by_htmx: bool = False
    fields: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """A page of its own, as it is opened: no filter, no file, nothing sent."""
        return self.method == "GET" and not (self.query or self.by_htmx)


@dataclass
class Crawl:
    """
    One person's way through the site; `person` is empty for someone who has not signed in.

    Of a route whose addresses differ in the row alone, `rows` are followed. `after` is the crawl of someone
    whose role this person holds too: filters, files and forms that the role has been let in to are not asked
    again, pages are. What routes that begin with one of `anew` are asked about a row is asked again too: the
    person's right to it comes from elsewhere than the role.
    """

    wide: WideWorld
    person: str
    rows: int = 1
    anew: tuple[str, ...] = ()
    reads_account: bool = False
    after: "Crawl | None" = None
    counts: Counter[str] = field(default_factory=Counter)
    dead: list[Dead] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    asked: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self._waiting: deque[tuple[str, Page]] = deque()
        self._places: list[tuple[str, str, str, str]] = []
        self._loaded: set[str] = set()
        self._refusals: set[str] = set()

    def run(self, addresses: Iterable[str]) -> None:
        """From these pages on, until nothing is left that has not been followed."""
        for address in addresses:
            self._follow(DIRECTLY, Call("GET", address), address)
        while self._waiting:
            address, page = self._waiting.popleft()
            for call in page.calls:
                self._follow(address, call, call.address)
            for form in page.forms:
                self._send_form(address, form)
            for load in page.loads:
                self._load(address, load)
        self._judge_places()

    def read_refusal(self, address: str, status: int) -> None:
        """A page that refuses must itself lead somewhere."""
        self._refusals.add(address)
        answer = self._ask("GET", address)
        if answer.status_code != status:
            self._note(DIRECTLY, f"GET {address}", f"{answer.status_code}, not {status}")
        self._keep(address, answer)

    # --- Links ---------------------------------------------------------------------------------

    def _follow(self, page: str, call: Call, told: str) -> None:
        target = urlsplit(urljoin(page if page.startswith("/") else "/", call.address.strip()))
        if target.scheme not in ("", "http", "https") or target.netloc not in ("", "testserver"):
            self.counts["links away"] += 1
            return
        path, query = target.path, target.query
        if target.fragment:
            self._places.append((page, told, _address(path, query), target.fragment))
            if call.address.startswith("#"):
                return
        if not self._is_new(call.method, path, query, by_htmx=call.by_htmx):
            return
        self.counts["links"] += 1
        address = _address(path, query)
        answer = self._ask(call.method, address, htmx=call.by_htmx, page=page)
        self._judge(page, f"{call.method} {told}", answer)
        self._keep(address, answer)
        if _is_file(answer):
            # Someone who has not confirmed who it is gets the file by way of this page.
            after = f"{reverse('confirmed')}?{urlencode({'next': address})}"
            self._follow(page, Call("GET", after), f"{told}, once confirmed,")

    def _is_new(
        self, method: str, path: str, query: str, *, by_htmx: bool = False, fields: tuple[str, ...] = ()
    ) -> bool:
        """Whether the role has not been asked this yet, apart from what was typed; noted as asked."""
        route, row = _route_and_row(path)
        if route.startswith(ACCOUNT) and not self.reads_account:
            return False
        key = Key(method, route, *_asked_for(route, query), by_htmx, fields)
        is_read = method == "GET"
        is_anew = bool(row) and route.startswith(self.anew)
        if route.startswith(REFERENCE_DATA):
            return self._is_one_more(Key(method, route), str(key), OF_A_MODEL if is_read else 1)
        if not key.is_plain and not is_anew and self._was_asked_before(key):
            return False
        if is_read and key.query and not key.chosen and not self.asked[key]:
            filters = Key("filters", route, by_htmx=by_htmx)
            if not self._is_one_more(filters, str(key.query), OF_A_LIST):
                return False
        return self._is_one_more(key, row, self.rows if is_read and not key.query else 1)

    def _is_one_more(self, key: Key, what: str, at_most: int) -> bool:
        known = self.asked[key]
        if what in known or len(known) >= at_most:
            return False
        known.add(what)
        return True

    def _was_asked_before(self, key: Key) -> bool:
        before = self.after
        while before is not None and not before.asked.get(key):
            before = before.after
        return before is not None

    def _load(self, page: str, address: str) -> None:
        """A style sheet, script or picture: there is such a file, or a page that answers."""
        path = urlsplit(address).path
        if address.startswith("data:") or path in self._loaded:
            return
        self._loaded.add(path)
        if not path.startswith(settings.STATIC_URL):
            self._follow(page, Call("GET", address), address)
        elif finders.find(path.removeprefix(settings.STATIC_URL)) is None:
            self._note(page, address, "no such static file")

    def _judge_places(self) -> None:
        for page, told, address, place in self._places:
            known = self.pages.get(address)
            if known is not None and place not in known.places:
                self._note(page, told, f"with no place #{place} on the page")

    def _judge_way_on(self, address: str, page: Page) -> None:
        """A page that the menu does not name leads on, or back, by a link of its own."""
        here = urlsplit(address).path
        route, _row = _route_and_row(here)
        if not page.is_whole or here in page.menu or route.startswith((REFERENCE_DATA, settings.LOGIN_URL)):
            return
        if not any(urlsplit(urljoin(here, link)).path != here for link in page.ways_on):
            self._note(address, "the page", "nothing: it has no link that leads on or back")

    # --- Forms ---------------------------------------------------------------------------------

    def _send_form(self, page: str, form: Form) -> None:
        if not form.is_sent:
            return
        action = urlsplit(urljoin(page, form.action))
        sent = [
            (name, value)
            for name, values in form.untouched().items()
            if name != "csrfmiddlewaretoken"
            for value in values
        ]
        is_get = form.method == "get"
        method, query = ("GET", urlencode(sent)) if is_get else ("POST", action.query)
        fields = () if is_get else tuple(sorted(form.fields))
        address = _address(action.path, query)
        for by_htmx in (False, True) if form.takes_place_by else (False,):
            if not self._is_new(method, action.path, query, by_htmx=by_htmx, fields=fields):
                continue
            self.counts["forms"] += 1
            answer = self._ask(method, address, data=None if is_get else sent, htmx=by_htmx, page=page)
            self._judge(page, f"{method} form {address}", answer, is_form=True)
            if is_get or answer.reached == address:
                self._keep(address, answer)

    # --- One request ---------------------------------------------------------------------------

    def _ask(
        self,
        method: str,
        address: str,
        *,
        data: list[tuple[str, str]] | None = None,
        htmx: bool = False,
        page: str = "",
    ) -> Any:
        """The answer after any redirects, which are followed before it is all taken back."""
        shared_cache.clear()
        client = self.wide.client(self.person) if self.person else self.wide.browser
        if not self.person:
            client.cookies.clear()
        sent: dict[str, Any] = {}
        if htmx:
            sent = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver{page}"}
        if data is not None:
            sent |= {"data": urlencode(data), "content_type": "application/x-www-form-urlencoded"}
        with transaction.atomic():
            answer = client.generic(method, quote(address, safe="/?&=%+,:;-._~"), **sent)
            for _ in range(REDIRECTS):
                where = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
                if not where or urlsplit(where).netloc not in ("", "testserver"):
                    break
                address = urljoin(address, where)
                answer = client.get(address)
            transaction.set_rollback(True)
        answer.reached = address
        return answer

    def _judge(self, page: str, what: str, answer: Any, *, is_form: bool = False) -> None:
        status = answer.status_code
        if answer.reached == page and page in self._refusals:
            return  # back on the refusal from which the language was changed
        # A form that is sent as it stands may be wanting: it is shown again, with what is missing.
        is_wanting = is_form and status in (400, 422)
        if 300 <= status < 400:
            self._note(page, what, "with redirects that do not end")
        elif status >= 400 and not is_wanting:
            self._note(page, what, f"{status} at {answer.reached}")

    def _keep(self, address: str, answer: Any) -> None:
        """Take up what the page offers, unless it is a file or has been met by another way."""
        is_page = answer.headers.get("Content-Type", "").startswith("text/html") and not _is_file(answer)
        if not is_page or answer.reached in self.pages:
            return
        page = read_page(answer.content.decode())
        self._judge_way_on(answer.reached, page)
        self.pages[answer.reached] = page
        self.pages.setdefault(address, page)
        self._waiting.append((answer.reached, page))

    def _note(self, page: str, what: str, answer: str) -> None:
        self.dead.append(Dead(self.person or "stranger", page, what, answer))


@cache
def _route_and_row(path: str) -> tuple[str, str]:
    """The name of the route and what tells its rows apart; an address without a route is its own."""
    try:
        match = resolve(path)
    except Resolver404:
        return path, ""
    return match.view_name, str(sorted(match.kwargs.items()))


def _asked_for(route: str, query: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The names in a query, and those of its values that make another page or file of it."""
    asked = parse_qsl(query, keep_blank_values=True)
    names = tuple(sorted({name for name, _value in asked}))
    if route == "confirmed":
        after, _row = _route_and_row(urlsplit(dict(asked).get("next", "")).path)
        return names, (("next", after),)
    if "format" in names:
        # A file is asked for once in each format, however the list is filtered.
        return ("format",), (("format", dict(asked)["format"]),)
    return names, tuple(pair for pair in asked if len(asked) == 1 and pair[0] in CHOOSING)


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _is_file(answer: Any) -> bool:
    return bool(answer.headers.get("Content-Disposition", "").startswith("attachment"))
