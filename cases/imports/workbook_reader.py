"""The cells of a workbook, read by a process that can be ended (`workbook_process`)."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, cast

from cases.imports import limits
from cases.imports.tabular import HEADING_AMONG_FIRST, Cell

PROGRAM = Path(__file__).with_name("workbook_process.py")

Rows = list[list[Cell]]


class UnreadableWorkbook(Exception):
    """The reader failed, or needed more time or memory than it may have."""


class NoSheet(Exception):
    """The workbook has no visible sheet."""


def rows_of_workbook(
    content: bytes, choose: Callable[[list[Rows]], int]
) -> Iterator[tuple[int, Sequence[Cell]]]:
    """
    Numbered rows of the sheet that `choose` picks by the first rows of each. Raises UnreadableWorkbook,
    NoSheet.
    """
    with _reader() as reader:
        try:
            _say(reader, len(content).to_bytes(8, "big") + content)
            sheets = [[_cells(row) for row in rows] for rows in _heard(reader)]
            if not sheets:
                raise NoSheet
            _say(reader, f"{choose(sheets)}\n".encode())
            number = int(_heard(reader))
            while (row := _heard(reader)) != "end":
                number += 1
                yield number, _cells(row)
        except (OSError, ValueError, TypeError) as error:
            raise UnreadableWorkbook from error


@contextlib.contextmanager
def _reader() -> "Iterator[subprocess.Popen[bytes]]":
    """The process; it is gone when the block is left, and after its time in any case."""
    bounds = (limits.READER_MEMORY_AT_MOST, limits.READER_SECONDS_AT_MOST, HEADING_AMONG_FIRST)
    reader = subprocess.Popen(  # noqa: S603  (our own program, nothing of the file in its arguments)
        [sys.executable, "-I", str(PROGRAM), *map(str, bounds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
    # Waiting is bounded too: a reader that sleeps uses no time of its own.
    alarm = threading.Timer(limits.READER_SECONDS_AT_MOST, reader.kill)
    alarm.daemon = True
    alarm.start()
    try:
        yield reader
    finally:
        alarm.cancel()
        reader.kill()
        for pipe in (reader.stdin, reader.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        reader.wait()


def _say(reader: "subprocess.Popen[bytes]", what: bytes) -> None:
    pipe = cast(IO[bytes], reader.stdin)
    pipe.write(what)
    pipe.flush()


def _heard(reader: "subprocess.Popen[bytes]") -> Any:
    return json.loads(cast(IO[bytes], reader.stdout).readline())


def _cells(row: list[Any]) -> list[Cell]:
    return [_cell(value) for value in row]


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    match kind:
        case "moment":
            return datetime.fromisoformat(text)
        case "day":
            return date.fromisoformat(text)
        case "time":
            return time.fromisoformat(text)
    return timedelta(seconds=text)
