"""What every reader returns, whatever the format of the file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from cases.imports.limits import LINES_NAMED_AT_MOST


class FileRefused(Exception):
    """The whole file cannot be read. `code` is stable, the message is one sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Cause(StrEnum):
    """Why somebody is on sick leave (orsak), as far as a payroll code can tell. Values as in the database."""

    SICKNESS = "sickness"  # sjukdom
    WORK_INJURY = "work_injury"  # arbetsskada
    INFECTION_CARRIER = "infection_carrier"  # smittbärare


class Diagnosis(NamedTuple):
    """A diagnosis code, or `shared=False` (delas ej), or neither: the file says nothing."""

    code: str = ""
    shared: bool = True

    @property
    def is_stated(self) -> bool:
        return bool(self.code) or not self.shared


UNKNOWN_DIAGNOSIS = Diagnosis()
DIAGNOSIS_NOT_SHARED = Diagnosis("", shared=False)


class Person(NamedTuple):
    """Who a row is about: employee number (anställningsnummer), else personal number of twelve digits."""

    employee_number: str = ""
    personal_number: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One row of own sick leave. `last_day` None: ongoing. Exactly one of `extent` (percent 1–100) and
    `hours` (of that single day) is set. `is_daily`: the row speaks of one day and says nothing of the days
    off that follow it."""

    line: int
    person: Person
    first_day: date
    last_day: date | None
    extent: int | None = 100
    hours: Decimal | None = None
    cause: Cause = Cause.SICKNESS
    diagnosis: Diagnosis = UNKNOWN_DIAGNOSIS
    source_id: str = ""

    @property
    def is_daily(self) -> bool:
        return self.first_day == self.last_day


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What the file tells of a person, for creating staff members. Empty or None: not told."""

    person: Person
    line: int
    first_name: str = ""
    last_name: str = ""
    gender: str = ""  # "woman" or "man"; "" not told
    birth_date: date | None = None
    unit_code: str = ""
    weekly_hours: Decimal | None = None
    employment_percent: Decimal | None = None
    employed_from: date | None = None
    employed_to: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line is refused. The message never carries names, numbers of persons or diagnoses; the employee
    number is for the page of the officer who sent the file, and for nothing that is kept longer."""

    line: int | None
    code: str
    message: str
    employee_number: str = ""


class Problems(list[Problem]):
    """Problems in the order found; past a limit they are only counted, so a bad file stays small."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0

    def add(self, line: int | None, code: str, message: str, employee_number: str = "") -> None:
        self.total += 1
        if len(self) < LINES_NAMED_AT_MOST:
            self.append(Problem(line, code, message, employee_number))

    def take_over(self, others: "Problems") -> None:
        """Add those found in an earlier step."""
        self.total += others.total
        self.extend(others[: LINES_NAMED_AT_MOST - len(self)])


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning for the whole file: said once, with how many lines it concerns and the first of them."""

    code: str
    message: str
    count: int
    lines: tuple[int, ...]


class Remarks:
    """Warnings gathered by kind."""

    LINES_NAMED = 10

    def __init__(self) -> None:
        self._messages: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._lines: dict[str, list[int]] = {}

    def add(self, code: str, message: str, line: int | None = None, count: int = 1) -> None:
        self._messages[code] = message
        self._counts[code] += count
        lines = self._lines.setdefault(code, [])
        if line is not None and len(lines) < self.LINES_NAMED:
            lines.append(line)

    def merge(self, others: Iterable[Remark]) -> None:
        for other in others:
            self.add(other.code, other.message, None, other.count)
            named = self._lines[other.code]
            named.extend(other.lines[: self.LINES_NAMED - len(named)])

    def as_tuple(self) -> tuple[Remark, ...]:
        return tuple(
            Remark(code, message, self._counts[code], tuple(self._lines[code]))
            for code, message in self._messages.items()
        )


@dataclass(slots=True)
class ReadResult:
    """Everything a file says about absence, before anybody has looked in the database."""

    format: str
    rows: list[AbsenceRow] = field(default_factory=list)
    refused: Problems = field(default_factory=Problems)
    skipped: Counter[str] = field(default_factory=Counter)  # code → number of rows
    remarks: Remarks = field(default_factory=Remarks)
    attendance: dict[Person, set[date]] = field(default_factory=dict)
    days_off: dict[Person, set[date]] = field(default_factory=dict)
    schedule: dict[Person, dict[date, Decimal]] = field(default_factory=dict)
    people: dict[Person, PersonRow] = field(default_factory=dict)
    first_day: date | None = None  # the earliest and latest day that any row of the file speaks of
    last_day: date | None = None

    def note_days(self, first_day: date, last_day: date | None) -> None:
        """Widen what the file speaks of; an ongoing row counts with its first day."""
        last_day = last_day or first_day
        self.first_day = min(first_day, self.first_day or first_day)
        self.last_day = max(last_day, self.last_day or last_day)
