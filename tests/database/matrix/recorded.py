"""
What is expected, in a table for people: `docs/access-matrix.csv`, a line a route × target × group of people.

`status` and `shows` are exact: a field that is no longer shown is as much a difference as one that leaks.
The table is written anew by `make matrix`; whoever does so reads the difference. What may never be
shown to whom stands in `limits.py` and cannot be recorded away.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.database.matrix.canaries import FIELDS, TARGETS
from tests.database.matrix.cells import Cell, people_of, routes

TABLE = Path(os.environ.get("EXPERIO_ACCESS_TABLE") or Path(__file__).parents[3] / "docs/access-matrix.csv")
COLUMNS = ("route", "about", "method", "who", "status", "shows")
# Whether this run writes the table instead of reading it.
RECORDING = "EXPERIO_RECORD_ACCESS"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and whose fields were in it."""

    status: int
    shows: str


def described(found: Iterable[tuple[str, str]]) -> str:
    """“nurse: name, diagnosis · teacher: name”, always in the same order."""
    fields = defaultdict(set)
    for target, field in found:
        fields[target].add(field)
    return " · ".join(
        f"{target}: {', '.join(field for field in FIELDS if field in fields[target])}"
        for target in TARGETS
        if target in fields
    )


EVERYBODY, ELSE = "everybody", "everybody else"


@lru_cache(maxsize=1)
def read() -> dict[Cell, Answer]:
    expected: dict[Cell, Answer] = {}
    rest: list[tuple[dict[str, str], Answer]] = []
    with TABLE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            answer = Answer(int(line["status"]), line["shows"])
            if line["who"] in (EVERYBODY, ELSE):
                rest.append((line, answer))
                continue
            for person in line["who"].split():
                expected[Cell(line["route"], line["about"], line["method"], person)] = answer
    for line, answer in rest:
        for person in people_of(line["route"], line["about"]):
            expected.setdefault(Cell(line["route"], line["about"], line["method"], person), answer)
    return expected


def lines_of(answers: dict[Cell, Answer]) -> list[tuple[str, ...]]:
    """People with the same answer to the same question stand on one line; the largest group is the rest."""
    asked: dict[tuple[str, str, str], dict[Answer, list[str]]] = defaultdict(lambda: defaultdict(list))
    for cell, answer in answers.items():
        asked[(cell.route, cell.target, cell.method)][answer].append(cell.person)
    lines = []
    for (route, target, method), groups in asked.items():
        largest = max(groups, key=lambda answer: len(groups[answer]))
        # Where only some have been asked, they are named.
        is_whole = {person for people in groups.values() for person in people} == {*people_of(route, target)}
        for answer, people in groups.items():
            who = " ".join(sorted(people))
            if is_whole and len(groups) == 1:
                who = EVERYBODY
            elif is_whole and answer == largest:
                who = ELSE
            lines.append((route, target, method, who, str(answer.status), answer.shows))
    return lines


def write(answers: dict[Cell, Answer]) -> None:
    """Replace the lines of the routes that were asked; the others stay, those of gone routes do not."""
    asked, present = {cell.route for cell in answers}, set(routes())
    before = read() if TABLE.exists() else {}
    kept = {cell: answer for cell, answer in before.items() if cell.route in present - asked}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";", lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(sorted(lines_of(kept | answers)))
    read.cache_clear()
