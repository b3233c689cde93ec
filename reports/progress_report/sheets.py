"""A sheet of the report as plain data: the workbook, the page and the JSON are all written from these."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from reports.disclosure import Figure

Value = str | int | float | date | Figure


class Kind(StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    HOURS = "hours"
    PERCENT = "percent"
    POINTS = "points"


DECIMALS = {Kind.PERCENT: 1, Kind.POINTS: 1}


@dataclass(frozen=True)
class SheetColumn:
    """Swedish heading (row 1), machine key (hidden row 2) and what the cells hold."""

    label: str
    key: str
    kind: Kind = Kind.TEXT
    width: float = 12

    @property
    def decimals(self) -> int:
        return DECIMALS.get(self.kind, 0)


@dataclass(frozen=True)
class Sheet:
    """
    A table with headings. `heads` columns at the left name the row; the rest hold protected figures.
    `note` is printed above the page's table and in the sheet's header when it is printed.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    heads: int
    note: str = ""

    @property
    def hidden_cells(self) -> int:
        return sum(isinstance(value, Figure) and value.is_hidden for row in self.rows for value in row)

    def data(self) -> Iterator[tuple[str, str, str, str, float | None, str]]:
        """Long format: table, row key, column key, measure, value, status; protected figures only."""
        table = self.name[:2]
        for row in self.rows:
            row_key = "|".join(str(value) for value in row[: self.heads])
            for column, value in zip(self.columns[self.heads :], row[self.heads :], strict=True):
                if isinstance(value, Figure):
                    shown = value.as_json(column.decimals)
                    yield table, row_key, column.key, column.kind.value, shown["value"], str(shown["status"])  # type: ignore[misc]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "note": self.note,
            "columns": [{"key": column.key, "label": column.label} for column in self.columns],
            "rows": [
                {
                    column.key: value.as_json(column.decimals) if isinstance(value, Figure) else _plain(value)
                    for column, value in zip(self.columns, row, strict=True)
                }
                for row in self.rows
            ],
        }


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value
