"""
The reading log has one row for every page shown, change made and request refused, and nothing else.

Judged where a route is asked the way it is meant to be: a page with GET, a deed with POST.
"""

from experio.audit.routes import is_about_nobody
from tests.database.matrix.asking import Asked
from tests.database.matrix.cells import ENTRIES, STRANGER


def judge(asked: Asked) -> list[str]:
    cell = asked.cell
    if cell.person == STRANGER:
        return [f"writes {asked.readings} of a stranger"] if asked.readings else []
    entry = ENTRIES.get(cell.route)
    if entry is None or cell.method != entry.method.upper():
        return []
    kept = tuple((who, what if what in ("denied", "changed") else "shown") for who, what in asked.readings)
    wanted = tuple((cell.person, what) for what in _kept_of(cell.route, entry.method, asked.status))
    return [] if kept == wanted else [f"keeps {kept} instead of {wanted}"]


def _kept_of(route: str, method: str, status: int) -> list[str]:
    if status in (403, 404):
        return ["denied"]
    if is_about_nobody(route) or (status == 302 and method == "get"):
        return []
    return ["changed" if method == "post" else "shown"]
