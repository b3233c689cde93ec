"""Tables as sums: which cell is the total of which, and what follows from the published ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from reports.disclosure.rules import Mask, Numbers, Places

ROUNDING = 1e-6
EXACT = 1e-9


@dataclass(frozen=True)
class Line:
    """One equation: the parent is the sum of the children. Lines of one group share no child."""

    parent: int
    children: tuple[int, ...]
    group: int = 0


class TableSystem:
    """The cells of a table and the equations between them; one system serves any number of tables."""

    def __init__(self, cells: int, lines: Sequence[Line]) -> None:
        self.cells = cells
        self.lines = tuple(lines)
        self.parent = np.array([line.parent for line in lines], dtype=np.intp)
        self.group = np.array([line.group for line in lines], dtype=np.intp)
        width = max((len(line.children) for line in lines), default=1)
        self.children = np.full((len(lines), width), -1, dtype=np.intp)
        self.sums = np.zeros((len(lines), cells))
        for row, line in enumerate(lines):
            self.children[row, : len(line.children)] = line.children
            self.sums[row, list(line.children)] = 1.0

    @classmethod
    def of_axes(cls, *sizes: int) -> "TableSystem":
        """A table with every margin: along each axis, index 0 is the total of the others (C order)."""
        lines: list[Line] = []
        for axis, size in enumerate(sizes):
            if size < 2:
                continue
            others = [range(n) for number, n in enumerate(sizes) if number != axis]
            for place in product(*others):
                cells = [
                    int(np.ravel_multi_index((*place[:axis], index, *place[axis:]), sizes))
                    for index in range(size)
                ]
                lines.append(Line(cells[0], tuple(cells[1:]), axis))
        return cls(int(np.prod(sizes)), lines)

    @cached_property
    def groups(self) -> tuple[Places, ...]:
        """Row numbers of the lines, group by group."""
        return tuple(np.flatnonzero(self.group == number) for number in sorted(set(self.group.tolist())))

    @cached_property
    def neighbours(self) -> Mask:
        """Which cells stand on a line with which, as total or part; a cell on any line is its own."""
        on_line = self.sums > 0
        on_line[np.arange(len(self.lines)), self.parent] = True
        return np.asarray(on_line.astype(float).T @ on_line.astype(float) > 0)

    @cached_property
    def _in_leaves(self) -> tuple[Places, Numbers, Numbers]:
        """The leaves, every cell as a sum of them, and the equations that this leaves over (all zero)."""
        by_parent: dict[int, list[Line]] = {}
        for line in self.lines:
            by_parent.setdefault(line.parent, []).append(line)
        leaves = [cell for cell in range(self.cells) if cell not in by_parent]
        rows = np.zeros((self.cells, len(leaves)))
        for column, cell in enumerate(leaves):
            rows[cell, column] = 1.0
        done = set(leaves)
        left = set(by_parent)
        while left:
            ready = [cell for cell in left if all(child in done for child in by_parent[cell][0].children)]
            if not ready:
                raise ValueError("The equations go round in a ring.")
            for cell in ready:
                rows[cell] = rows[list(by_parent[cell][0].children)].sum(axis=0)
            done.update(ready)
            left.difference_update(ready)
        over = rows[self.parent] - self.sums @ rows
        return np.array(leaves, dtype=np.intp), rows, over[np.abs(over).sum(axis=1) > EXACT]

    def determined(self, hidden: Mask) -> Mask:
        """
        Hidden cells that the rest gives away exactly, table by table: by linear algebra, so no chain of
        additions and subtractions, however long, is missed. `known` cells are public though not shown.
        """
        leaves, rows, constraints = self._in_leaves
        found = np.zeros_like(hidden)
        seen: dict[bytes, Mask] = {}
        for number in np.flatnonzero(hidden.any(axis=1)):
            pattern = hidden[number]
            key = pattern.tobytes()
            if key not in seen:
                # A shown leaf is known, so only the hidden ones are unknowns.
                unknown = pattern[leaves]
                given = np.concatenate([rows[~pattern], constraints])[:, unknown]
                given = given[given.any(axis=1)]
                weights, vectors = np.linalg.eigh(given.T @ given)
                free = vectors[:, weights < EXACT * max(1.0, float(weights[-1:].sum()))]
                loose = (rows[:, unknown] @ free) ** 2
                seen[key] = pattern & (loose.sum(axis=1) < EXACT)
            found[number] = seen[key]
        return found

    def giving_away(self, hidden: Mask, cell: int) -> Places:
        """The shown cells of one table whose sums and differences give a determined cell."""
        leaves, rows, constraints = self._in_leaves
        unknown = hidden[leaves]
        shown = np.flatnonzero(~hidden)
        given = np.concatenate([rows[shown], constraints])[:, unknown]
        weights = np.linalg.lstsq(given.T, rows[cell][unknown], rcond=None)[0]
        return shown[np.abs(weights[: len(shown)]) > ROUNDING]

    def bounds(self, values: Numbers, hidden: Mask, *, rounds: int = 8) -> tuple[Numbers, Numbers]:
        """
        The least and greatest value each hidden cell can have, as far as single sums tell somebody who
        knows that no figure is negative. Wider than the true limits, never narrower.
        """
        most = float(values.sum()) + 1.0
        low = np.where(hidden, 0.0, values)
        high = np.where(hidden, most, values)
        for _ in range(rounds):
            for line in self.groups:
                parent, sums = self.parent[line], self.sums[line]
                low_sum, high_sum = low @ sums.T, high @ sums.T
                np.maximum.at(low.T, parent, low_sum.T)
                np.minimum.at(high.T, parent, high_sum.T)
                spare = high[:, parent] - low_sum
                short = low[:, parent] - high_sum
                for row, (above, below) in enumerate(zip(spare.T, short.T, strict=True)):
                    cells = [cell for cell in self.children[line[row]] if cell >= 0]
                    high[:, cells] = np.minimum(high[:, cells], low[:, cells] + above[:, None])
                    low[:, cells] = np.maximum(low[:, cells], high[:, cells] + below[:, None])
        return low, high
