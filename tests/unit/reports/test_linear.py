"""Tables as sums: which lines a table has, and what they give away."""

import numpy as np
import pytest

from reports.disclosure import TableSystem
from reports.disclosure.linear import Line


def hidden(*cells: int, of: int) -> np.ndarray:
    found = np.zeros((1, of), dtype=bool)
    found[0, list(cells)] = True
    return found


def lines_of(system: TableSystem) -> set[tuple[int, tuple[int, ...], int]]:
    return {(line.parent, line.children, line.group) for line in system.lines}


def test_a_table_has_a_line_for_every_row_and_column_its_margins_too() -> None:
    """Two by two with margins, in C order: 0 all, 1 and 2 columns, 3 and 6 rows."""
    assert lines_of(TableSystem.of_axes(3, 3)) == {
        (0, (3, 6), 0),
        (1, (4, 7), 0),
        (2, (5, 8), 0),
        (0, (1, 2), 1),
        (3, (4, 5), 1),
        (6, (7, 8), 1),
    }


def test_a_single_part_is_its_total() -> None:
    system = TableSystem.of_axes(2, 2)

    assert lines_of(system) == {(0, (2,), 0), (1, (3,), 0), (0, (1,), 1), (2, (3,), 1)}
    assert system.determined(hidden(1, of=4)).tolist() == [[False, True, False, False]]


def test_an_axis_without_parts_has_no_line() -> None:
    """Staff have no diagnosis: nothing is the sum of nothing."""
    assert lines_of(TableSystem.of_axes(3, 1)) == {(0, (1, 2), 0)}
    assert TableSystem.of_axes(1, 1).lines == ()


def test_two_sums_of_one_total_are_one_number() -> None:
    """0 = 1 + 2 = 3 + 4: without 0 shown, 3 and 4 give it away, and 2 then gives 1 away."""
    system = TableSystem(5, [Line(0, (1, 2), 0), Line(0, (3, 4), 1)])

    assert system.determined(hidden(0, 1, of=5)).tolist() == [[True, True, False, False, False]]
    assert not system.determined(hidden(0, 1, 3, of=5)).any()


def test_the_answer_is_one_for_each_table_though_tables_share_a_pattern() -> None:
    system = TableSystem(3, [Line(0, (1, 2))])
    both = np.concatenate([hidden(1, of=3), hidden(1, 2, of=3), hidden(1, of=3), hidden(of=3)])

    assert system.determined(both).tolist() == [
        [False, True, False],
        [False, False, False],
        [False, True, False],
        [False, False, False],
    ]


def test_sums_that_go_round_in_a_ring_are_refused() -> None:
    system = TableSystem(4, [Line(0, (1, 2)), Line(1, (0, 3))])

    with pytest.raises(ValueError, match="ring"):
        system.determined(hidden(0, of=4))


def test_neighbours_stand_on_a_line_together_as_total_or_part() -> None:
    neighbours = TableSystem(6, [Line(0, (1, 2), 0), Line(3, (1, 4), 1)]).neighbours

    assert [np.flatnonzero(row).tolist() for row in neighbours] == [
        [0, 1, 2],
        [0, 1, 2, 3, 4],
        [0, 1, 2],
        [1, 3, 4],
        [1, 3, 4],
        [],
    ]


def test_a_shown_total_bounds_its_hidden_parts_and_the_parts_their_total() -> None:
    system = TableSystem(4, [Line(0, (1, 2, 3))])
    values = np.array([[20.0, 4, 6, 10]])

    low, high = system.bounds(values, hidden(1, 2, of=4))
    assert (low[0].tolist(), high[0].tolist()) == ([20, 0, 0, 10], [20, 10, 10, 10])
    low, high = system.bounds(values, hidden(0, 1, of=4))
    assert (low[0, 0], low[0, 1]) == (16, 0)
    assert high[0, 0] - high[0, 1] == 16
