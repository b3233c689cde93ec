"""The forms of a page, read from its HTML as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """A control and what it would send untouched. `choices` of a list, a radio or a box."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    is_multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)
    takes_place_by: str = ""
    id: str = ""
    # Whether a button sends it; a page that only shows a row may have a form without one.
    is_sent: bool = False

    def untouched(self) -> dict[str, list[str]]:
        """What the browser sends when nobody has typed anything."""
        return {
            name: list(one.values) for name, one in self.fields.items() if one.values and one.kind != "file"
        }


class FormReader(HTMLParser):
    """Gathers the forms, and the addresses of the links, of the text that it is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: text or "" for name, text in attrs}
        if tag == "form":
            self._form = Form(
                action=have.get("hx-post") or have.get("action", ""),
                method=have.get("method", "get").lower(),
                is_multipart="multipart" in have.get("enctype", ""),
                id=have.get("id", ""),
                takes_place_by="htmx" if "hx-post" in have or "hx-get" in have else "",
            )
            self.forms.append(self._form)
        elif tag == "a" and "href" in have:
            self.links.append(have["href"])
        elif tag == "option" and self._select is not None:
            self._select.choices.append(have.get("value", ""))
            if "selected" in have:
                self._select.values.append(have.get("value", ""))
        elif self._form is not None and have.get("name"):
            self._control(tag, have)

    def _control(self, tag: str, have: dict[str, str]) -> None:
        assert self._form is not None
        kind = have.get("type", "text") if tag == "input" else tag
        if tag == "button" and kind == "button" and have.get("type") == "button":
            return
        if tag not in ("input", "select", "textarea", "button"):
            return
        one = self._form.fields.setdefault(have["name"], Field(have["name"], kind))
        if tag == "select":
            self._select = one
        elif tag == "textarea":
            self._area = one
            one.values.append("")
        elif tag == "button":
            one.choices.append(have.get("value", ""))
        elif kind in ("radio", "checkbox"):
            one.choices.append(have.get("value", "on"))
            if "checked" in have:
                one.values.append(have.get("value", "on"))
        else:
            one.values.append(have.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            if self._select is not None and not self._select.values and self._select.choices:
                self._select.values.append(self._select.choices[0])
            self._select = None
        elif tag == "textarea":
            self._area = None


def read(html: str) -> tuple[list[Form], list[str]]:
    """The forms and the links of a page."""
    reader = FormReader()
    reader.feed(html)
    return reader.forms, reader.links
