"""
Every route × method × person × whose row: the status, and exactly which protected fields are shown.

The canaries are searched for in the body (files unpacked), every header and redirect, the session, the mail
and the log. Expected is what the access table rules (`cells.ruled`), what may be shown at all (`limits`), and
the reviewed table `docs/access-matrix.csv`.
"""

import os
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.counting import note
from tests.database.matrix import recorded
from tests.database.matrix.canaries import TARGETS, found_in
from tests.database.matrix.cells import (
    ENTRIES,
    FILES,
    PEOPLE,
    Cell,
    address_of,
    cells_of,
    count_cells,
    routes,
    ruled,
)
from tests.database.matrix.limits import beyond
from tests.database.matrix.spy import body_of, headers_of, session_of, watched
from tests.database.matrix.world import SEATS, WideWorld, wide
from tests.database.test_access_matrix import ANYBODY

__all__ = ["wide"]

# A case's number stands in addresses, and addresses stand in the log.
IN_ADDRESSES = "case number"
# HEAD follows GET and the unanswered methods follow a rule: they would only lengthen the table.
IN_TABLE = {"GET", "POST", *FILES}


@pytest.mark.parametrize("name", routes())
def test_everybody_gets_the_answer_and_the_fields_of_the_table(name: str, wide: WideWorld) -> None:
    wrong: list[str] = []
    answers: dict[Cell, recorded.Answer] = {}
    with watched() as trail:
        for cell in cells_of(name):
            cache.clear()
            with transaction.atomic():
                response = _ask(cell, wide)
                transaction.set_rollback(True)
            shown = found_in(f"{body_of(response)}\n{headers_of(response)}")
            if response.status_code >= 400:
                # A refusal repeats the address asked for, as the way back after a change of language.
                shown -= {(cell.target, IN_ADDRESSES)}
            left = found_in(f"{session_of(response)}\n{trail.taken()}")
            answers[cell] = recorded.Answer(response.status_code, recorded.described(shown))
            if response.status_code >= 500:
                wrong.append(f"{cell} fails: {response.status_code}")
            if (allowed := ruled(cell)) and response.status_code not in allowed:
                wrong.append(f"{cell} answers {response.status_code}, the table rules {allowed}")
            wrong += beyond(cell, shown)
            wrong += [f"{cell} leaves behind {what}" for what in sorted(left) if what[1] != IN_ADDRESSES]

    note("access matrix, cells", len(answers))
    in_table = {cell: answer for cell, answer in answers.items() if cell.method in IN_TABLE}
    if os.environ.get(recorded.RECORDING):
        recorded.write(in_table)
    known = recorded.read()
    wrong += [
        f"{cell}: expected {known.get(cell)}, got {answer}"
        for cell, answer in in_table.items()
        if known.get(cell) != answer
    ]
    wrong += [
        f"{cell} answers {answer.status}, GET answers {answers[replace(cell, method='GET')].status}"
        for cell, answer in answers.items()
        if cell.method == "HEAD" and answer.status != answers[replace(cell, method="GET")].status
    ]
    assert not wrong, "\n".join(wrong[:40])


def _ask(cell: Cell, wide: WideWorld) -> Any:
    url, client = address_of(cell.route, cell.target, wide), wide.client(cell.person)
    entry = ENTRIES.get(cell.route)
    asked = dict(entry.data) if entry else {}
    if cell.method in FILES:
        return client.get(url, {**asked, "format": cell.method.lower(), "view": "all"})
    if cell.method == "POST":
        return client.post(url, asked if entry and entry.method == "post" else {})
    if cell.method in ("GET", "HEAD") and entry and entry.method == "get":
        return getattr(client, cell.method.lower())(url, asked)
    return getattr(client, cell.method.lower())(url)


def test_the_matrix_has_at_least_5000_cells() -> None:
    assert count_cells() >= 5000


def test_no_route_is_missing_from_the_tables() -> None:
    known = set(ENTRIES) | set(ANYBODY) | {name for name in routes() if name.startswith("admin:")}

    assert set(routes()) - known == set()
    assert {cell.route for cell in recorded.read()} == set(routes())


def test_everybody_of_the_world_has_a_seat_towards_everybody(wide: WideWorld) -> None:
    assert set(wide.sessions) == set(PEOPLE)
    for target in TARGETS:
        assert set(SEATS[target]) | set(SEATS[target].values()) <= set(PEOPLE)
