"""
Units: small groups, many of them, and every one a part of a published subproject.

Two things keep them safe beside the ordinary rules. A unit whose months are mostly too small is published
in rolling twelve months only, never by month, so that years and months cannot be subtracted from one
another. And in a subproject where anything is hidden, its smallest unit (the carrier) is never shown at
all: whatever is hidden elsewhere could as well have happened there, in any month.
"""

from dataclasses import dataclass

import numpy as np

from reports.disclosure.linear import Line, TableSystem
from reports.disclosure.rules import Check, Mask, Numbers, Thresholds
from reports.disclosure.suppression import suppress

WINDOW = 12
NO_CARRIER = -1


@dataclass(frozen=True)
class Block:
    """The units of one subproject beside its own row: cell 0–2 the subproject, then three a unit."""

    units: np.ndarray
    system: TableSystem
    carrier: int

    @classmethod
    def of(cls, units: np.ndarray, staff: Numbers) -> "Block":
        """`staff` is (month, unit, gender with total first), of these units."""
        count = len(units)
        lines = [Line(3 * row, (3 * row + 1, 3 * row + 2), 0) for row in range(count + 1)]
        lines += [Line(g, tuple(3 * (row + 1) + g for row in range(count)), 1) for g in range(3)]
        both_always = (staff[:, :, 1:] > 0).all(axis=(0, 2))
        size = np.where(both_always, staff[:, :, 0].sum(axis=0), np.inf)
        has_carrier = count > 1 and bool(both_always.any())
        return cls(
            units, TableSystem(3 * (count + 1), lines), int(size.argmin()) if has_carrier else NO_CARRIER
        )

    def cells(self, by_unit: Numbers) -> Numbers:
        """(month, unit, gender) of all units → (month, cell) of this block; the subproject is their sum."""
        own = by_unit[:, self.units]
        return np.concatenate([own.sum(axis=1, keepdims=True), own], axis=1).reshape(len(own), -1)


@dataclass
class Pattern:
    """The hidden cells of one family of measures: by unit and month, and which units are yearly only."""

    hidden: Mask
    yearly: Mask
    link: Mask


class UnitProtection:
    """Hides units family by family; keeps what the families have in common."""

    def __init__(self, staff: Numbers, subproject_of_unit: tuple[int, ...], thresholds: Thresholds) -> None:
        self.staff, self.thresholds = staff, thresholds
        owners = np.array(subproject_of_unit, dtype=np.intp)
        self.blocks = {
            int(owner): Block.of(np.flatnonzero(owners == owner), staff[:, owners == owner])
            for owner in sorted(set(owners.tolist()))
        }

    def small(self, counts: list[Numbers]) -> Mask:
        """Unit cells that are too small on their own."""
        found = (self.staff > 0) & (self.staff < self.thresholds.min_group)
        for values in counts:
            found |= (values > 0) & (values < self.thresholds.min_count)
        return found

    def mostly_small(self, small: Mask) -> Mask:
        """Units whose total is hidden in more than half of the months in which they have staff."""
        staffed = self.staff[:, :, 0] > 0
        return (small[:, :, 0] & staffed).sum(axis=0) * 2 > staffed.sum(axis=0)

    def protect(
        self,
        counts: list[Numbers],
        primary: Mask,
        link: Mask,
        *,
        yearly: Mask | None = None,
        interval: float = 0.0,
    ) -> Pattern:
        """
        The pattern of a family. `counts` are what must not be small, `link` the subprojects' own hidden
        cells (month, subproject, gender). The answer's `link` holds those that units need hidden besides.
        With `yearly`, the named units (where the block has a carrier) are hidden in every month.
        """
        staff = self.staff
        hidden = primary & (staff > 0)
        link_out = link.copy()
        yearly_out = np.zeros(staff.shape[1], dtype=bool)
        for owner, block in self.blocks.items():
            own = hidden[:, block.units]
            if yearly is not None and block.carrier != NO_CARRIER and (own.any() or link[:, owner].any()):
                away = yearly[block.units].copy()
                yearly_out[block.units] = away
                away[block.carrier] = True
                yearly_out[block.units[block.carrier]] = False
                own[:, away] = True
                own &= staff[:, block.units] > 0
            start = np.concatenate([link[:, owner][:, None], own], axis=1).reshape(len(own), -1)
            size = block.cells(staff)
            checks = [Check(block.cells(values), self.thresholds.min_count) for values in counts]
            candidates = size > 0
            candidates[:, :3] = False
            total = sum((check.values for check in checks), np.zeros_like(size))
            done = suppress(
                block.system,
                start,
                [*checks, Check(size, self.thresholds.min_group)],
                cost=total if counts else size,
                candidates=candidates,
                interval=interval,
            ).reshape(len(own), -1, 3)
            hidden[:, block.units] = done[:, 1:]
            link_out[:, owner] |= done[:, 0]
        return Pattern(hidden, yearly_out, link_out)

    def years(self, pattern: Pattern, year_counts: list[Numbers], link: Mask) -> Mask:
        """Hidden rolling years (month, unit): the twelve months up to and with the month."""
        month_hidden = windows(pattern.hidden[:, :, 0].astype(float)) > 0
        smallest = window_minimum(self.staff[:, :, 0])
        small = smallest < self.thresholds.min_group
        for values in year_counts:
            small |= (values > 0) & (values < self.thresholds.min_count)
        hidden = np.where(pattern.yearly[None, :], small, month_hidden)
        hidden[: WINDOW - 1] = True
        parent_hidden = windows(link[:, :, 0].astype(float)) > 0
        for owner, block in self.blocks.items():
            count = len(block.units)
            system = TableSystem(count + 1, [Line(0, tuple(range(1, count + 1)))])
            own = hidden[:, block.units]

            def with_total(values: Numbers, block: Block = block) -> Numbers:
                part = values[:, block.units]
                return np.concatenate([part.sum(axis=1, keepdims=True), part], axis=1)

            start = np.concatenate([parent_hidden[:, owner][:, None], own], axis=1)
            checks = [Check(with_total(values), self.thresholds.min_count) for values in year_counts]
            candidates = np.zeros_like(start)
            candidates[:, 1:] = pattern.yearly[block.units][None, :]
            done = suppress(
                system,
                start,
                [*checks, Check(with_total(smallest), self.thresholds.min_group)],
                cost=with_total(smallest),
                candidates=candidates,
            )
            hidden[:, block.units] = done[:, 1:]
        return hidden


def windows(values: Numbers) -> Numbers:
    """Sums over the twelve months up to and with each (first axis); fewer at the beginning."""
    summed = np.cumsum(values, axis=0)
    summed[WINDOW:] = summed[WINDOW:] - summed[:-WINDOW]
    return np.asarray(summed)


def window_minimum(values: Numbers) -> Numbers:
    """The smallest value in the twelve months up to and with each."""
    return np.stack([values[max(0, last - WINDOW + 1) : last + 1].min(axis=0) for last in range(len(values))])
