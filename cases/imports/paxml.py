"""PAXml 2.0, the Swedish standard for payroll data: time transactions, schedules and staff of one employer.

The elements used are tidtransaktioner (tidtrans, klar, attesterat), schematransaktioner and personal; the
others are passed over. Their order is free. Source: the PAXml 2.0 standard and its schema.
"""

import re
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.imports import values
from cases.imports.codes import ATTENDANCE, OWN_SICKNESS, normal_code
from cases.imports.limits import ROWS_AT_MOST
from cases.imports.people import Faults, LineRefused, number_to_show, person_from_text
from cases.imports.rows import AbsenceRow, FileRefused, Person, ReadResult
from cases.imports.staff_columns import person_row
from cases.imports.values import Unreadable
from cases.imports.xml_events import as_utf8, read_elements

_VERSION = re.compile(r"2(\.\d)?")
_XML_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?")
HOURS_A_DAY_AT_MOST = 24
_CODE_SHOWN = 12


def read_paxml(content: bytes, *, today: date) -> ReadResult:
    """Read a PAXml file. Raises FileRefused when it is something else or damaged."""
    result = ReadResult("paxml")
    reader = _Reader(result, today)
    read_elements(as_utf8(content, result.remarks), on_start=reader.start, on_end=reader.end)
    reader.finish()
    return result


class _Reader:
    """Gathers elements into rows; each element of interest is complete when its end comes."""

    def __init__(self, result: ReadResult, today: date) -> None:
        self.result = result
        self.today = today
        self.version: str | None = None
        self.line = 0
        self.attributes: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self.schedule_of: Person | None = None
        self.transactions = 0
        self.approved: dict[str, date] = {}

    def start(self, path: tuple[str, ...], attributes: dict[str, str], line: int) -> None:
        if len(path) == 1 and path[0] != "paxml":
            raise FileRefused(
                "wrong_root", _("This XML file is not PAXml: its outermost element should be “paxml”.")
            )
        if len(path) == 3:
            self.line, self.attributes, self.values = line, attributes, {}
            if path[1:] == ("schematransaktioner", "schema"):
                self.schedule_of = self._person_or_none(attributes)
            elif path[1:] == ("tidtransaktioner", "attesterat"):
                self._note_approval(attributes)
        elif path[1:] == ("schematransaktioner", "schema", "dag"):
            self._note_schedule(attributes)
        elif path[1:3] == ("personal", "person") and path[-1] == "resenhet" and attributes.get("dim") == "1":
            self.values["unit"] = attributes.get("id", "")

    def end(self, path: tuple[str, ...], text: str) -> None:
        if path == ("paxml", "header", "version"):
            self._check_version(text)
        elif len(path) == 4 and path[1] in ("tidtransaktioner", "personal"):
            self.values[path[3]] = text
        elif path == ("paxml", "tidtransaktioner", "tidtrans"):
            self._transaction()
        elif path == ("paxml", "personal", "person"):
            self._member_of_staff()

    def finish(self) -> None:
        if self.version is None:
            raise FileRefused("no_version", _("The file does not say which version of PAXml it follows."))
        if self.approved:
            for row in self.result.rows:
                through = self.approved.get(row.person.employee_number or row.person.personal_number)
                if through is None or row.first_day > through:
                    self.result.remarks.add(
                        "not_approved",
                        _("The file marks other rows as approved (attesterat), but not these."),
                        row.line,
                    )

    def _check_version(self, text: str) -> None:
        if not _VERSION.fullmatch(text):
            raise FileRefused(
                "wrong_version", _("Only version 2.0 of PAXml can be read; this file follows another.")
            )
        if text not in ("2", "2.0"):
            self.result.remarks.add(
                "version", _("The file follows a later PAXml than 2.0; it was read as 2.0.")
            )
        self.version = text

    def _transaction(self) -> None:
        self.transactions += 1
        if self.transactions > ROWS_AT_MOST:
            raise FileRefused("too_many_rows", _("The file holds too many rows; divide it by month."))
        code = normal_code(self.values.get("tidkod", ""))
        try:
            if not code:
                raise LineRefused("no_code", _("The row has no time code (tidkod)."))
            if code not in OWN_SICKNESS:
                self.result.skipped[code if code.isprintable() and len(code) <= _CODE_SHOWN else "?"] += 1
                self._note_other(code)
                return
            row = self._sick_row(code)
        except LineRefused as refusal:
            number = number_to_show(self.attributes.get("anstid", ""))
            self.result.refused.add(self.line, refusal.code, refusal.message, number)
            return
        self.result.note_days(row.first_day, row.last_day)
        if row.hours == 0:
            # A day off within a sick leave, exported with no hours: it adds no day and breaks no spell.
            self.result.days_off.setdefault(row.person, set()).add(row.first_day)
            self.result.skipped[code] += 1
            return
        self.result.rows.append(row)

    def _sick_row(self, code: str) -> AbsenceRow:
        faults = Faults()
        person = faults.of(self._person, self.attributes)
        days = faults.of(self._days)
        extent = faults.of(self._extent)
        faults.refuse()
        if person is None or days is None:
            raise AssertionError("A part that is missing has refused the line.")
        first_day, last_day, hours = days
        if text := self.values.get("timmar"):
            given = self._number(text, "hours", _("The hours are not a number."))
            if extent is not None:
                self.result.remarks.add(
                    "hours_and_extent",
                    _("The row gives both hours and extent; the extent was used."),
                    self.line,
                )
            elif first_day != last_day:
                raise LineRefused(
                    "hours_of_interval", _("Hours can be given for a single day only, not a period.")
                )
            if extent is None and not 0 <= given <= HOURS_A_DAY_AT_MOST:
                raise LineRefused("hours", _("The hours of a day must lie between 0 and 24."))
            hours = given
        if extent is None and hours is None:
            extent = 100  # neither is given: all of the schedule
        return AbsenceRow(
            line=self.line,
            person=person,
            first_day=first_day,
            last_day=last_day,
            extent=extent,
            hours=None if extent is not None else hours,
            cause=OWN_SICKNESS[code],
            source_id=self.attributes.get("postid", "")[:40],
        )

    def _extent(self) -> int | None:
        """In percent; None when the row gives none."""
        if not (text := self.values.get("omfattning")):
            return None
        number = self._number(text, "extent", _("The extent is not a number."))
        if not 0 < number <= 100:
            raise LineRefused("extent", _("The extent must lie between 1 and 100 percent."))
        extent = values.whole_percent(number)
        if extent != number:
            self.result.remarks.add(
                "extent_rounded", _("The extent was rounded to whole percent."), self.line
            )
        return extent

    def _days(self) -> tuple[date, date | None, Decimal | None]:
        given = self.values
        if given.get("datum"):
            day = self._day(given["datum"])
            return day, day, None
        if given.get("datumfrom"):
            first_day = self._day(given["datumfrom"])
            if not given.get("datumtom"):
                raise LineRefused(
                    "no_last_day", _("The period has a first day (datumfrom) but no last (datumtom).")
                )
            last_day = self._last_day(given["datumtom"])
            if last_day and last_day < first_day:
                raise LineRefused("last_before_first", _("The last day is before the first."))
            return first_day, last_day, None
        if given.get("starttid") and given.get("sluttid"):
            return self._clock_times(given["starttid"], given["sluttid"])
        raise LineRefused("no_day", _("The row has no date."))

    def _clock_times(self, first: str, last: str) -> tuple[date, date, Decimal | None]:
        try:
            start, end = values.timestamp_from_text(first), values.timestamp_from_text(last)
        except Unreadable:
            raise LineRefused("date", _("The times cannot be read.")) from None
        if end <= start:
            raise LineRefused("last_before_first", _("The end is not after the start."))
        first_day = self._believable(start.date())
        last_day = self._believable((end - timedelta(seconds=1)).date())
        if first_day != last_day:
            return first_day, last_day, None
        return first_day, last_day, Decimal((end - start).seconds or 86_400) / 3600

    def _day(self, text: str) -> date:
        return self._believable(self._calendar_day(text))

    def _last_day(self, text: str) -> date | None:
        """None when the system writes an open end as a day in the far future."""
        day = self._calendar_day(text)
        return None if day.year >= values.OPEN_END_YEAR else self._believable(day)

    def _calendar_day(self, text: str) -> date:
        match = _XML_DATE.fullmatch(text)
        if match:
            with suppress(ValueError):
                return date(int(match[1]), int(match[2]), int(match[3]))
        raise LineRefused("date", _("The date cannot be read; it should be written YYYY-MM-DD."))

    def _believable(self, day: date) -> date:
        if not values.is_believable_day(day, today=self.today):
            raise LineRefused("date_out_of_range", _("The date lies before 1950 or too far in the future."))
        return day

    def _number(self, text: str, code: str, message: str) -> Decimal:
        try:
            return values.decimal_from_text(text)
        except Unreadable:
            raise LineRefused(code, message) from None

    def _person(self, attributes: dict[str, str]) -> Person:
        return person_from_text(
            attributes.get("anstid", ""),
            attributes.get("persnr", ""),
            line=self.line,
            today=self.today,
            remarks=self.result.remarks,
        )

    def _person_or_none(self, attributes: dict[str, str]) -> Person | None:
        try:
            return self._person(attributes)
        except LineRefused:
            return None

    def _note_other(self, code: str) -> None:
        """Rows that are not sick leave still tell how far the file reaches, and when somebody was at work."""
        try:
            first_day, last_day, _hours = self._days()
        except LineRefused:
            return
        self.result.note_days(first_day, last_day)
        person = self._person_or_none(self.attributes) if code in ATTENDANCE else None
        if person and self.values.get("timmar", "") not in ("0", "0.0", "0.00"):
            self.result.attendance.setdefault(person, set()).add(first_day)

    def _note_schedule(self, attributes: dict[str, str]) -> None:
        if self.schedule_of is None or not attributes.get("timmar"):
            return
        try:
            day = self._day(attributes.get("datum", ""))
            hours = values.decimal_from_text(attributes["timmar"])
        except (LineRefused, Unreadable):
            self.result.remarks.add("schedule", _("A day of the schedule could not be read."), self.line)
            return
        if 0 <= hours <= HOURS_A_DAY_AT_MOST:
            days = self.result.schedule.setdefault(self.schedule_of, {})
            days[day] = days.get(day, Decimal(0)) + hours

    def _note_approval(self, attributes: dict[str, str]) -> None:
        who = attributes.get("anstid") or attributes.get("persnr") or ""
        through = date.max
        if text := attributes.get("datumtom") or attributes.get("datum"):
            try:
                through = self._calendar_day(text)
            except LineRefused:
                return
        self.approved[who] = max(through, self.approved.get(who, date.min))

    def _member_of_staff(self) -> None:
        person = self._person_or_none(self.attributes)
        if person is None or self.attributes.get("delete", "").casefold() in ("true", "1"):
            return
        given = self.values
        self.result.people[person] = person_row(
            person,
            self.line,
            {
                "first_name": given.get("fornamn", ""),
                "last_name": given.get("efternamn", ""),
                "unit_code": given.get("unit", ""),
                "employment_percent": given.get("sysgrad", ""),
                "employed_from": given.get("anstdatum", ""),
                "employed_to": given.get("avgdatum", ""),
            },
            today=self.today,
        )
