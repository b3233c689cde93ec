"""The door for files: size, kind, reader."""

import codecs
from datetime import date

from django.utils.translation import gettext as _

from cases.imports.csv_file import read_csv
from cases.imports.limits import file_bytes_at_most
from cases.imports.paxml import read_paxml
from cases.imports.rows import FileRefused, ReadResult
from cases.imports.xlsx_file import read_xlsx
from experio.outside.logs.refusing import refuse_in_text

FORMATS = ("paxml", "csv", "xlsx")
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and any Office file under a password
_TEXT_ENDINGS = {"xml", "pax", "paxml", "csv", "txt", "tsv", "tlu", ""}
_READERS = {"paxml": read_paxml, "csv": read_csv, "xlsx": read_xlsx}


def read_file(content: bytes, format: str | None = None, *, today: date) -> ReadResult:
    """Read an absence file; its format is told by its content unless given. Raises FileRefused."""
    if not content.removeprefix(codecs.BOM_UTF8).strip(b" \t\r\n\0"):
        raise FileRefused("empty", _("The file is empty."))
    if len(content) > file_bytes_at_most():
        raise FileRefused(
            "too_large",
            _("The file is larger than %(size)d MB.") % {"size": file_bytes_at_most() // (1024 * 1024)},
        )
    if content.startswith(_OLE):
        raise FileRefused(
            "old_excel",
            _("Excel's old format (.xls) and protected workbooks cannot be read; save it as .xlsx."),
        )
    found = sniff_format(content)
    if format is not None and format != found and "xlsx" in (format, found):
        raise FileRefused("other_format", _("The file is not of the format that was stated."))
    return _READERS[format or found](content, today=today)


# How a file of each format may be named; payroll systems have endings of their own for text.
_ENDINGS = {"xlsx": {"xlsx"}, "paxml": _TEXT_ENDINGS, "csv": _TEXT_ENDINGS}


def refuse_other_name(name: str, format: str) -> None:
    """Refuse a file whose name says another kind than its content is. Raises FileRefused."""
    _stem, dot, ending = name.rpartition(".")
    if (ending.lower() if dot else "") not in _ENDINGS[format]:
        raise FileRefused(
            "other_name",
            _(
                "The name of the file ends as that of another kind of file than it is: "
                "save it anew as PAXml, CSV or Excel (.xlsx)."
            ),
        )


def shown_name(name: str) -> str:
    """
    A file's name as it is kept and shown: the last part of a path, printable, of bounded length; a personal
    number in it is replaced.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return refuse_in_text("".join(letter for letter in last if letter.isprintable()), set())[:200] or "?"


def sniff_format(content: bytes) -> str:
    """'paxml', 'csv' or 'xlsx' by the first bytes. Raises FileRefused for what is none of them."""
    if content.startswith(_ZIP):
        return "xlsx"
    start = content[:2000]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", errors="ignore").encode()
    elif b"\0" in start:
        raise FileRefused(
            "unknown_format",
            _("The file is neither PAXml, CSV nor an Excel workbook (.xlsx); it may be damaged."),
        )
    return "paxml" if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<") else "csv"
