"""What is hidden beside a cell that could still be got back: the cheapest that helps, and nothing else."""

import numpy as np
import pytest

from reports.disclosure import TableSystem
from reports.disclosure.linear import Line
from reports.disclosure.rules import Check
from reports.disclosure.suppression import _Part, suppress

# 0 = 1 + 2 + 3 and 4 = 1 + 5 and 6 = 0 + 4: a cell with neighbours on two lines, under two totals.
CROSS = TableSystem(7, [Line(0, (1, 2, 3), 0), Line(4, (1, 5), 1), Line(6, (0, 4), 2)])
COST = [30.0, 1, 9, 7, 20, 8, 50]


def mask(*cells: int, of: int = 7) -> np.ndarray:
    found = np.zeros((1, of), dtype=bool)
    found[0, list(cells)] = True
    return found


def chosen(
    system: TableSystem,
    cost: list[float],
    *,
    hidden: tuple[int, ...],
    weak: int,
    barred: tuple[int, ...] = (),
) -> list[int]:
    """What is hidden beside a weak cell; `barred` are no candidates."""
    size = len(cost)
    part = _Part(system, mask(*hidden, of=size), [], np.array([cost]), ~mask(*barred, of=size))
    part.hide_beside(mask(weak, of=size))
    return sorted(set(np.flatnonzero(part.hidden[0]).tolist()) - set(hidden))


@pytest.mark.parametrize(
    ("hidden", "weak", "barred", "expected"),
    [
        # A part: the cheapest of those that share a line with it.
        ((1,), 1, (), [3]),
        ((1, 3), 1, (), [5]),
        ((1, 3, 5), 1, (), [2]),
        # What may not be hidden is passed over.
        ((1,), 1, (3,), [5]),
        ((1,), 1, (3, 5), [2]),
        # A total: the cheapest of its parts.
        ((4,), 4, (), [1]),
        # Nothing left beside it: the cheapest total above it that is still shown.
        ((1, 2, 3, 5), 1, (), [4]),
        ((1, 2, 3, 4, 5), 1, (), [0]),
        ((2, 1, 3, 5), 2, (), [0]),
        # A total may go though it is no complement.
        ((1, 2, 3, 5), 1, (4,), [4]),
    ],
)
def test_the_cheapest_that_shares_a_line_is_hidden(
    hidden: tuple[int, ...], weak: int, barred: tuple[int, ...], expected: list[int]
) -> None:
    assert chosen(CROSS, COST, hidden=hidden, weak=weak, barred=barred) == expected


def test_a_cell_that_costs_nothing_hides_nobody_and_comes_last() -> None:
    assert chosen(CROSS, [30, 1, 9, 0, 20, 8, 50], hidden=(1,), weak=1) == [5]


def test_where_its_lines_are_hidden_the_cheapest_of_the_chain_goes() -> None:
    """0 = 2 - 1, where 2 = 4 - 3 and 1 = 5 - 6: the totals 4 and 5 give it away, on no line with it."""
    system = TableSystem(7, [Line(2, (0, 1), 0), Line(4, (2, 3), 1), Line(5, (1, 6), 1)])
    hidden = (0, 1, 2)
    assert system.determined(mask(*hidden))[0, 0]

    assert chosen(system, [5.0, 6, 11, 9, 20, 10, 4], hidden=hidden, weak=0) == [5]
    assert chosen(system, [5.0, 6, 11, 9, 20, 30, 4], hidden=hidden, weak=0) == [4]
    assert chosen(system, [5.0, 6, 11, 9, 20, 30, 4], hidden=hidden, weak=0, barred=(4,)) == [5]
    assert chosen(system, [5.0, 6, 11, 9, 20, 30, 4], hidden=hidden, weak=0, barred=(4, 5)) == []


def test_two_weak_cells_on_a_line_need_one_complement_and_two_apart_need_two() -> None:
    system = TableSystem(8, [Line(0, (1, 2, 3)), Line(4, (5, 6, 7))])
    cost = np.array([[60.0, 10, 20, 30, 60, 10, 20, 30]])
    together, apart = (_Part(system, mask(*cells, of=8), [], cost, ~mask(of=8)) for cells in ((1, 2), (1, 5)))

    together.hide_beside(mask(1, 2, of=8))
    apart.hide_beside(mask(1, 5, of=8))

    assert np.flatnonzero(together.hidden[0]).tolist() == [1, 2, 3]
    assert np.flatnonzero(apart.hidden[0]).tolist() == [1, 2, 5, 6]


@pytest.mark.parametrize(("interval", "hidden"), [(0.0, [1, 2]), (5.0, [1, 2]), (6.0, [1, 2, 3])])
def test_a_range_that_is_too_narrow_takes_one_more(interval: float, hidden: list[int]) -> None:
    """1 + 4 = 5 leaves each of the two between 0 and 5: a range of five, and of more with the third."""
    system = TableSystem(4, [Line(0, (1, 2, 3))])
    values = np.array([[20.0, 1, 4, 15]])

    done = suppress(
        system, mask(1, 2, of=4), [Check(values, 5)], cost=values, candidates=~mask(of=4), interval=interval
    )

    assert np.flatnonzero(done[0]).tolist() == hidden


@pytest.mark.parametrize(
    ("interval", "hidden"), [(5.0, [1, 2]), (6.0, [1, 2, 3]), (12.0, [1, 2, 3, 4]), (21.0, [0, 1, 2, 3, 4])]
)
def test_complements_are_added_one_by_one_until_the_range_is_wide(interval: float, hidden: list[int]) -> None:
    """1 + 4 leave a range of 5, with the next part 10, with the last 20; after that the total goes."""
    system = TableSystem(5, [Line(0, (1, 2, 3, 4))])
    values = np.array([[20.0, 1, 4, 5, 10]])

    done = suppress(
        system, mask(1, 2, of=5), [Check(values, 5)], cost=values, candidates=~mask(of=5), interval=interval
    )

    assert np.flatnonzero(done[0]).tolist() == hidden


@pytest.mark.parametrize(("interval", "hidden"), [(5.0, [1, 2, 4]), (6.0, [0, 1, 2, 4])])
def test_a_large_number_with_a_narrow_range_is_too_narrow_as_well(interval: float, hidden: list[int]) -> None:
    """20 = 1 + 2 and 5 = 2 + 4: the second is at most 5, so the first is between 15 and 20."""
    system = TableSystem(5, [Line(0, (1, 2), 0), Line(3, (2, 4), 1)])
    values = np.array([[20.0, 16, 4, 5, 1]])
    start = mask(1, of=5)

    done = suppress(
        system,
        start,
        [],
        cost=values,
        candidates=~mask(of=5),
        interval=interval,
        harmless=mask(2, 4, of=5),
    )

    assert np.flatnonzero(done[0]).tolist() == hidden


@pytest.mark.parametrize(("total", "hidden"), [(0.0, [1, 2]), (1.0, [0, 1, 2])])
def test_zeros_that_a_shown_zero_implies_betray_nobody(total: float, hidden: list[int]) -> None:
    system = TableSystem(3, [Line(0, (1, 2))])
    values = np.array([[total, total, 0]])

    done = suppress(system, mask(1, 2, of=3), [], cost=values, candidates=~mask(of=3), interval=4.0)

    assert np.flatnonzero(done[0]).tolist() == hidden


def test_a_table_in_which_nothing_is_hidden_is_left_alone() -> None:
    system = TableSystem(4, [Line(0, (1, 2, 3))])
    values = np.array([[20.0, 1, 4, 15], [20.0, 6, 7, 7]])
    primary = np.concatenate([mask(1, of=4), mask(of=4)])

    done = suppress(
        system, primary, [Check(values, 5)], cost=values, candidates=np.ones_like(primary), interval=4.0
    )

    assert done.tolist() == [[False, True, True, False], [False] * 4]


def test_where_no_complement_is_left_the_total_goes() -> None:
    system = TableSystem(3, [Line(0, (1, 2))])
    values = np.array([[3.0, 3, 0]])

    done = suppress(
        system, mask(1, of=3), [Check(values, 5)], cost=values, candidates=values > 0, interval=4.0
    )

    assert done.tolist() == [[True, True, False]]
