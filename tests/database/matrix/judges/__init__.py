"""
The judges of an answer: each looks at one thing of the same answer, and says what is wrong.

A judge is a function from what was asked and came back (`Asked`) to sentences; none means that all is well.
"""

from collections.abc import Callable

from tests.database.matrix.asking import Asked
from tests.database.matrix.judges import (
    headers,
    inline,
    left_behind,
    limits_of_fields,
    log_row,
    masked,
    status,
)

Judge = Callable[[Asked], list[str]]

JUDGES: dict[str, Judge] = {
    "status": status.judge,
    "fields": limits_of_fields.judge,
    "left behind": left_behind.judge,
    "protected identity": masked.judge,
    "headers": headers.judge,
    "inline code": inline.judge,
    "reading log": log_row.judge,
}


def complaints(asked: Asked) -> list[str]:
    """What any judge finds wrong, with the cell and the judge."""
    return [f"{asked.cell} {name}: {wrong}" for name, judge in JUDGES.items() for wrong in judge(asked)]
