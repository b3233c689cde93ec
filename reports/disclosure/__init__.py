"""Figures may not betray a person (röjandekontroll): the one door between raw counts and everything shown.

Pure arithmetic, no database and no web: a table of raw figures goes in, the protected table comes out.
`docs/statistics/disclosure.md` tells the rules with an example.
"""

from reports.disclosure.cube import ProtectedCube, RawCube, protect_cube
from reports.disclosure.figures import MISSING, NOT_APPLICABLE, SUPPRESSED, Figure, Status
from reports.disclosure.linear import TableSystem
from reports.disclosure.rules import Check, Thresholds
from reports.disclosure.suppression import suppress
from reports.disclosure.tables import protect_counts

__all__ = [
    "MISSING",
    "NOT_APPLICABLE",
    "SUPPRESSED",
    "Check",
    "Figure",
    "ProtectedCube",
    "RawCube",
    "Status",
    "TableSystem",
    "Thresholds",
    "protect_counts",
    "protect_cube",
    "suppress",
]
