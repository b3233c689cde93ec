"""Complementary suppression: hide what would give a hidden figure away, and prove that it worked."""

from collections.abc import Sequence

import numpy as np

from reports.disclosure.linear import TableSystem
from reports.disclosure.rules import Check, Mask, Numbers, Places

FREE_OF_COST = 1e9


def suppress(
    system: TableSystem,
    primary: Mask,
    checks: Sequence[Check],
    *,
    cost: Numbers,
    candidates: Mask,
    interval: float = 0.0,
    harmless: Mask | None = None,
) -> Mask:
    """
    The cells to hide, table by table (first axis), so that no hidden one can be got back.

    `primary` cells are hidden in any case. Every line must then hide none of its cells or at least two,
    and what is left when the shown parts are taken from a shown total must itself satisfy `checks`: it
    is a group like any other. After that the exact audit looks for longer chains, and for counts
    (`interval` > 0; `cost` is then the counts) a primary cell must keep at least so wide a range of
    possible values. Only `candidates` are hidden as complements, the cheapest first; parts are preferred
    to totals. `harmless` cells are out of sight for another reason and may be got back.
    """
    harmless = np.zeros_like(primary) if harmless is None else harmless & ~primary
    hidden = primary | harmless
    todo = np.flatnonzero(hidden.any(axis=1))
    while todo.size:
        part = _Part(
            system, hidden[todo], [_rows(check, todo) for check in checks], cost[todo], candidates[todo]
        )
        part.harmless = harmless[todo]
        part.complete_lines()
        hidden[todo] = part.hidden
        weak = system.determined(part.hidden) & ~part.harmless
        if interval:
            weak |= part.too_narrow(primary[todo], interval)
        failing = weak.any(axis=1)
        part.hide_beside(weak)
        changed = (part.hidden != hidden[todo]).any(axis=1)
        hidden[todo] = part.hidden
        todo = todo[failing & changed]
    return hidden


def _rows(check: Check, tables: Places) -> Check:
    return Check(check.values[tables], check.minimum, check.zero_is_fine, check.lines)


class _Part:
    """The tables that are being worked on."""

    def __init__(
        self, system: TableSystem, hidden: Mask, checks: list[Check], cost: Numbers, candidates: Mask
    ) -> None:
        self.system, self.hidden, self.checks = system, hidden.copy(), checks
        self.values = cost
        self.harmless = np.zeros_like(hidden)
        # A complement of nobody hides nothing: zeros come last, but before giving up a total.
        self.cost = np.where(cost > 0, cost, FREE_OF_COST)
        self.candidates = candidates

    def complete_lines(self) -> None:
        """Hide complements until every line holds."""
        while True:
            before = self.hidden.copy()
            for group in self.system.groups:
                self._complete(group)
            if (before == self.hidden).all():
                return

    def failing(self, lines: Places) -> Mask:
        """Which of the lines give something away, as (table, line)."""
        system, hidden = self.system, self.hidden.astype(float)
        parent, sums = system.parent[lines], system.sums[lines]
        parts_hidden = hidden @ sums.T
        parent_hidden = self.hidden[:, parent]
        wrong = parts_hidden == 1
        if self.harmless.any():
            wrong &= self.harmless.astype(float) @ sums.T == 0
        for check in self.checks:
            parts = check.values @ sums.T
            out_of_sight = (check.values * hidden) @ sums.T
            left = check.values[:, parent] - parts + out_of_sight
            enough = left >= check.minimum
            if check.zero_is_fine:
                enough |= out_of_sight == 0
            applies = np.ones(len(lines), dtype=bool) if check.lines is None else check.lines[lines]
            wrong |= ~enough & applies[None, :]
        return np.where(parent_hidden, parts_hidden == 0, wrong & (parts_hidden > 0))

    def _complete(self, lines: Places) -> None:
        system = self.system
        failing = self.failing(lines)
        tables, places = np.nonzero(failing)
        if not tables.size:
            return
        rows = lines[places]
        everywhere = np.arange(len(system.lines))
        wanted = self.failing(everywhere)[tables] @ system.sums  # how many failing lines a cell would mend
        cells = system.children[rows]
        at = tables[:, None]
        price = self.cost[at, cells] / np.maximum(
            np.take_along_axis(wanted, np.maximum(cells, 0), axis=1), 1.0
        )
        barred = (cells < 0) | self.hidden[at, cells] | ~self.candidates[at, cells]
        price = np.where(barred, np.inf, price)
        best = price.argmin(axis=1)
        possible = np.isfinite(price[np.arange(len(rows)), best])
        chosen = cells[np.arange(len(rows)), best]
        # No part left to hide: the total goes instead.
        chosen = np.where(possible, chosen, system.parent[rows])
        self.hidden[tables, chosen] = True

    def too_narrow(self, primary: Mask, width: float) -> Mask:
        """Primary cells whose possible values lie too close; zeros that a shown zero implies are fine."""
        low, high = self.system.bounds(self.values, self.hidden)
        return primary & (high - low < width) & (high > 0)

    def hide_beside(self, weak: Mask) -> None:
        """
        Hide, for each weak cell, the cheapest shown cell that shares a line with it. Where its lines are
        hidden already, a longer chain gives it away: then the cheapest shown cell of that chain. What was
        just hidden may have made the weak cells on its lines safe: they are looked at again first.
        """
        system = self.system
        settled = np.zeros_like(weak)
        for table, cell in zip(*np.nonzero(weak), strict=True):
            if settled[table, cell]:
                continue
            beside = [
                other
                for row, line in enumerate(system.lines)
                if cell == line.parent or system.sums[row, cell]
                for other in line.children
                if not self.hidden[table, other] and self.candidates[table, other]
            ]
            above = [
                line.parent
                for line in system.lines
                if cell in line.children and not self.hidden[table, line.parent]
            ]
            choices = beside or above or self._in_the_chain(table, cell)
            if choices:
                chosen = min(choices, key=lambda other: (self.cost[table, other], other))
                self.hidden[table, chosen] = True
                settled[table] |= system.neighbours[chosen]

    def _in_the_chain(self, table: int, cell: int) -> list[int]:
        chain = self.system.giving_away(self.hidden[table], cell)
        return [int(other) for other in chain if self.candidates[table, other]]
