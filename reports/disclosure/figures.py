"""One published figure: a number, or a mark that says why there is none."""

from dataclasses import dataclass
from enum import StrEnum

SUPPRESSED = ".."
NOT_APPLICABLE = "."
MISSING = "-"


class Status(StrEnum):
    """Why a figure is shown or not; the letters stand in files and JSON."""

    OK = "ok"
    SUPPRESSED = "s"
    NOT_APPLICABLE = "na"
    MISSING = "m"


@dataclass(frozen=True, slots=True)
class Figure:
    """A protected figure. `value` is None whenever the status is not ok: a hidden value exists nowhere."""

    value: float | None
    status: Status = Status.OK

    def __post_init__(self) -> None:
        if (self.value is None) == (self.status is Status.OK):
            raise ValueError("A figure has a value exactly when its status is ok.")

    @property
    def mark(self) -> str:
        """The mark to show instead of a number; empty for a number."""
        return _MARKS[self.status]

    def as_json(self, decimals: int = 0) -> dict[str, float | int | str | None]:
        """Value and status for machines; a whole number is written as one."""
        value = None if self.value is None else round(self.value, decimals)
        return {
            "value": int(value) if value is not None and not decimals else value,
            "status": str(self.status),
        }

    @property
    def is_hidden(self) -> bool:
        return self.status is Status.SUPPRESSED


_MARKS = {
    Status.OK: "",
    Status.SUPPRESSED: SUPPRESSED,
    Status.NOT_APPLICABLE: NOT_APPLICABLE,
    Status.MISSING: MISSING,
}

HIDDEN = Figure(None, Status.SUPPRESSED)
EMPTY = Figure(None, Status.NOT_APPLICABLE)
UNKNOWN = Figure(None, Status.MISSING)
