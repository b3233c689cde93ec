"""
The cells of the matrix: route × target × method × person, made from the URLconf and the access table.

The table of `test_access_matrix.py` is the core: who gets in to the nurse's rows. `SEATS` carries it over to
the three others, and the methods follow from what a route does. A route that is new in the table is taken up
here by itself; a route that is in no table fails.

The cells are asked in Swedish. `is_asked_in_english` says where the answer is asked for in English too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from experio.audit.routes import is_about_nobody
from experio.reference_data import site
from tests.database.access_world import World
from tests.database.matrix.canaries import TARGETS
from tests.database.matrix.world import MORE_PEOPLE, READER, WideWorld, seat
from tests.database.test_access_matrix import ACCESS, ALL, OPEN, OPEN_AND_ABSENT, Route, address, expected

# No page answers these, whoever asks.
UNANSWERED = ("PUT", "DELETE")
# Asked for with ?format=: what a list or a report also gives as a file.
FILES = ("CSV", "XLSX")
NO_TARGET = "-"
ROWS_OF_ALL = ("staff", "episode", "case", "note", "ward")
# Of other rows the world has one, or these have one of their own.
ROWS_OF_SOME = {
    "asked": ("nurse", "southerner", "shielded"),
    "upload": ("nurse", "southerner"),
    "request": ("nurse", "shielded"),
    "withholding": ("nurse", "shielded"),
    "disclosure": ("nurse", "shielded"),
}
# Not signed in. No line of the recorded table: `ruled` says all there is to say.
STRANGER = "stranger"
# Whose HEAD is asked at rows and reference data, for the sake of the headers.
HEADS = ("administrator", "hr_own", "manager_own")
PEOPLE = tuple(sorted(ALL))
SOME = ("administrator", "hr_own", "manager_own", "nobody", "office")
ENTRIES = {entry.name: entry for entry in ACCESS}

# The administrator's site: addresses that send everybody to the page of the account that does it.
SENT_ON = {"admin:logout", "admin:password_change"}
# Where a relation has no seat of its own in the table: (route, target, person) → status.
EXCEPTIONS: dict[tuple[str, str, str], int] = {
    # Who is not named to read a protected identity is led to the page that says so, and who is named to the
    # page that opens it, before it can be corrected too.
    **{
        (f"cases:{name}", "shielded", person): 302
        for name in ("staff_edit", "staff_protect")
        for person in ("hr_own", READER)
    },
    ("cases:identity_correct", "shielded", READER): 302,
    ("cases:identity_open", "shielded", READER): 200,
    ("cases:protection_lift", "shielded", READER): 200,
    # The lead of one employer is a stranger at another.
    ("reports:unit_dashboard", "southerner", "lead"): 404,
}


@dataclass(frozen=True)
class Cell:
    """One question: may this person do this here, and what is shown?"""

    route: str
    target: str
    method: str
    person: str
    language: str = "sv"


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern


@lru_cache(maxsize=1)
def _site() -> dict[str, URLPattern]:
    return dict(_patterns(get_resolver()))


def routes() -> list[str]:
    """Every named route of the site."""
    return sorted(_site())


def targets_of(name: str) -> tuple[str, ...]:
    """The people whose rows the route can be asked for."""
    entry = ENTRIES.get(name)
    if entry is None or entry.row in ("", "project"):
        return (NO_TARGET,)
    if entry.row in ROWS_OF_ALL:
        return TARGETS
    return ROWS_OF_SOME.get(entry.row, ("nurse",))


def methods_of(name: str, target: str) -> tuple[str, ...]:
    """
    How everybody asks the route. HEAD follows from GET, and who may send from who may see, in one place for
    all: where that has been shown for one target, it is not asked for the others.
    """
    entry = ENTRIES.get(name)
    methods: list[str] = ["GET", *UNANSWERED]
    if target in (NO_TARGET, "nurse"):
        methods.append("POST")
    if target == NO_TARGET and entry is not None:
        methods.append("HEAD")
    if ":" in name and entry is not None and entry.method == "get" and entry.row in ("", "project", "ward"):
        methods += FILES
    return tuple(methods)


def cells_of(name: str) -> list[Cell]:
    """Every cell of a route that is asked whatever the answers are."""
    cells = [
        Cell(name, target, method, person)
        for target in targets_of(name)
        for method in methods_of(name, target)
        for person in people_of(name, target)
    ]
    first = targets_of(name)[0]
    if "HEAD" not in methods_of(name, first):
        cells += [Cell(name, first, "HEAD", person) for person in HEADS]
    cells += [Cell(name, first, method, STRANGER) for method in ("GET", "HEAD", "POST", "DELETE")]
    if "shielded" in targets_of(name):
        cells += [Cell(name, "shielded", "POST", person) for person in _senders_about_the_shielded(name)]
    return cells


def _senders_about_the_shielded(name: str) -> list[str]:
    """
    Whose empty form is sent about the protected person: those who see the page, and one of each refusal.

    A form says what it lacks, and so may say of whom. A refusal is a page without a row, the same for all.
    """
    found, refusals = [], set()
    for person in people_of(name, "shielded"):
        status = _seated(ENTRIES[name], name, "shielded", person)
        if status < 400 or status not in refusals:
            found.append(person)
            refusals.add(status)
    return found


def is_asked_in_english(cell: Cell, status: int, seen: set[tuple[str, str, int]]) -> bool:
    """
    Whether an answer to a Swedish cell is asked for in English too.

    Only the texts differ, so what is looked for is who is told of the protected person in a text: at her own
    rows, and at pages that name no row. Refusals and pages about nobody's rows are the same for all who get
    them: one of each kind, which `seen` remembers by target, method and status.
    """
    is_kind = cell.method in ("GET", "POST") and cell.target in (NO_TARGET, "shielded")
    if not is_kind or cell.person == STRANGER or cell.route not in ENTRIES:
        return False
    if status < 400 and not is_about_nobody(cell.route):
        return True
    key = (cell.target, cell.method, status)
    is_new = key not in seen
    seen.add(key)
    return is_new


def is_one_of_many(name: str) -> bool:
    """Whether it is a page of one model of the reference data; one class makes and guards them all."""
    return name.startswith("admin:") and name.endswith(("_add", "_change", "_delete", "_history"))


def people_of(name: str, target: str) -> tuple[str, ...]:
    """
    Everybody; some at the pages of one model of the reference data, which one check guards. Those who are
    there for the protected person's sake ask where that person may be found.
    """
    if is_one_of_many(name):
        return SOME
    is_about_the_shielded = target in (NO_TARGET, "shielded") and not name.startswith("admin:")
    return (*PEOPLE, *MORE_PEOPLE) if is_about_the_shielded else PEOPLE


def count_cells() -> int:
    return sum(len(cells_of(name)) for name in routes())


def address_of(name: str, target: str, wide: WideWorld) -> str:
    """Where the route lies for the target's row."""
    world = wide.seen_from["nurse" if target == NO_TARGET else target]
    if entry := ENTRIES.get(name):
        return address(entry, world)
    return reverse(name, kwargs=_arguments(name, world))


def _arguments(name: str, world: World) -> dict[str, Any]:
    """What a route outside the table is asked with: an existing row of its model."""
    match sorted(_site()[name].pattern.regex.groupindex):
        case []:
            return {}
        case ["app_label"]:
            return {"app_label": "subprojects"}
        case ["content_type_id", "object_id"]:
            return {"content_type_id": 1, "object_id": world.nurse.pk}
        case ["id"]:
            return {"id": world.people["hr_own"].pk}
        case [("object_id" | "pk") as key]:
            return {key: _a_row_behind(name)}
        case wanted:
            raise LookupError(f"{name} asks for {wanted}: say here which row that is.")


def _a_row_behind(name: str) -> int:
    for model in site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            row = model._default_manager.order_by("pk").first()
            return row.pk if row else 0
    raise LookupError(f"{name}: no model of the reference-data site has this address.")


def ruled(cell: Cell) -> set[int]:
    """The answers that the access table allows, carried over to the target; empty where it leaves it open."""
    if cell.person == STRANGER:
        return _ruled_for_strangers(cell)
    status = _status(cell)
    if status is None:
        return set()
    # A page that takes no form says so to everybody alike.
    return {status, 405} if cell.method == "POST" else {status}


def _ruled_for_strangers(cell: Cell) -> set[int]:
    if cell.method in UNANSWERED:
        return {405}
    if cell.route in OPEN_AND_ABSENT:
        return {404, 405}
    if cell.route in OPEN or cell.route not in ENTRIES:
        return {200, 302, 405}
    # A page that takes forms only says so before it asks who is there.
    is_deed = ENTRIES[cell.route].method == "post"
    return {302, 405} if cell.method == "POST" or is_deed else {302}


def _status(cell: Cell) -> int | None:
    if cell.method in UNANSWERED:
        return 405
    if cell.route.startswith("admin:"):
        return _status_of_reference_data(cell)
    entry = ENTRIES.get(cell.route)
    if entry is None:
        return None
    status = _seated(entry, cell.route, cell.target, cell.person)
    if entry.method == "post":
        return status if cell.method == "POST" else None
    # What an empty form gives whom the page lets in is the page's own matter; refusals stay refusals.
    is_open = cell.method == "POST" and status not in (403, 404)
    return None if is_open or (cell.method in FILES and status == 302) else status


def _status_of_reference_data(cell: Cell) -> int | None:
    if cell.person != "administrator":
        return None if cell.route in SENT_ON else 403
    is_page = cell.method == "GET" and cell.route.endswith(("_changelist", "_add"))
    return 200 if is_page else None


def _seated(entry: Route, name: str, target: str, person: str) -> int:
    """The status of the access table for the person's seat."""
    exception = EXCEPTIONS.get((name, target, person))
    return expected(entry, seat(target, person, entry.row)) if exception is None else exception
