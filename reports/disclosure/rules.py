"""Which figures are too small to show on their own: the primary rules and their thresholds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FLOOR = 3

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """
    `min_group`: the smallest number of staff a figure may be about; at most ten employees, or a figure
    that can be tied to one person, is hidden by SFS 2002:1065 (whether that act still binds every kind
    of employer is unconfirmed, it stays the norm). `min_count`: the smallest count shown besides zero;
    five, as the national sick-leave statistics have it. Neither may be below three.
    """

    min_group: int = 11
    min_count: int = 5

    def __post_init__(self) -> None:
        if min(self.min_group, self.min_count) < FLOOR:
            raise ValueError(f"Disclosure thresholds may not be below {FLOOR}: {self}.")


@dataclass(frozen=True, slots=True)
class Check:
    """
    What any published group, and any group somebody gets by subtraction, must satisfy.

    `values` is laid out as (table, cell). With `zero_is_fine`, zero may be shown: nobody is in it.
    `lines` limits the check to some equations, as the number of staff does not add up over diagnoses.
    """

    values: Numbers
    minimum: int
    zero_is_fine: bool = True
    lines: Mask | None = None

    def breaks(self) -> Mask:
        """Cells that fail on their own. A group with nobody in it has nobody to betray."""
        return (self.values > 0) & (self.values < self.minimum)
