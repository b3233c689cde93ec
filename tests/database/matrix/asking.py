"""One cell asked: the answer with everything that it carries and leaves behind, for every judge alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from experio.audit.models import Reading
from tests.database.matrix.cells import ENTRIES, FILES, STRANGER, UNANSWERED, Cell, address_of
from tests.database.matrix.spy import Trail, body_of, headers_of, session_of, watched
from tests.database.matrix.world import WideWorld

HTML = "text/html"


@dataclass(frozen=True)
class Asked:
    """What came back for a cell."""

    cell: Cell
    response: HttpResponse
    # A workbook unpacked, a PDF inflated.
    body: str
    # Headers, redirect targets and cookies.
    head: str
    # What the session holds, log lines at DEBUG and mail.
    left_behind: str
    # Rows of the reading log: (who, what).
    readings: tuple[tuple[str, str], ...]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return f"{self.body}\n{self.head}"

    @property
    def is_page(self) -> bool:
        return self.response.headers.get("Content-Type", "").startswith(HTML)


class Sweep:
    """Asks cells of one world; whatever a request does is taken back before the next."""

    def __init__(self, wide: WideWorld, trail: Trail) -> None:
        self._wide, self._trail = wide, trail
        self._names = {user.pk: person for person, user in wide.users.items()}
        self._last = Reading.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def ask(self, cell: Cell) -> Asked:
        with transaction.atomic():
            response = _ask(cell, self._wide)
            body = body_of(response)
            readings = () if cell.method in UNANSWERED else self._new_readings()
            transaction.set_rollback(True)
        left_behind = f"{session_of(response)}\n{self._trail.taken()}"
        return Asked(cell, response, body, headers_of(response), left_behind, readings)

    def _new_readings(self) -> tuple[tuple[str, str], ...]:
        rows = Reading.objects.filter(pk__gt=self._last).order_by("pk").values_list("actor", "act")
        return tuple((self._names.get(actor, "?"), act) for actor, act in rows)


@contextmanager
def sweep_of(wide: WideWorld) -> Iterator[Sweep]:
    wide.still_signed_in()
    # A table of the database: what a request puts into it is taken back too.
    cache.clear()
    with watched() as trail:
        yield Sweep(wide, trail)


def _client(cell: Cell, wide: WideWorld) -> Client:
    client = wide.stranger() if cell.person == STRANGER else wide.client(cell.person)
    if cell.language != settings.LANGUAGE_CODE:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cell.language
    return client


def _ask(cell: Cell, wide: WideWorld) -> Any:
    url, client = address_of(cell.route, cell.target, wide), _client(cell, wide)
    entry = ENTRIES.get(cell.route)
    asked = dict(entry.data) if entry else {}
    if cell.method in FILES:
        return client.get(url, {**asked, "format": cell.method.lower(), "view": "all"})
    if cell.method == "POST":
        return client.post(url, asked if entry and entry.method == "post" else {})
    if cell.method in ("GET", "HEAD") and entry and entry.method == "get":
        return getattr(client, cell.method.lower())(url, asked)
    return getattr(client, cell.method.lower())(url)
