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

from cases.imports import limits
from cases.imports.headings import fields_of, is_heading_row
from cases.imports.rows import FileRefused, ReadResult
from cases.imports.tabular import Cell, read_table, text_of
from cases.imports.workbook_reader import NoSheet, UnreadableWorkbook, rows_of_workbook

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_CHUNK = 64 * 1024
_ACTIVE = re.compile(r"vbaproject|(^|/)(activex|embeddings|macrosheets|dialogsheets|customui)/")
_STRANGE = re.compile(r"\\|:|(^|/)\.\.(/|$)")
_UNDER_PASSWORD = 0x1 | 0x40
_MACRO_TYPES = ("macroenabled", "vbaproject")


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
            _refuse_tricks(members)
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


def _refuse_tricks(members: Sequence[zipfile.ZipInfo]) -> None:
    """Names that lead out of the archive or stand twice, parts under a password, parts that are programs."""
    names = [member.filename.lower() for member in members]
    if any(_ACTIVE.search(name) for name in names):
        raise FileRefused("macros", _("Workbooks with macros are refused; save it as an ordinary .xlsx."))
    strange = any(name[:1] in ("", "/") or _STRANGE.search(name) for name in names)
    # The name as it stands in the archive: the reader of archives cuts it at a zero byte.
    hidden = any("\0" in member.orig_filename for member in members)
    sealed = any(member.flag_bits & _UNDER_PASSWORD for member in members)
    if strange or hidden or sealed or len(set(names)) < len(names):
        raise _damaged()


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
    name = member.filename.lower()
    reader: _Part | None = None
    if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
        reader = _SheetMeasure()
    elif name.endswith((".xml", ".rels")):
        reader = _Part()
    with archive.open(member) as unpacked:
        while piece := unpacked.read(_CHUNK):
            if reader:
                reader.feed(piece)


class _Part:
    """Reads one XML part for what must not be in it: document types, depth, huge attributes, macro types."""

    def __init__(self) -> None:
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        for handler in ("StartDoctypeDeclHandler", "EntityDeclHandler", "ExternalEntityRefHandler"):
            setattr(self.parser, handler, self._refuse)

    def feed(self, piece: bytes) -> None:
        try:
            self.parser.Parse(piece, False)
        except (expat.ExpatError, LookupError) as error:
            raise _damaged() from error

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > limits.XML_DEPTH_AT_MOST:
            raise FileRefused("too_deep", _("The elements of the file are nested too deeply."))
        if any(len(value) > limits.ATTRIBUTE_LENGTH_AT_MOST for value in attributes.values()):
            raise _damaged()
        kind = attributes.get("ContentType", "").lower()
        if any(word in kind for word in _MACRO_TYPES):
            raise FileRefused("macros", _("Workbooks with macros are refused; save it as an ordinary .xlsx."))
        self._start(name, attributes)

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """What a kind of part looks at besides."""

    def _refuse(self, *_anything: object) -> int:
        raise _damaged()


class _SheetMeasure(_Part):
    """Counts how far the cells of a sheet reach."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = self.columns = self.row = self.column = 0

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


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _lines(content: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Numbered rows of the sheet to read."""
    try:
        yield from rows_of_workbook(content, _with_heading)
    except NoSheet:
        raise FileRefused("no_sheet", _("The workbook has no visible sheet.")) from None
    except UnreadableWorkbook as error:
        raise _damaged() from error


def _with_heading(sheets: Sequence[Sequence[Sequence[Cell]]]) -> int:
    """The number of the first sheet that has a heading among its first rows; else of the first."""
    for number, top in enumerate(sheets):
        if any(is_heading_row(fields_of([text_of(cell) for cell in row])) for row in top):
            return number
    return 0


def _damaged() -> FileRefused:
    return FileRefused("damaged_workbook", _("The workbook is damaged or protected by a password."))
