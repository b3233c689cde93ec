"""
Every route × method × person × whose row, asked once: each answer stands before every judge.

The status is the one that the access table rules; exactly those protected fields are shown that the reviewed
table `docs/access-matrix.csv` names, and never one beyond `limits`; session, mail and log hold none; nothing
tells who the protected person is; every header is there and no inline code; the reading log has its row.
"""

import os
from dataclasses import replace

import pytest

from tests.counting import note
from tests.database.matrix import recorded
from tests.database.matrix.asking import sweep_of
from tests.database.matrix.canaries import TARGETS
from tests.database.matrix.cells import (
    ENTRIES,
    FILES,
    PEOPLE,
    STRANGER,
    Cell,
    cells_of,
    count_cells,
    is_asked_in_english,
    routes,
)
from tests.database.matrix.judges import JUDGES, complaints
from tests.database.matrix.judges.limits_of_fields import shown
from tests.database.matrix.world import MORE_PEOPLE, SEATS, WideWorld, wide
from tests.database.test_access_matrix import ANYBODY

__all__ = ["wide"]

# HEAD follows GET and the unanswered methods follow a rule: they would only lengthen the table.
IN_TABLE = {"GET", "POST", *FILES}


@pytest.mark.parametrize("name", routes())
def test_every_answer_stands_before_every_judge(name: str, wide: WideWorld) -> None:
    wrong: list[str] = []
    answers: dict[Cell, recorded.Answer] = {}
    in_english: set[tuple[str, str, int]] = set()
    with sweep_of(wide) as sweep:

        def ask(cell: Cell) -> int:
            asked = sweep.ask(cell)
            answers[cell] = recorded.Answer(asked.status, recorded.described(shown(asked)))
            wrong.extend(complaints(asked))
            return asked.status

        for cell in cells_of(name):
            status = ask(cell)
            if is_asked_in_english(cell, status, in_english):
                ask(replace(cell, language="en"))

    _count(answers)
    in_table = {
        cell: answer
        for cell, answer in answers.items()
        if cell.method in IN_TABLE and cell.person != STRANGER
    }
    if os.environ.get(recorded.RECORDING):
        recorded.write({cell: answer for cell, answer in in_table.items() if cell.language == "sv"})
    known = recorded.read()
    for cell, answer in in_table.items():
        # The table is of no language: who sees what does not depend on it.
        if (wanted := known.get(replace(cell, language="sv"))) != answer:
            wrong.append(f"{cell}: expected {wanted}, got {answer}")
    wrong += [
        f"{cell} answers {answer.status}, GET answers {answers[replace(cell, method='GET')].status}"
        for cell, answer in answers.items()
        if cell.method == "HEAD" and answer.status != answers[replace(cell, method="GET")].status
    ]
    assert not wrong, "\n".join(wrong[:40])


def _count(answers: dict[Cell, recorded.Answer]) -> None:
    note("access matrix, cells", sum(cell.language == "sv" for cell in answers))
    note("access matrix, asked in English too", sum(cell.language == "en" for cell in answers))
    note("access matrix, judgements", len(answers) * len(JUDGES))


def test_the_matrix_has_at_least_5000_cells() -> None:
    assert count_cells() >= 5000


def test_no_route_is_missing_from_the_tables() -> None:
    known = set(ENTRIES) | set(ANYBODY) | {name for name in routes() if name.startswith("admin:")}

    assert set(routes()) - known == set()
    assert {cell.route for cell in recorded.read()} == set(routes())


def test_everybody_of_the_world_has_a_seat_towards_everybody(wide: WideWorld) -> None:
    assert set(wide.sessions) == {*PEOPLE, *MORE_PEOPLE}
    for target in TARGETS:
        assert set(SEATS[target]) <= {*PEOPLE, *MORE_PEOPLE}
        assert set(SEATS[target].values()) <= set(PEOPLE), "the table has a line for every seat"
