"""
The attacker: knows every route and every form, and sends what nobody would.

Each request is a transaction of its own that is rolled back, so that every one meets the same world. After
each, the answer is judged: no failure, no trace, nothing reflected as it was sent, and nothing changed by a
request that was refused.
"""

import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import Resolver404, get_resolver, reverse

from tests.database.fuzz import hostile
from tests.database.fuzz.forms import Form, read
from tests.database.fuzz.invariants import fingerprint, half_saved, touched
from tests.database.matrix import recorded
from tests.database.matrix.cells import NO_TARGET, Cell, address_of, routes, targets_of
from tests.database.matrix.world import WideWorld

# Those whose pages hold all forms between them.
SENDERS = ("hr_own", "administrator", "manager_own", "employee_self", "hr_asked", "office")
TRACES = (
    "Traceback (most recent",
    "django.db.utils",
    "psycopg.",
    "SyntaxError",
    "/site-packages/",
    "DoesNotExist",
)
# What lists and reports are asked with.
PARAMETERS = (
    "q",
    "page",
    "sort",
    "view",
    "show",
    "format",
    "staff",
    "next",
    "first_day",
    "last_day",
    "unit",
    "year",
)


@dataclass
class Found:
    """One thing that went wrong, and how to see it again."""

    what: str
    request: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.what}\n  {self.request[:600]}\n  {self.detail[-1500:]}"


@dataclass
class Attack:
    wide: WideWorld
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    known_forms: list[tuple[str, str, Form]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.browser = self.wide.client("hr_own")
        self.before, self.touched = fingerprint(), touched()

    # --- One request -------------------------------------------------------------------------

    def send(self, person: str, method: str, url: str, **rest: Any) -> Any:
        """Send it, judge the answer, take back whatever it did."""
        self.counts["requests"] += 1
        client = self.wide.client(person) if person else self.wide.browser
        if not person:
            client.cookies.clear()
        for name, cookie in rest.pop("cookies", {}).items():
            client.cookies[name] = cookie
        told = f"{person or 'stranger'} {method} {url[:300]} {str(rest)[:600]}"
        with transaction.atomic():
            try:
                response = client.generic(method, url, **rest)
                self._judge(response, method, told)
            except Exception as error:
                response = None
                self._note("the request raised", told, "".join(traceback.format_exception(error)))
            transaction.set_rollback(True)
        return response

    def _judge(self, response: Any, method: str, told: str) -> None:
        status = response.status_code
        self.counts[f"{status // 100}xx"] += 1
        if status >= 500:
            info = getattr(response, "exc_info", None)
            self._note(f"answered {status}", told, "".join(traceback.format_exception(*info)) if info else "")
            return
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode("utf-8", "replace")
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and f"<{hostile.MARK}" in text:
            self._note("reflects what was sent unescaped", told)
        if hostile.COMPUTED in text and "7717" in told:
            self._note("runs what was sent as a template", told)
        for trace in TRACES:
            if trace in text:
                self._note(f"shows {trace!r}", told)
        if any("\n" in str(value) or "\r" in str(value) for _, value in response.items()):
            self._note("breaks a header", told)
        location = response.headers.get("Location", "")
        if urlsplit(location).netloc not in ("", "testserver") or location.startswith(("//", "javascript:")):
            self._note(f"leads away to {location[:100]}", told)
        # A form may be answered by the file that it asks for.
        has_changed = (
            status in (301, 302, 303, 204)
            or "HX-Redirect" in response.headers
            or response.headers.get("Content-Disposition", "").startswith("attachment")
        )
        if method == "POST" and not has_changed:
            self._nothing_changed(told, is_shown=status == 200)
        elif method == "POST":
            self.counts["taken"] += 1
            self.touched = touched()
            for what, number in half_saved().items():
                self._note(f"half saved: {number} × {what}", told)
        elif method in ("GET", "HEAD"):
            self._maybe_unchanged(told)

    def _nothing_changed(self, told: str, *, is_shown: bool) -> None:
        self.counts["refused posts"] += 1
        # The server counts what a statement writes even where it is taken back, and only upwards: the same
        # counts as at the last look mean that nothing was written. Looking at all rows costs far more.
        counted, self.touched = self.touched, touched()
        if counted == self.touched:
            self.counts["wrote nothing"] += 1
            return
        after = fingerprint()
        changed = sorted(table for table in after if after[table] != self.before.get(table))
        # A fragment that is drawn anew after it was saved answers 200 too.
        if changed and not (is_shown and "HX_REQUEST" in told):
            self._note(f"refused, and yet changed {', '.join(changed)}", told)

    def _maybe_unchanged(self, told: str) -> None:
        """Reading changes nothing; looked at now and then, since it is the framework's habit anyway."""
        if self.counts["requests"] % 25 == 0:
            self._nothing_changed(told, is_shown=False)

    def _note(self, what: str, request: str, detail: str = "") -> None:
        last = detail.strip().splitlines()[-1] if detail.strip() else ""
        where = next(
            (line for line in reversed(detail.splitlines()) if "/work" in line or "experio" in line), ""
        )
        key = f"{what.split(':')[0]}|{last[:80]}|{where[:120]}|{'' if last else request[:60]}"
        self.counts["failures"] += 1
        if key not in self.seen:
            self.seen.add(key)
            self.found.append(Found(what, request, detail))

    # --- What is sent ------------------------------------------------------------------------

    def places(self) -> list[tuple[str, str]]:
        """(route, valid address) of every route, for two people where it is about somebody."""
        return [
            (name, address_of(name, target, self.wide))
            for name in routes()
            for target in targets_of(name)[:2]
        ]

    def first_place(self, name: str) -> str:
        """The address of the route that the floor is asked at."""
        return address_of(name, targets_of(name)[0], self.wide)

    def let_in(self, name: str, target: str) -> tuple[str, ...]:
        """Those of the senders who are shown a page there, by the recorded access table."""
        answers = recorded.read()
        asked = ((person, answers.get(Cell(name, target, "GET", person))) for person in SENDERS)
        return tuple(person for person, answer in asked if answer is not None and answer.status == 200)

    def hostile_addresses(self, name: str, url: str) -> Iterator[tuple[str, str]]:
        """The address with one of its pieces replaced, lengthened or cut."""
        pieces = url.strip("/").split("/")
        for number in range(len(pieces)):
            bad = hostile.value(self.rng)
            changed = [*pieces[:number], quote(bad[:2000], safe=""), *pieces[number + 1 :]]
            yield "piece", "/" + "/".join(changed) + "/"
        yield (
            "raw piece",
            "/"
            + "/".join([*pieces[:-1], self.rng.choice(("%ED%A0%80", "%00", "%C0%AE", "..%2f", "%"))])
            + "/",
        )
        yield "longer", url + quote(hostile.value(self.rng)[:1000], safe="/")
        yield "number", "/" + "/".join("9" * 30 if piece.isdigit() else piece for piece in pieces) + "/"

    def hostile_queries(self, names: tuple[str, ...]) -> Iterator[str]:
        yield self.rng.choice(hostile.RAW_QUERIES)
        chosen = self.rng.sample(names, min(3, len(names)))
        for name in chosen:
            yield urlencode({name: hostile.value(self.rng)[:8000]})
        yield urlencode([(name, hostile.value(self.rng)[:500]) for name in chosen for _ in range(2)])

    def attack_address(
        self, name: str, url: str, *, persons: tuple[str, ...], parameters: tuple[str, ...] = PARAMETERS
    ) -> None:
        """Hostile pieces, queries, headers, methods and bodies at one address."""
        self.attack_pieces(name, url, persons=persons)
        self.attack_queries(url, persons=persons, parameters=parameters)
        self.attack_frame(url, persons=persons)

    def attack_pieces(self, name: str, url: str, *, persons: tuple[str, ...]) -> None:
        person = self.rng.choice(persons)
        for _what, bad in self.hostile_addresses(name, url):
            self.send(person, "GET", bad)

    def attack_queries(self, url: str, *, persons: tuple[str, ...], parameters: tuple[str, ...]) -> None:
        for query in self.hostile_queries(parameters):
            self.send(self.rng.choice(persons), "GET", url, QUERY_STRING=query)

    def attack_frame(self, url: str, *, persons: tuple[str, ...]) -> None:
        """Headers, methods, bodies and cookies."""
        rng = self.rng
        person = rng.choice(persons)
        self.send(person, "GET", url, **rng.choice(hostile.HEADERS))
        self.send(person, "POST", url, **rng.choice(hostile.HEADERS))
        self.send(person, rng.choice(hostile.METHODS), url)
        self.send(
            person,
            "POST",
            url,
            data=rng.choice(hostile.BODIES),
            content_type=rng.choice(hostile.CONTENT_TYPES),
        )
        self.send(
            person,
            "POST",
            url,
            data=rng.choice(hostile.BODIES),
            content_type="multipart/form-data; boundary=b",
        )
        self.send(
            person,
            "POST",
            url,
            data=urlencode({"csrfmiddlewaretoken": hostile.value(rng)[:500]}).encode(),
            content_type="application/x-www-form-urlencoded",
        )
        session = settings.SESSION_COOKIE_NAME
        bad = quote(hostile.value(rng)[:500], safe="")
        self.send("", "GET", url, cookies={session: bad, settings.CSRF_COOKIE_NAME: bad})

    def parameters_of(self, url: str) -> tuple[str, ...]:
        """What lists and reports are asked with, and the fields of the forms that were read there."""
        return tuple(sorted({*PARAMETERS, *self.forms_names.get(url, ())}))

    forms_names: dict[str, set[str]] = field(default_factory=dict)

    def forms(self) -> list[tuple[str, str, Form]]:
        """
        (person, address, form) of every different form that a sender's page shows; read once.

        A page is asked only for those whom the access table lets in: an error page has the forms of the frame
        and no other, and every page that opens has them too.
        """
        if self.known_forms:
            return self.known_forms
        known: dict[tuple[str, str, tuple[str, ...]], tuple[str, str, Form]] = {}
        for person in SENDERS:
            for url in self._pages_of(person):
                self.counts["pages read"] += 1
                for form in self._forms_at(person, url):
                    action = form.action or url
                    self.forms_names.setdefault(url, set()).update(form.fields)
                    key = (self.route_of(action, url), form.method, tuple(sorted(form.fields)))
                    known.setdefault(key, (person, action if action.startswith("/") else url, form))
        self.known_forms = list(known.values())
        return self.known_forms

    def _pages_of(self, person: str) -> Iterator[str]:
        for name in routes():
            for target in targets_of(name)[:2]:
                if person in self.let_in(name, target):
                    yield address_of(name, target, self.wide)
        if person in self.let_in("cases:sick_leave_add", NO_TARGET):
            yield self._registration()

    def _forms_at(self, person: str, url: str) -> list[Form]:
        response = self.send(person, "GET", url)
        if response is None or response.status_code != 200 or response.streaming:
            return []
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return []
        forms, _links = read(response.content.decode("utf-8", "replace"))
        return forms

    def route_of(self, action: str, url: str) -> str:
        """The route that a form is sent to; the address itself where it leads to none."""
        try:
            return str(get_resolver().resolve(urlsplit(action).path or url).view_name)
        except Resolver404:
            return action

    def _registration(self) -> str:
        """The form of a sick leave, which is there once the person has been chosen."""
        return f"{reverse('cases:sick_leave_add')}?staff={self.wide.seen_from['nurse'].nurse.key}"

    def attack_form(self, person: str, url: str, form: Form, *, rounds: int) -> None:
        """Every field in turn, each `rounds` times; then several at once, repeated and left out."""
        names = [name for name in form.fields if name != "csrfmiddlewaretoken"]
        for name in names:
            for _ in range(rounds):
                self._send_form(person, url, form, {name: [hostile.value(self.rng)]})
        for _ in range(rounds):
            some = self.rng.sample(names, self.rng.randint(0, len(names))) if names else []
            self._send_form(person, url, form, {name: [hostile.value(self.rng)] for name in some})
        if names:
            twice = self.rng.choice(names)
            self._send_form(person, url, form, {twice: [hostile.value(self.rng), hostile.value(self.rng)]})
            self._send_form(person, url, form, {self.rng.choice(names): []})
            self._send_form(
                person, url, form, {"unheard_of": ["1"], "id": ["1"], "subproject": ["999999999999"]}
            )
        self._send_form(person, url, form, {}, HTTP_HX_REQUEST="true")

    def _send_form(
        self, person: str, url: str, form: Form, changes: dict[str, list[str]], **headers: str
    ) -> None:
        sent = {**self.plausible(form), **changes}
        pairs = [
            (name, text.encode("utf-8", "surrogatepass")) for name, texts in sent.items() for text in texts
        ]
        if form.method != "post":
            query = urlencode([(name, text[:8000]) for name, text in pairs])
            self.send(person, "GET", url, QUERY_STRING=query, **headers)
            return
        if form.is_multipart:
            from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

            data: dict[str, Any] = {
                name: [text.decode("utf-8", "replace") for n, text in pairs if n == name] for name, _ in pairs
            }
            for name, one in form.fields.items():
                if one.kind == "file":
                    data[name] = [self._file(text) for text in changes.get(name, [""])]
            self.send(
                person,
                "POST",
                url,
                data=encode_multipart(BOUNDARY, data),
                content_type=MULTIPART_CONTENT,
                **headers,
            )
            return
        self.send(
            person,
            "POST",
            url,
            data=urlencode(pairs).encode(),
            content_type="application/x-www-form-urlencoded",
            **headers,
        )

    def _file(self, text: str) -> SimpleUploadedFile:
        plain = "anställningsnummer;från;till;omfattning\nEN-NURSE-77;2021-03-01;2021-03-05;100\n"
        content = plain.encode()
        if text:
            broken = [
                plain.replace("2021-03-05", text),
                plain.replace("100", text),
                text,
                plain + text,
                plain * 50,
            ]
            content = self.rng.choice(broken).encode("utf-8", "surrogatepass")[:200_000]
        name = self.rng.choice(
            ("a.csv", "a.xlsx", "a.xml", "../../a.csv", "a.csv\x00.exe", "å" * 200 + ".csv", "", "a")
        )
        return SimpleUploadedFile(
            name or "x", content, content_type=self.rng.choice(("text/csv", "", "image/png"))
        )

    def plausible(self, form: Form) -> dict[str, list[str]]:
        """What a person might fill in: choices made, days and texts filled."""
        sent = {name: values for name, values in form.untouched().items() if name != "csrfmiddlewaretoken"}
        for name, one in form.fields.items():
            if one.kind == "button" and one.choices and name not in ("add_extent",):
                sent[name] = [one.choices[0]]
            if one.kind in ("select", "radio") and not any(sent.get(name, [])):
                choices = [choice for choice in one.choices if choice]
                if choices:
                    sent[name] = [self.rng.choice(choices)]
            elif one.kind == "date" and not any(sent.get(name, [])):
                sent[name] = [self.rng.choice(("2021-11-22", "2021-11-20", "2021-12-01"))]
            elif one.kind in ("text", "textarea") and not any(sent.get(name, [])):
                sent[name] = [self.rng.choice(("", "Text", "100", "2021-11-22"))]
            elif one.kind == "number" and not any(sent.get(name, [])):
                sent[name] = [self.rng.choice(("50", "1"))]
        return sent
