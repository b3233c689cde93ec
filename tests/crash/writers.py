"""People at work: each reads a page, fills in its form and sends it, and again until there is an answer."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.database.fuzz.forms import Form, read

TRY_AGAIN_SECONDS = 0.3
GIVE_UP_SECONDS = 60.0


@dataclass
class Fact:
    """What an acknowledged form said must be there afterwards, once."""

    kind: str
    officer: int
    what: dict[str, str]
    sent: int = 1
    answered_at: float = 0.0
    confirmed: bool = False


@dataclass
class Answer:
    status: int
    location: str
    body: str


class NoAnswer(Exception):
    """The connection broke, or the server said that it cannot: what was sent may or may not have acted."""


class LookOnceMore(Exception):
    """The page has found something odd and wants to have it confirmed by sending once more."""

    def form_says(self) -> dict[str, str]:
        forms, _ = read(str(self))
        for form in forms:
            if (hidden := form.fields.get("confirmed")) and any(hidden.values):
                return {"confirmed": hidden.values[0], "csrfmiddlewaretoken": _token(form)}
        return {}


def _token(form: Form) -> str:
    return form.fields["csrfmiddlewaretoken"].values[0]


@dataclass
class Writer:
    """One officer with one browser."""

    number: int
    port: int
    cookie: str
    session: str
    staff: list[dict[str, str]]
    subproject: int
    rng: Random
    stop: threading.Event
    facts: list[Fact] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    sent_twice: int = 0
    sent_again: int = 0
    turn: int = 0

    def __post_init__(self) -> None:
        self.cookies[self.cookie] = self.session
        self.days = {person["key"]: date(2015, 1, 5) for person in self.staff}
        self.cases: dict[str, str] = {}

    # --- HTTP ----------------------------------------------------------------------------------

    def _once(self, method: str, path: str, body: bytes | None, kind: str) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        try:
            link.request(method, path, body=body, headers=headers)
            response = link.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(str(error)) from error
        finally:
            link.close()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = header.partition("=")
            value = rest.split(";", 1)[0]
            if value and value != '""':
                self.cookies[name.strip()] = value
        if response.status in (500, 502, 503, 504):
            raise NoAnswer(f"{response.status}")
        return Answer(response.status, response.headers.get("Location", ""), text)

    def is_answered(self, path: str) -> bool:
        """Whether a page can be read right now."""
        try:
            return self._once("GET", path, None, "").status == 200
        except NoAnswer:
            return False

    def _until_answered(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        """The same request again and again, as a person would press reload."""
        end, tries = time.monotonic() + GIVE_UP_SECONDS, 0
        while True:
            try:
                answer = self._once(method, path, body, kind)
            except NoAnswer as trouble:
                if time.monotonic() > end:
                    self.troubles.append(f"{method} {path}: no answer in {GIVE_UP_SECONDS} s ({trouble})")
                    raise
                tries += 1
                if method == "POST":
                    self.sent_again += 1
                time.sleep(TRY_AGAIN_SECONDS)
                continue
            return answer

    def _form(self, path: str, has: str) -> Form:
        answer = self._until_answered("GET", path)
        forms, _ = read(answer.body)
        for form in forms:
            if form.method == "post" and has in form.fields:
                return form
        raise LookupError(f"{path} ({answer.status}) shows no form with {has}")

    def _send(self, fact: Fact, path: str, body: bytes, kind: str) -> str:
        """Send the form, sometimes twice at the same moment; where its answer leads."""
        answers: list[Answer] = []
        if self.rng.random() < 0.25:
            self.sent_twice += 1
            fact.sent = 2
            both = [
                threading.Thread(
                    target=lambda: answers.append(self._until_answered("POST", path, body, kind))
                )
                for _ in range(2)
            ]
            for one in both:
                one.start()
            for one in both:
                one.join()
        else:
            answers.append(self._until_answered("POST", path, body, kind))
        bad = [answer for answer in answers if answer.status not in (302, 303)]
        if bad and not fact.confirmed and (shown := LookOnceMore(bad[0].body)).form_says():
            fact.confirmed = True
            raise shown
        if bad or not answers:
            said = _errors(bad[0].body) if bad else ""
            self.troubles.append(f"{fact.kind} {path}: {[answer.status for answer in answers]} {said}")
            return ""
        if len({answer.location for answer in answers}) != 1:
            self.troubles.append(f"{fact.kind} {path}: two answers {[answer.location for answer in answers]}")
        fact.answered_at = time.monotonic()
        self.facts.append(fact)
        return answers[0].location

    def _send_form(self, fact: Fact, path: str, form: Form, changes: dict[str, str]) -> str:
        sent = {**form.untouched(), **{name: [text] for name, text in changes.items()}}
        body = urlencode([(name, text) for name, texts in sent.items() for text in texts]).encode()
        try:
            return self._send(fact, form.action or path, body, "application/x-www-form-urlencoded")
        except LookOnceMore as shown:
            return self._send_form(fact, path, form, {**changes, **shown.form_says()})

    # --- Deeds ---------------------------------------------------------------------------------

    def _next_days(self, key: str) -> tuple[date, date]:
        """Each deed takes days of its own, far enough apart to be an episode of its own."""
        first = self.days[key]
        self.days[key] = first + timedelta(days=28)
        return first, first + timedelta(days=4)

    def register(self) -> None:
        person = self.rng.choice(self.staff)
        first, last = self._next_days(person["key"])
        path = f"/sick-leave/new/?staff={person['key']}"
        form = self._form(path, "first_day")
        fact = Fact("sick leave", self.number, {"staff": person["key"], "first_day": first.isoformat()})
        self._send_form(
            fact,
            path,
            form,
            {"first_day": first.isoformat(), "last_day": last.isoformat()},
        )

    def note(self) -> None:
        number = self._some_case()
        if not number:
            return
        self.turn += 1
        text = f"Crash note {self.number}-{self.turn}"
        form = self._form(f"/cases/{number}/", "text")
        fact = Fact("note", self.number, {"case": number, "text": text})
        self._send_form(fact, f"/cases/{number}/", form, {"text": text})

    def open_case(self) -> None:
        free = [person for person in self.staff if person["key"] not in self.cases]
        if not free:
            return self.close_case()
        person = self.rng.choice(free)
        path = f"/staff/{person['key']}/cases/new/"
        form = self._form(path, "reason")
        fact = Fact("case", self.number, {"staff": person["key"]})
        leads_to = self._send_form(fact, path, form, {"reason": "early_sign"})
        if leads_to:
            fact.what["case"] = leads_to.strip("/").split("/")[-1]
            self.cases[person["key"]] = fact.what["case"]
        return None

    def close_case(self) -> None:
        number = self._some_case()
        if not number:
            return
        path = f"/cases/{number}/close/"
        form = self._form(path, "outcome")
        fact = Fact("closed case", self.number, {"case": number})
        if self._send_form(fact, path, form, {"outcome": "own_job", "closed_on": "2021-11-22"}):
            self.cases = {key: case for key, case in self.cases.items() if case != number}

    def import_file(self) -> None:
        person = self.rng.choice(self.staff)
        first, last = self._next_days(person["key"])
        form = self._form("/import/", "file")
        mark = _token(form)
        content = f"anställningsnummer;från;till;omfattning\n{person['number']};{first};{last};100\n"
        parts = {"csrfmiddlewaretoken": mark, "subproject": str(self.subproject)}
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
            for name, text in parts.items()
        )
        body += (
            '--b\r\nContent-Disposition: form-data; name="file"; filename="mars.csv"\r\n'
            f"Content-Type: text/csv\r\n\r\n{content}\r\n--b--\r\n"
        )
        staged = Fact("upload", self.number, {})
        preview = self._send(staged, "/import/", body.encode(), "multipart/form-data; boundary=b")
        if not preview:
            return
        staged.what["key"] = preview.strip("/").split("/")[-1]
        page = self._until_answered("GET", preview)
        forms, _ = read(page.body)
        for found in forms:
            if found.action.endswith("/confirm/"):
                fact = Fact(
                    "import",
                    self.number,
                    {"staff": person["key"], "first_day": first.isoformat(), **staged.what},
                )
                self._send_form(fact, preview, found, {})
                return
        self.troubles.append(f"import: no way to confirm at {preview} ({page.status})")

    def _some_case(self) -> str:
        return self.rng.choice(sorted(self.cases.values())) if self.cases else ""

    def run(self) -> None:
        deeds: list[Callable[[], Any]] = [
            self.register,
            self.note,
            self.note,
            self.open_case,
            self.import_file,
        ]
        self.open_case()
        while not self.stop.is_set():
            deed = self.rng.choice(deeds)
            if len(self.cases) > 6 and self.rng.random() < 0.3:
                deed = self.close_case
            try:
                deed()
            except NoAnswer:
                continue
            except Exception as error:  # a writer that fails silently would prove nothing
                self.troubles.append(f"{deed.__name__}: {error!r}")
                if len(self.troubles) > 50:
                    return

    def told(self) -> list[dict[str, Any]]:
        return [asdict(fact) for fact in self.facts]


def _errors(body: str) -> str:
    """The page's own words, those about what was wrong with the form among them."""
    main = body[body.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:400]
