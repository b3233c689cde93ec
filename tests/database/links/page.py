"""What a page offers: links, forms, what htmx fetches, and the places within it that links may name."""

from dataclasses import dataclass, field

from tests.database.fuzz.forms import Field, Form, FormReader

MENU = "main-menu"
# How htmx asks.
_HTMX = {f"hx-{method}": method.upper() for method in ("get", "post", "put", "patch", "delete")}


# What a control is without a `type`.
SUBMITS = {"button": "submit", "input": "text"}


@dataclass(frozen=True)
class Call:
    """An address that the page asks for, by a click or by itself. `by_htmx`: for a piece of a page."""

    method: str
    address: str
    by_htmx: bool = False


@dataclass
class Page:
    """
    `loads` are style sheets, scripts and pictures. `menu` are the links of the main menu, `ways_on` those in
    the page itself. `is_whole` is false for a piece that htmx fetches.
    """

    calls: list[Call] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    menu: list[str] = field(default_factory=list)
    ways_on: list[str] = field(default_factory=list)
    is_whole: bool = False


class _PageReader(FormReader):
    """Reads links and places in the same pass as the forms."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page(forms=self.forms)
        self._in_main = self._in_menu = False
        self._chosen: Field | None = None
        self._sent_from_outside: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        have = dict(attrs)
        page = self.page
        if place := have.get("id"):
            page.places.add(place)
        if tag in ("a", "area"):
            self._link(have)
        elif tag == "main":
            self._in_main = page.is_whole = True
        elif tag == "nav":
            self._in_menu = have.get("id") == MENU
        elif tag in ("link", "script", "img"):
            if address := have.get("href") or have.get("src"):
                page.loads.append(address)
        elif tag in ("iframe", "embed", "object"):
            page.calls.append(Call("GET", have.get("src") or have.get("data") or ""))
        elif tag == "meta" and have.get("http-equiv") == "refresh":
            page.calls.append(Call("GET", (have.get("content") or "").partition("url=")[2]))
        if tag != "form":
            for name in _HTMX.keys() & have.keys():
                page.calls.append(Call(_HTMX[name], have[name] or "", by_htmx=True))
        if tag in ("button", "input") and have.get("type", SUBMITS[tag]) in ("submit", "image"):
            self._sends(have)
        if "formaction" in have:
            page.calls.append(Call((have.get("formmethod") or "post").upper(), have["formaction"] or ""))

    def _sends(self, button: dict[str, str | None]) -> None:
        """The button sends the form that it stands in, or the one that it names."""
        if name := button.get("form"):
            self._sent_from_outside.add(name)
        elif self._form is not None:
            self._form.is_sent = True

    def closed(self) -> Page:
        """The page, once all of it has been read."""
        for form in self.forms:
            form.is_sent = form.is_sent or bool(form.takes_place_by) or form.id in self._sent_from_outside
        return self.page

    def _template(self, template: str) -> None:
        """A link of the reference data beside a list: script puts the row in that is chosen there."""
        rows = [choice for choice in self._chosen.choices if choice] if self._chosen else []
        if rows:
            self.page.calls.append(Call("GET", template.replace("__fk__", rows[0])))

    def _link(self, have: dict[str, str | None]) -> None:
        if name := have.get("name"):
            self.page.places.add(name)
        if template := have.get("data-href-template"):
            self._template(template)
        if "href" not in have:
            return
        address = have["href"] or ""
        self.page.calls.append(Call("GET", address))
        if self._in_menu:
            self.page.menu.append(address)
        elif self._in_main:
            self.page.ways_on.append(address)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._chosen = self._select
        super().handle_endtag(tag)
        if tag == "main":
            self._in_main = False
        elif tag == "nav":
            self._in_menu = False


def read_page(html: str) -> Page:
    """Everything that can be followed from the page, in the order in which it stands."""
    reader = _PageReader()
    reader.feed(html)
    return reader.closed()
