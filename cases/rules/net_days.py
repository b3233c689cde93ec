"""Net days and gross days (nettodagar, bruttodagar), as Försäkringskassan counts them.

A gross day is a calendar day with sick leave, whatever its extent. Net days turn part days into whole ones:
two half days are one.
"""

from collections.abc import Iterable
from decimal import Decimal

from experio.periods import Period, merge


def gross_days(absences: Iterable[tuple[Period, int]], within: Period) -> int:
    """Calendar days with any sick leave within the period; a day is counted once."""
    parts = (absence.overlap(within) for absence, _extent in absences)
    return sum(part.days for part in merge(part for part in parts if part is not None))


def net_days(absences: Iterable[tuple[Period, int]], within: Period) -> Decimal:
    """Whole days' worth of sick leave within the period; extents are percent, 1–100.

    The extents of one person's absences do not overlap; they are added as they are.
    """
    percent_days = 0
    for absence, extent in absences:
        part = absence.overlap(within)
        if part is not None:
            percent_days += part.days * extent
    return Decimal(percent_days) / 100
