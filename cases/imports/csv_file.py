"""CSV files: text with semicolon, comma or tab between the columns."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from cases.imports.headings import fields_of, is_heading_row
from cases.imports.rows import FileRefused, ReadResult
from cases.imports.tabular import HEADING_AMONG_FIRST, read_table
from cases.imports.text import decoded

SEPARATORS = (";", "\t", ",")


def read_csv(content: bytes, *, today: date) -> ReadResult:
    """Read a CSV file. Raises FileRefused when it is no table of absence."""
    text, _encoding = decoded(content)
    try:
        return read_table(_lines(text, _separator(text)), format="csv", today=today)
    except csv.Error as error:
        raise FileRefused(
            "not_csv", _("The file is not a readable table: a quotation mark may be missing its pair.")
        ) from error


def _separator(text: str) -> str:
    """The separator with which some row near the top names most columns."""

    def columns_named(separator: str) -> int:
        best = 0
        for _line, cells in islice(_lines(text, separator), HEADING_AMONG_FIRST):
            fields = fields_of(cells)
            if is_heading_row(fields):
                best = max(best, len(fields))
        return best

    return max(SEPARATORS, key=columns_named)


def _lines(text: str, separator: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1
