"""Small tables of counts: participants, indicators, and whatever else is not part of the cube."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from reports.disclosure.figures import HIDDEN, Figure
from reports.disclosure.linear import Line, TableSystem
from reports.disclosure.rules import Check, Thresholds
from reports.disclosure.suppression import suppress

Key = TypeVar("Key", bound=Hashable)


def protect_counts(
    counts: Mapping[Key, int],
    sums: Sequence[tuple[Key, Sequence[Key]]],
    thresholds: Thresholds,
    *,
    group_sizes: Mapping[Key, int] | None = None,
    never_shown: Sequence[Key] = (),
) -> dict[Key, Figure]:
    """
    Protect a table of counts given as cells and sums (total, parts).

    `group_sizes` is how many people each figure is about, when that is more than the count itself.
    `never_shown` names cells that only exist to make a sum complete, such as what a subset leaves over:
    they come back hidden, and keep others hidden only where they are too small themselves.
    """
    keys = list(counts)
    place = {key: number for number, key in enumerate(keys)}
    system = TableSystem(
        len(keys),
        [
            Line(place[total], tuple(place[part] for part in parts), group)
            for (total, parts), group in zip(sums, _groups([parts for _, parts in sums]), strict=True)
        ],
    )
    values = np.array([[float(counts[key]) for key in keys]])
    checks = [Check(values, thresholds.min_count)]
    if group_sizes is not None:
        sizes = np.array([[float(group_sizes.get(key, 0)) for key in keys]])
        checks.append(Check(sizes, thresholds.min_group))
    primary = np.zeros(values.shape, dtype=bool)
    for check in checks:
        primary |= check.breaks()
    out_of_sight = np.array([[key in set(never_shown) for key in keys]])
    hidden = suppress(
        system,
        primary,
        checks,
        cost=values,
        candidates=~out_of_sight,
        interval=float(thresholds.min_count - 1),
        harmless=out_of_sight,
    )
    return {
        key: HIDDEN if hidden[0, number] else Figure(float(counts[key])) for number, key in enumerate(keys)
    }


def _groups(lines: Sequence[Sequence[Hashable]]) -> list[int]:
    """A group number for each line, so that lines of one group share no part and can be mended at once."""
    taken: list[set[Hashable]] = []
    numbers = []
    for parts in lines:
        free = (number for number, cells in enumerate(taken) if cells.isdisjoint(parts))
        number = next(free, len(taken))
        if number == len(taken):
            taken.append(set())
        taken[number].update(parts)
        numbers.append(number)
    return numbers
