"""Excel workbooks (.xlsx), without macros. The archive is examined before it is unpacked by the spreadsheet
reader.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from xml.parsers import expat  # nosec: document types are refused by the handler below

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cases.imports import limits
from cases.imports.headings import fields_of, is_heading_row
from cases.imports.rows import FileRefused, ReadResult
from cases.imports.tabular import HEADING_AMONG_FIRST, Cell, read_table, text_of

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_CHUNK = 64 * 1024


def read_xlsx(content: bytes, *, today: date) -> ReadResult:
    """Read the first visible sheet that has a heading row. Raises FileRefused."""
    examine_archive(content)
    return read_table(_lines(content), format="xlsx", today=today)


def examine_archive(content: bytes) -> None:
    """Refuse archives that are damaged, carry macros, or unpack to far more than a table of absence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                raise FileRefused("not_xlsx", _("The file is not an Excel workbook (.xlsx)."))
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise FileRefused(
                    "macros", _("Workbooks with macros are refused; save it as an ordinary .xlsx.")
                )
            _refuse_bomb(members)
            for member in members:
                _unpack_once(archive, member)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise _damaged() from error


def _refuse_bomb(members: Sequence[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > limits.ZIP_RATIO_FROM
        and member.file_size > limits.ZIP_RATIO_AT_MOST * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > limits.ZIP_MEMBERS_AT_MOST or total > limits.ZIP_UNPACKED_AT_MOST or swollen:
        raise FileRefused("zip_bomb", _("The workbook unpacks to far more than its size; it is refused."))


def _unpack_once(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack in pieces without keeping them: sizes and check sums must be what the archive says, and a sheet
    may not claim cells so far apart that a reader would reserve memory for everything between.
    """
    measure = _SheetMeasure() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename) else None
    with archive.open(member) as unpacked:
        while piece := unpacked.read(_CHUNK):
            if measure:
                measure.feed(piece)


class _SheetMeasure:
    """Counts how far the cells of a sheet reach."""

    def __init__(self) -> None:
        self.rows = self.columns = self.row = self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise _damaged() from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdigit() and len(given) < 8 else self.row + 1
            self.column = 0
        elif name == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self.column = _column_number(match[1]) if match else self.column + 1
            self.row = int(match[2]) if match else self.row
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if self.columns > limits.COLUMNS_AT_MOST or self.rows * self.columns > limits.CELLS_AT_MOST:
                raise FileRefused("too_many_cells", _("The sheet has too many rows or columns."))

    def _refuse(self, *_anything: object) -> None:
        raise _damaged()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _lines(content: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Numbered rows of the sheet to read."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheets = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            if not sheets:
                raise FileRefused("no_sheet", _("The workbook has no visible sheet."))
            for name in sheets:
                sheet = workbook.get_sheet_by_name(name)
                top = sheet.to_python(skip_empty_area=False, nrows=HEADING_AMONG_FIRST)
                if any(is_heading_row(fields_of([text_of(cell) for cell in row])) for row in top):
                    break
            else:
                sheet = workbook.get_sheet_by_name(sheets[0])
            first_row = sheet.start[0] if sheet.start else 0
            yield from enumerate(sheet.iter_rows(), start=first_row + 1)
    except (CalamineError, ValueError, OverflowError) as error:
        raise _damaged() from error
    except BaseException as error:
        # The reader is native code; what it did not foresee arrives as a panic outside Exception.
        if type(error).__name__ == "PanicException":
            raise _damaged() from error
        raise


def _damaged() -> FileRefused:
    return FileRefused("damaged_workbook", _("The workbook is damaged or protected by a password."))
