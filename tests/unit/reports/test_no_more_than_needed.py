"""
Röjandekontroll hides enough (tests/properties/test_disclosure.py) and, here, no more than it needs to.

The attacker of the properties is content with a table that is hidden all over. These are known worlds, and
the numbers are what the rules hide of them. A change of a number needs a reason: why less is still enough, or
why it must be more.
"""

from random import Random

import numpy as np
import pytest

from experio.periods import Month, months_between
from reports.disclosure import ProtectedCube, RawCube, Thresholds, protect_counts, protect_cube
from reports.disclosure.cube import WINDOW
from reports.disclosure.units import windows

USUAL = Thresholds()
COUNTS = (0, 1, 2, 3, 4, 6, 7, 8, 9, 12, 15, 20, 30)


def with_margins(rows: list[list[int]]) -> tuple[dict, list]:
    """The cells of a table with its margins, and its sums."""
    height, width = range(len(rows)), range(len(rows[0]))
    cells = {(r, c): rows[r][c] for r in height for c in width}
    cells |= {(r, "all"): sum(rows[r]) for r in height}
    cells |= {("all", c): sum(row[c] for row in rows) for c in width}
    cells["all", "all"] = sum(map(sum, rows))
    sums = [((r, "all"), [(r, c) for c in width]) for r in [*height, "all"]]
    sums += [(("all", c), [(r, c) for r in height]) for c in [*width, "all"]]
    return cells, sums


def hidden_of(rows: list[list[int]]) -> set:
    cells, sums = with_margins(rows)
    return {key for key, figure in protect_counts(cells, sums, USUAL).items() if figure.is_hidden}


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        # Nothing is small.
        ([[5, 20], [9, 30]], set()),
        # One small cell: its row, its column and the corner between them, the cheapest of each.
        ([[3, 8, 20], [9, 30, 40], [7, 25, 50]], {(0, 0), (0, 1), (2, 0), (2, 1)}),
        # Two small cells cover each other's row, two others their columns.
        ([[3, 4, 20], [9, 8, 40], [30, 25, 50]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        # Four small cells that are a square hide nothing else.
        ([[3, 4, 20], [4, 3, 40], [30, 25, 50]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        # A zero beside a small cell hides nobody: a larger cell is taken.
        ([[3, 0, 20], [9, 30, 0], [7, 25, 50]], {(0, 0), (0, 2), (2, 0), (2, 2)}),
    ],
)
def test_a_small_cell_takes_a_square_with_it_and_the_cheapest_one(rows, hidden):
    assert hidden_of(rows) == hidden


def test_what_150_tables_lose():
    chance = Random(20211122)
    tables = []
    for _ in range(150):
        height, width = chance.randint(2, 4), chance.randint(2, 4)
        tables.append([[chance.choice(COUNTS) for _ in range(width)] for _ in range(height)])

    small = lost = people = 0
    for rows in tables:
        cells, _ = with_margins(rows)
        hidden = hidden_of(rows)
        small += sum(0 < value < 5 for value in cells.values())
        lost += len(hidden)
        people += sum(cells[key] for key in hidden)

    assert (small, lost, people) == (445, 896, 6512)


MONTHS = 14
# Units of two employers: large, middling, small ones, and one that is too small in most months.
STAFF = ((0, 120), (0, 44), (0, 30), (0, 13), (1, 60), (1, 25), (1, 12))


def a_project() -> RawCube:
    """Fourteen months of two employers; women and men of three ages, absent for four groups of diagnoses."""
    chance = Random(20211122)
    shape = (MONTHS, len(STAFF), 2, 3)
    staff, each = np.zeros(shape), np.zeros((*shape, 4))
    for unit, (_, size) in enumerate(STAFF):
        for person in range(size):
            place = (unit, int(person % 3 == 0), person % 3)
            staff[(slice(None), *place)] += 1
            for month in range(MONTHS):
                if chance.random() < 0.3:
                    each[(month, *place, chance.randrange(4))] += 1
    for month in range(MONTHS):  # the smallest loses staff in turns
        if month % 3:
            staff[month, 6, 0, 1:] = each[month, 6, 0, 1:] = 0
    absent = np.concatenate([each, each.sum(axis=-1, keepdims=True)], axis=-1)
    long = np.floor(absent / 2)
    long[..., 4] = long[..., :4].sum(axis=-1)
    year = np.minimum(windows(absent[..., -1].sum(axis=(2, 3))), staff.sum(axis=(2, 3)))
    return RawCube(
        months=months_between(Month(2020, 10), Month(2021, 11)),
        units=tuple(range(len(STAFF))),
        subprojects=(0, 1),
        subproject_of_unit=tuple(employer for employer, _ in STAFF),
        staff=staff,
        ordinary_hours=staff * 160,
        sums={
            "sick_hours": each * 50,
            "net_days": each * 8,
            "long_hours": long[..., :4] * 50,
            "ongoing": np.ceil(each * 0.7),
            "started": np.ceil(each * 0.5),
            "ended": np.floor(each * 0.5),
            "ongoing_over_90": np.floor(np.ceil(each * 0.7) / 2),
        },
        absent=absent,
        long_absent=long,
        short_absent=absent - long,
        year_absent=year,
        year_long=np.floor(year / 2),
        year_short=year - np.floor(year / 2),
    )


@pytest.fixture(scope="module")
def cube() -> ProtectedCube:
    return protect_cube(a_project(), USUAL)


@pytest.mark.parametrize(
    ("measure", "cells", "unit_cells", "unit_years"),
    [
        ("staff", 0, 139, None),  # of 504, 294
        ("sick_hours", 1073, 207, 15),  # of 2 520, 294, 21; so the others
        ("long_share_percent", 1633, 254, 21),
        ("ongoing", 1087, 207, None),
        ("started", 1677, 258, 18),
        ("over_90_percent", 1655, 259, None),
    ],
)
def test_what_a_project_loses(cube, measure, cells, unit_cells, unit_years):
    years = cube.unit_years_hidden.get(measure)

    assert int(cube.hidden[measure].sum()) == cells
    assert int(cube.unit_hidden[measure].sum()) == unit_cells
    assert (None if years is None else int(years[WINDOW - 1 :].sum())) == unit_years
