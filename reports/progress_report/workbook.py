"""The report as an XLSX workbook. No macros, no formulas; numbers are numbers and dates are dates."""

import io
from typing import Any

import xlsxwriter

from experio.spreadsheets import neutral, write_cell
from reports.disclosure import Figure
from reports.progress_report.build import ProgressReport
from reports.progress_report.sheets import Kind, Sheet, SheetColumn

NUMBER_FORMATS = {Kind.COUNT: "0", Kind.HOURS: "#,##0", Kind.PERCENT: "0.0%", Kind.POINTS: "+0.0;-0.0;0.0"}
FIRST_DATA_ROW = 2
FEW_ROWS = 200


def workbook_bytes(report: ProgressReport) -> bytes:
    """All sheets: row 1 the Swedish headings, hidden row 2 the machine keys, then the data."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties(
            {
                "title": neutral(
                    f"Lägesrapport {report.project.diarienummer} {report.first} – {report.last}"
                ),
                "comments": report.checksum,
            }
        )
        formats = _Formats(workbook)
        for sheet in report.sheets:
            _write(workbook.add_worksheet(sheet.name), sheet, formats)
    return buffer.getvalue()


class _Formats:
    def __init__(self, workbook: Any) -> None:
        self.heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.key = workbook.add_format({"italic": True})
        self.text = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.mark = workbook.add_format({"align": "right"})
        self.numbers = {
            kind: workbook.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()
        }


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.label, formats.heading)
        page.write_string(1, number, column.key, formats.key)
    page.set_row(1, None, None, {"hidden": True})
    for row_number, row in enumerate(sheet.rows, start=FIRST_DATA_ROW):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if isinstance(value, Figure):
                _write_figure(page, row_number, number, column, value, formats)
            else:
                few = formats.text if len(sheet.rows) <= FEW_ROWS and isinstance(value, str) else None
                write_cell(
                    page, row_number, number, value, few, {"date": formats.day, "datetime": formats.moment}
                )
    last_row, last_column = FIRST_DATA_ROW + len(sheet.rows) - 1, len(sheet.columns) - 1
    page.freeze_panes(FIRST_DATA_ROW, min(sheet.heads, 3) if sheet.heads < len(sheet.columns) else 1)
    page.autofilter(0, 0, max(last_row, 1), last_column)
    page.print_area(0, 0, max(last_row, 1), last_column)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L{sheet.name}&C{sheet.note.replace('&', '&&')}&R&P/&N")


def _write_figure(
    page: Any, row: int, number: int, column: SheetColumn, figure: Figure, formats: _Formats
) -> None:
    if figure.value is None:
        page.write_string(row, number, figure.mark, formats.mark)
        return
    value = round(figure.value, column.decimals)
    # A share is a number with a percentage format: 4.3 % is stored as 0.043.
    page.write_number(
        row,
        number,
        round(value / 100, 4) if column.kind is Kind.PERCENT else value,
        formats.numbers[column.kind],
    )
