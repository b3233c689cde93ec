"""Tables of absence, one row per period or day, as CSV files and spreadsheets bring them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.imports import values
from cases.imports.codes import cause_from_text, is_other_code, normal_code
from cases.imports.headings import fields_of, is_heading_row, missing_columns
from cases.imports.limits import COLUMNS_AT_MOST, ROWS_AT_MOST, TEXT_LENGTH_AT_MOST
from cases.imports.people import Faults, LineRefused, number_to_show, person_from_text
from cases.imports.rows import AbsenceRow, Cause, Diagnosis, FileRefused, ReadResult
from cases.imports.staff_columns import person_row
from cases.imports.values import Unreadable

Cell = str | int | float | bool | date | datetime | object
HEADING_AMONG_FIRST = 10
_STAFF_FIELDS = (
    "first_name", "last_name", "gender", "birth_date", "unit_code", "weekly_hours", "employment_percent",
    "employed_from", "employed_to",
)  # fmt: skip


def read_table(lines: Iterable[tuple[int, Sequence[Cell]]], *, format: str, today: date) -> ReadResult:
    """Read numbered lines of cells; the heading is among the first ten. Raises FileRefused."""
    result = ReadResult(format)
    reader: _TableReader | None = None
    for place, (line, cells) in enumerate(lines, start=1):
        if place > ROWS_AT_MOST:
            raise FileRefused("too_many_rows", _("The file holds too many rows; divide it by month."))
        if len(cells) > COLUMNS_AT_MOST:
            raise FileRefused("too_many_columns", _("The file holds too many columns."))
        texts = [text_of(cell) for cell in cells]
        if not any(texts):
            continue
        if reader is not None:
            reader.read(line, texts, cells)
            continue
        fields = fields_of(texts)
        if is_heading_row(fields):
            reader = _TableReader(result, fields, today)
        elif place >= HEADING_AMONG_FIRST:
            break
    if reader is None:
        raise FileRefused(
            "no_heading",
            _(
                "No heading row was found. It should name employee number or personal number, "
                "first day, last day, extent and diagnosis."
            ),
        )
    reader.finish()
    return result


def text_of(cell: Cell) -> str:
    """A cell as text; whole numbers lose the decimal point that spreadsheets give them."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


class _TableReader:
    """Reads the lines below the heading."""

    def __init__(self, result: ReadResult, fields: dict[str, int], today: date) -> None:
        if missing := missing_columns(fields):
            names = {"first_day": _("first day"), "last_day": _("last day")}
            raise FileRefused(
                "missing_column",
                _("A column is missing: %(columns)s.")
                % {"columns": ", ".join(names[field] for field in missing)},
            )
        self.result = result
        self.fields = fields
        self.today = today
        self.tells_of_staff = bool({"first_name", "last_name"} & fields.keys())
        # (place among rows, number as written) of extents that may be parts of one or percent: see finish.
        self.undecided: list[tuple[int, Decimal]] = []
        self.largest_extent = Decimal(0)
        if "extent" not in fields:
            result.remarks.add("no_extent_column", _("The file has no column for extent: 100 % was assumed."))

    def read(self, line: int, texts: list[str], cells: Sequence[Cell]) -> None:
        try:
            if any(len(text) > TEXT_LENGTH_AT_MOST for text in texts):
                raise LineRefused("value_too_long", _("A cell of the line is too long."))
            row = self._row(line, texts, cells)
        except LineRefused as refusal:
            column = self.fields.get("employee_number", len(texts))
            number = number_to_show(texts[column]) if column < len(texts) else ""
            self.result.refused.add(line, refusal.code, refusal.message, number)
            return
        if row is not None:
            self.result.note_days(row.first_day, row.last_day)
            self.result.rows.append(row)

    def finish(self) -> None:
        """0,5 is half and 50 is half; a bare 1 is the whole when no extent of the file is above 1."""
        parts_of_one = self.largest_extent <= 1
        for place, number in self.undecided:
            percent = number * 100 if parts_of_one else number
            row = self.result.rows[place]
            self.result.rows[place] = replace(row, extent=values.whole_percent(percent))

    def _row(self, line: int, texts: list[str], cells: Sequence[Cell]) -> AbsenceRow | None:
        def text(field: str) -> str:
            column = self.fields.get(field)
            return texts[column] if column is not None and column < len(texts) else ""

        def cell(field: str) -> Cell:
            column = self.fields.get(field)
            return cells[column] if column is not None and column < len(cells) else ""

        cause = self._cause(text("cause"))
        if cause is None:
            code = normal_code(text("cause"))
            self.result.skipped[code] += 1
            return None
        faults = Faults()
        person = faults.of(
            person_from_text,
            text("employee_number"),
            text("personal_number"),
            line=line,
            today=self.today,
            remarks=self.result.remarks,
        )
        days = faults.of(self._days, line, text, cell)
        diagnosis = faults.of(self._diagnosis, text("diagnosis"))
        share = faults.of(self._extent, line, text("extent"))
        faults.refuse()
        if person is None or days is None or diagnosis is None or share is None:
            raise AssertionError("A part that is missing has refused the line.")
        extent, undecided = share
        if undecided is not None:
            self.undecided.append((len(self.result.rows), undecided))
        if self.tells_of_staff and person not in self.result.people:
            self.result.people[person] = person_row(
                person, line, {field: text(field) for field in _STAFF_FIELDS}, today=self.today
            )
        return AbsenceRow(line, person, *days, extent, None, cause, diagnosis)

    def _cause(self, text: str) -> Cause | None:
        if not text:
            return Cause.SICKNESS
        cause = cause_from_text(text)
        if cause is None and not is_other_code(text):
            raise LineRefused("unknown_code", _("The absence code is not known."))
        return cause

    def _diagnosis(self, text: str) -> Diagnosis:
        try:
            return values.diagnosis_from_text(text)
        except Unreadable:
            raise LineRefused(
                "diagnosis", _("The diagnosis is not a code of ICD-10-SE, for example F43 or M54.5.")
            ) from None

    def _days(
        self, line: int, text: Callable[[str], str], cell: Callable[[str], Cell]
    ) -> tuple[date, date | None]:
        if "first_day" not in self.fields:
            if not text("day"):
                raise LineRefused("no_day", _("The line has no date."))
            day = self._day(line, text("day"), cell("day"))
            return day, day
        if not text("first_day"):
            raise LineRefused("no_first_day", _("The first day is missing."))
        first_day = self._day(line, text("first_day"), cell("first_day"))
        if not text("last_day"):
            return first_day, None  # ongoing
        last_day = self._day(line, text("last_day"), cell("last_day"), on_or_after=first_day)
        if last_day.year >= values.OPEN_END_YEAR:
            return first_day, None
        if last_day < first_day:
            raise LineRefused("last_before_first", _("The last day is before the first."))
        return first_day, last_day

    def _day(self, line: int, text: str, cell: Cell, *, on_or_after: date | None = None) -> date:
        try:
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                day: date | None = values.day_from_excel_number(float(cell), today=self.today)
            else:
                day = values.day_from_text(text, today=self.today)
            if day is None:
                day = values.day_without_year(text, today=self.today, on_or_after=on_or_after)
                self.result.remarks.add(
                    "year_assumed",
                    _(
                        "A date has no year: the latest year was taken that does not put "
                        "the first day in the future."
                    ),
                    line,
                )
        except (Unreadable, OverflowError):
            raise LineRefused("date", _("A date cannot be read; write it as YYYY-MM-DD.")) from None
        is_open_end = on_or_after is not None and day.year >= values.OPEN_END_YEAR
        if not is_open_end and not values.is_believable_day(day, today=self.today):
            raise LineRefused("date_out_of_range", _("The date lies before 1950 or too far in the future."))
        return day

    def _extent(self, line: int, text: str) -> tuple[int, Decimal | None]:
        """(percent, number left undecided until the whole file is read)."""
        if "extent" not in self.fields:
            return 100, None
        if not text:
            raise LineRefused("no_extent", _("The extent is missing."))
        try:
            number, is_percent = values.extent_from_text(text)
        except Unreadable:
            raise LineRefused("extent", _("The extent is not a number.")) from None
        if not is_percent:
            self.largest_extent = max(self.largest_extent, number)
        if 0 < number < 1 and not is_percent:
            number, is_percent = number * 100, True
        if not 0 < number <= 100:
            raise LineRefused("extent", _("The extent must lie between 1 and 100 percent."))
        percent = values.whole_percent(number)
        if percent != number:
            self.result.remarks.add("extent_rounded", _("The extent was rounded to whole percent."), line)
        return percent, number if number == 1 and not is_percent else None
