"""Rows in, CSV or XLSX out; knows nothing of cases, staff or statistics.

A spreadsheet program runs a text cell that begins with a sign as a formula, so every text cell is
neutralised here, once, for all downloads. Numbers and dates stay numbers and dates.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext

TYPE_OF_CSV = "text/csv; charset=utf-8"
TYPE_OF_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CONTROL_STARTS = ("\t", "\r", "\n")
PASSED_OVER = " \t\r\n\0\v\f\u00a0\u200b\u200c\u200d\u2060\u202a\u202c\u202d\u202e\ufeff"
BYTE_ORDER_MARK = "\ufeff"
SHEET_NAME_LENGTH = 31
FOOTER_LENGTH = 200  # Excel takes 255 characters, codes included


@dataclass(frozen=True)
class Column:
    """A heading with, for XLSX, a number format (`0.0%`, `yyyy-mm-dd`) and a width in characters."""

    label: str
    number_format: str = ""
    width: float = 16


def neutral(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet program would run it as a formula.

    A lone sign (`-` is the mark for a missing figure) cannot be run and is left as it is. What a program
    passes over at the beginning (blanks, invisible characters) does not hide the sign behind it.
    """
    if text.startswith(CONTROL_STARTS) and len(text) > 1:
        return f"'{text}"
    seen = text.lstrip(PASSED_OVER)
    return f"'{text}" if len(seen) > 1 and seen.startswith(FORMULA_STARTS) else text


def csv_text(
    columns: Sequence[str | Column], rows: Iterable[Sequence[Any]], *, language: str = "", note: str = ""
) -> str:
    """The rows as CSV in the habit of the language (the active one unless given); `note` is a last line.

    Swedish: byte order mark, semicolon, decimal comma, as Excel in Swedish opens and saves it.
    Any other: comma and decimal point (RFC 4180). Dates are ISO 8601 in both.
    """
    swedish = (language or get_language() or "sv").startswith("sv")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if swedish else ",", lineterminator="\r\n")
    writer.writerow(
        [neutral(str(column.label if isinstance(column, Column) else column)) for column in columns]
    )
    for row in rows:
        writer.writerow([_csv_cell(value, comma=swedish) for value in row])
    if note:
        writer.writerow([neutral(note)])
    return (BYTE_ORDER_MARK if swedish else "") + text.getvalue()


def csv_response(
    filename: str, columns: Sequence[str | Column], rows: Iterable[Sequence[Any]], *, note: str = ""
) -> HttpResponse:
    """A CSV download; `filename` with or without its ending."""
    return attachment(
        csv_text(columns, rows, note=note).encode(), TYPE_OF_CSV, _with_ending(filename, ".csv")
    )


def xlsx_bytes(
    columns: Sequence[str | Column], rows: Iterable[Sequence[Any]], *, sheet: str = "", note: str = ""
) -> bytes:
    """
    One sheet with the heading frozen and a filter over all rows. A `note` stands below the rows, at the foot
    of every printed page and in the document's properties.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": True}) as workbook:
        page = workbook.add_worksheet(sheet_name(sheet))
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {"date": workbook.add_format({"num_format": "yyyy-mm-dd"})}
        formats["datetime"] = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.freeze_panes(1, 0)
        by_column: list[Any] = []
        for index, column in enumerate(columns):
            known = column if isinstance(column, Column) else Column(str(column))
            chosen = workbook.add_format({"num_format": known.number_format}) if known.number_format else None
            by_column.append(chosen)
            page.set_column(index, index, known.width, chosen)
            page.write_string(0, index, neutral(str(known.label)), heading)
        last = 0
        for last, row in enumerate(rows, start=1):  # noqa: B007 - the filter needs the number of the last row
            for index, value in enumerate(row):
                write_cell(page, last, index, value, by_column[index], formats)
        page.autofilter(0, 0, last, max(len(by_column) - 1, 0))
        if note:
            page.write_string(last + 1, 0, neutral(note))
            page.set_footer(f"&L{note[:FOOTER_LENGTH].replace('&', '&&')}&R&P")
            workbook.set_properties({"comments": note})
    return buffer.getvalue()


def xlsx_response(
    filename: str,
    columns: Sequence[str | Column],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "",
    note: str = "",
) -> HttpResponse:
    """An XLSX download; `filename` with or without its ending."""
    return attachment(
        xlsx_bytes(columns, rows, sheet=sheet, note=note), TYPE_OF_XLSX, _with_ending(filename, ".xlsx")
    )


def write_cell(
    page: Any,
    row: int,
    column: int,
    value: Any,
    cell_format: Any = None,
    formats: dict[str, Any] | None = None,
) -> None:
    """One value into an XlsxWriter sheet: never as a formula, numbers as numbers, dates as dates."""
    formats = formats or {}
    match value:
        case None | "":
            page.write_blank(row, column, None, cell_format)
        case bool():
            page.write_string(row, column, gettext("yes") if value else gettext("no"), cell_format)
        case int() | float() | Decimal():
            page.write_number(row, column, float(value), cell_format)
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            page.write_datetime(
                row, column, local.replace(tzinfo=None), cell_format or formats.get("datetime")
            )
        case date():
            page.write_datetime(row, column, value, cell_format or formats.get("date"))
        case _:
            page.write_string(row, column, neutral(str(value)), cell_format)


def attachment(content: bytes, content_type: str, filename: str) -> HttpResponse:
    """A download that is not kept by caches between the server and the person."""
    response = HttpResponse(content, content_type=content_type)
    plain = filename.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = "private, no-store"
    return response


def sheet_name(text: str) -> str:
    """A name that Excel accepts: at most 31 characters, none of `[]:*?/\\`, never empty."""
    allowed = "".join("-" if character in "[]:*?/\\" else character for character in str(text)).strip("'")
    return allowed[:SHEET_NAME_LENGTH] or gettext("Data")


def _csv_cell(value: Any, *, comma: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case int():
            return str(value)
        case float() | Decimal():
            number = format(value, "f") if isinstance(value, Decimal) else repr(value)
            return number.replace(".", ",") if comma else number
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return local.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case _:
            return neutral(str(value))


def _with_ending(filename: str, ending: str) -> str:
    return filename if filename.endswith(ending) else filename + ending
