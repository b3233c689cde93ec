"""
The cells of the matrix: route × target × method × person, made from the URLconf and the access table.

The table of `test_access_matrix.py` is the core: who gets in to the nurse's rows. `SEATS` carries it over to
the three others, and the methods follow from what a route does. A route that is new in the table is taken up
here by itself; a route that is in no table fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from experio.reference_data import site
from tests.database.access_world import World
from tests.database.matrix.canaries import TARGETS
from tests.database.matrix.world import WideWorld, seat
from tests.database.test_access_matrix import ACCESS, ALL, address, expected

# No page answers these, whoever asks.
UNANSWERED = ("PUT", "DELETE")
# Asked for with ?format=: what a list or a report also gives as a file.
FILES = ("CSV", "XLSX")
NO_TARGET = "-"
ROWS_OF_ALL = ("staff", "episode", "case", "note", "ward")
PEOPLE = tuple(sorted(ALL))
SOME = ("administrator", "hr_own", "manager_own", "nobody", "office")
ENTRIES = {entry.name: entry for entry in ACCESS}

# The administrator's site: addresses that send everybody to the page of the account that does it.
SENT_ON = {"admin:logout", "admin:password_change"}
# Where a relation has no seat of its own in the table: (route, target, person) → status.
EXCEPTIONS: dict[tuple[str, str, str], int] = {
    # Whoever is not named to read a protected identity is led to the page that says so.
    ("cases:staff_edit", "shielded", "hr_own"): 302,
    ("cases:staff_protect", "shielded", "hr_own"): 302,
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
    # Only these two have a waiting request and an upload of their own; of other rows the world has one.
    return ("nurse", "southerner") if entry.row in ("asked", "upload") else ("nurse",)


def methods_of(name: str, target: str) -> tuple[str, ...]:
    """
    How the route is asked. HEAD follows from GET, and who may send from who may see, in one place for
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
    """Every cell of a route."""
    return [
        Cell(name, target, method, person)
        for target in targets_of(name)
        for method in methods_of(name, target)
        for person in people_of(name)
    ]


def people_of(name: str) -> tuple[str, ...]:
    """Everybody; some of them at the pages of one model of the reference data, which one check guards."""
    is_one_of_many = name.startswith("admin:") and name.endswith(("_add", "_change", "_delete", "_history"))
    return SOME if is_one_of_many else PEOPLE


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
    status = _status(cell)
    if status is None:
        return set()
    # A page that takes no form says so to everybody alike.
    return {status, 405} if cell.method == "POST" else {status}


def _status(cell: Cell) -> int | None:
    if cell.method in UNANSWERED:
        return 405
    if (exception := EXCEPTIONS.get((cell.route, cell.target, cell.person))) is not None:
        return exception
    if cell.route.startswith("admin:"):
        is_closed = cell.person != "administrator" and cell.route not in SENT_ON
        return 403 if is_closed else None
    entry = ENTRIES.get(cell.route)
    if entry is None:
        return None
    is_general = cell.target == NO_TARGET
    status = expected(entry, cell.person if is_general else seat(cell.target, cell.person, entry.row))
    if entry.method == "post":
        return status if cell.method == "POST" else None
    # What an empty form gives whom the page lets in is the page's own matter; refusals stay refusals.
    is_open = cell.method == "POST" and status not in (403, 404)
    return None if is_open or (cell.method in FILES and status == 302) else status
