"""
Run in a process of its own, without Django: reads a workbook from the standard input, writes its cells.

The spreadsheet reader is native code. Whatever a hostile file does to it (memory, time, a crash) happens
here, within limits that the kernel keeps, and never in a web worker.

In: eight bytes of length, the workbook; later the number of the sheet to read in full, on a line.
Out: lines of JSON. First the visible sheets, each with its first rows; then the rows of the chosen one.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum


def main() -> None:
    memory, seconds, first_rows = (int(text) for text in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    length = int.from_bytes(sys.stdin.buffer.read(8), "big")
    with CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read(length))) as workbook:
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        tops = [workbook.get_sheet_by_name(name) for name in names]
        say([rows(sheet.to_python(skip_empty_area=False, nrows=first_rows)) for sheet in tops])
        chosen = sys.stdin.buffer.readline()
        if not chosen:
            return
        sheet = tops[int(chosen)]
        say(sheet.start[0] if sheet.start else 0)
        for row in sheet.iter_rows():
            say([cell(value) for value in row])
    say("end")


def rows(found: list[list[Any]]) -> list[list[Any]]:
    return [[cell(value) for value in row] for row in found]


def cell(value: Any) -> Any:
    """A value as JSON can carry it; days and times are named pairs."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"span": value.total_seconds()}
    return value


def say(thing: Any) -> None:
    sys.stdout.write(json.dumps(thing))
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
