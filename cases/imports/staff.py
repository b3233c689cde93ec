"""Which staff members a file speaks of."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.imports.new_staff import NewStaff, StaffMaker
from cases.imports.rows import Person, ReadResult, Remarks
from experio.sealing import blind_indexes
from subprojects.models import Employment, StaffMember, Subproject
from subprojects.protected_numbers import protected_among

CHUNK = 5_000
WORKING_DAYS_A_WEEK = 5

T = TypeVar("T")
StaffRef = int | Person
"""A staff member's primary key, or the person of the file who is about to be created."""


@dataclass(slots=True)
class KnownStaff:
    """Persons of the file → staff, and why the others are refused."""

    who: dict[Person, StaffRef] = field(default_factory=dict)
    unknown: dict[Person, tuple[str, str]] = field(default_factory=dict)  # person → (code, message)
    # Employee numbers of the file that belong to protected people: no message repeats them.
    unsaid: frozenset[str] = frozenset()
    to_create: dict[StaffRef, NewStaff] = field(default_factory=dict)

    def number_in_file(self, staff: StaffRef) -> str:
        """
        The employee number that the file gives a staff member, fit to be repeated; empty when it gives none
        or the person is protected.
        """
        number = next((person.employee_number for person, ref in self.who.items() if ref == staff), "")
        return "" if number in self.unsaid else number


def find_staff(
    read: ReadResult, subproject: Subproject, *, create_staff: bool, remarks: Remarks
) -> KnownStaff:
    """Look everybody with sick leave up by employee number, else by personal number, within the employer."""
    first_day_of: dict[Person, date] = {}
    for row in read.rows:
        first_day_of[row.person] = min(row.first_day, first_day_of.get(row.person, row.first_day))
    by_number, by_personal_number = _registered(first_day_of, subproject)
    protected, protected_personal = _protected(read, subproject)
    known = KnownStaff(unsaid=frozenset(protected))
    strangers: dict[Person, date] = {}
    for person, first_day in first_day_of.items():
        if (pk_protected := protected.get(person.employee_number)) is not None:
            # A protected person's personal number is sealed: what can be told is whether it is another's.
            owner = protected_personal.get(person.personal_number, pk_protected)
            if owner != pk_protected or person.personal_number in by_personal_number:
                known.unknown[person] = _mismatch()
            else:
                known.who[person] = pk_protected
            continue
        if person.employee_number not in by_number and person.personal_number in protected_personal:
            known.who[person] = protected_personal[person.personal_number]
            continue
        found = by_number.get(person.employee_number)
        if found is not None:
            pk, index = found
            if (
                person.personal_number
                and index
                and index not in blind_indexes(subproject.pk, person.personal_number)
            ):
                known.unknown[person] = _mismatch()
            else:
                known.who[person] = pk
        elif person.personal_number in by_personal_number:
            known.who[person] = by_personal_number[person.personal_number]
            if person.employee_number:
                remarks.add(
                    "found_by_personal_number",
                    _("An employee number is not registered; the person was found by personal number."),
                )
        else:
            strangers[person] = first_day
    _meet(strangers, known, read, subproject, remarks, create_staff=create_staff)
    return known


def _mismatch() -> tuple[str, str]:
    return "person_mismatch", _("The employee number and the personal number belong to different people.")


def _protected(read: ReadResult, subproject: Subproject) -> tuple[dict[str, int], dict[str, int]]:
    """Protected people whom the file speaks of, also on lines that are refused: by the two numbers."""
    persons = {row.person for row in read.rows}
    numbers = {person.employee_number for person in persons} | {
        problem.employee_number for problem in read.refused
    }
    personal = {person.personal_number for person in persons}
    return protected_among(subproject.pk, numbers - {""}, personal - {""})


def _registered(
    persons: Iterable[Person], subproject: Subproject
) -> tuple[dict[str, tuple[int, str | None]], dict[str, int]]:
    """Staff of the employer by employee number (with the index of the number) and by personal number."""
    by_number: dict[str, tuple[int, str | None]] = {}
    by_personal_number: dict[str, int] = {}
    staff = StaffMember.objects.filter(subproject=subproject)
    persons = list(persons)
    for chunk in chunks({person.employee_number for person in persons} - {""}):
        rows = staff.filter(employee_number__in=chunk).values_list(
            "employee_number", "pk", "personal_number_index"
        )
        by_number.update((number, (pk, index)) for number, pk, index in rows)
    for chunk in chunks({person.personal_number for person in persons} - {""}):
        by_personal_number |= StaffMember.objects.by_personal_number(subproject.pk, chunk)
    return by_number, by_personal_number


def _meet(
    strangers: dict[Person, date],
    known: KnownStaff,
    read: ReadResult,
    subproject: Subproject,
    remarks: Remarks,
    *,
    create_staff: bool,
) -> None:
    """Prepare those who are not registered, or refuse them."""
    if not create_staff:
        unknown = (
            "unknown_employee",
            _("Nobody with this employee number or personal number is registered with the employer."),
        )
        known.unknown.update(dict.fromkeys(strangers, unknown))
        return
    maker = StaffMaker(subproject, read.people.values(), remarks)
    for person, first_day in strangers.items():
        try:
            new = maker.make(person, first_day)
        except ValidationError as error:
            known.unknown[person] = ("staff_incomplete", " ".join(error.messages))
            continue
        reference = Person(new.member.employee_number)
        known.who[person] = reference
        known.to_create.setdefault(reference, new)


@dataclass(slots=True)
class Employments:
    """Employments of the staff in a file, for ordinary hours and for absence outside every employment."""

    of: dict[Hashable, list[tuple[date, date | None, Decimal]]] = field(default_factory=dict)

    @classmethod
    def read(cls, known: KnownStaff) -> "Employments":
        """One query for every 5 000 staff."""
        found = cls()
        for chunk in chunks({pk for pk in known.who.values() if isinstance(pk, int)}):
            for pk, first_day, last_day, hours in Employment.objects.filter(
                staff_member__in=chunk
            ).values_list("staff_member", "first_day", "last_day", "weekly_hours"):
                found.of.setdefault(pk, []).append((first_day, last_day, hours))
        for reference, new in known.to_create.items():
            employment = new.employment
            found.of[reference] = [(employment.first_day, employment.last_day, employment.weekly_hours)]
        return found

    def day_hours(self, who: Hashable, day: date) -> Decimal | None:
        """Weekly hours of the employments on the day, divided on five days; None when there is none."""
        hours = [
            weekly
            for first_day, last_day, weekly in self.of.get(who, ())
            if first_day <= day and (last_day is None or day <= last_day)
        ]
        return sum(hours, Decimal(0)) / WORKING_DAYS_A_WEEK if hours else None

    def covers(self, who: StaffRef, day: date) -> bool:
        """Whether somebody is employed on the day."""
        return self.day_hours(who, day) is not None


def chunks(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """The values in lists short enough for one query."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
