"""Staff members made of what a file tells, when the importer has asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cases.imports.rows import Person, PersonRow, Remarks
from subprojects.models import Employment, StaffMember, Subproject, Unit
from subprojects.protected_numbers import protected_among

FULL_TIME_WEEKLY_HOURS = Decimal(40)  # taken only when the file tells no hours; said in a warning


@dataclass(frozen=True, slots=True)
class NewStaff:
    """An unsaved staff member with the employment that goes with it."""

    member: StaffMember
    employment: Employment


class StaffMaker:
    """Makes unsaved staff members of one employer, or says what is missing."""

    def __init__(self, subproject: Subproject, people: Iterable[PersonRow], remarks: Remarks) -> None:
        self.subproject = subproject
        self.remarks = remarks
        self.by_number: dict[str, PersonRow] = {}
        self.by_personal_number: dict[str, PersonRow] = {}
        for row in people:
            self._note(row)
        self.units = {unit.code: unit for unit in Unit.objects.filter(subproject=subproject)}
        self.made: dict[str, NewStaff] = {}
        self.taken = {
            *StaffMember.objects.by_personal_number(subproject.pk, self.by_personal_number),
            *protected_among(subproject.pk, (), self.by_personal_number)[1],
        }

    def _note(self, row: PersonRow) -> None:
        person = row.person
        known = self.by_number.get(person.employee_number)
        # A file may describe a person twice, with and without personal number: the fuller one counts.
        if person.employee_number and (known is None or not known.person.personal_number):
            self.by_number[person.employee_number] = row
        if person.personal_number:
            self.by_personal_number.setdefault(person.personal_number, row)

    def make(self, person: Person, first_absence: date) -> NewStaff:
        """The staff member and employment. Raises ValidationError with what the file lacks."""
        row = (
            self.by_number.get(person.employee_number)
            or self.by_personal_number.get(person.personal_number)
            or PersonRow(person=person, line=0)
        )
        number = person.employee_number or row.person.employee_number
        if number in self.made:
            return self.made[number]
        personal_number = person.personal_number or row.person.personal_number
        unit = self._unit(row)
        required = {
            _("employee number"): number,
            _("first name"): row.first_name,
            _("last name"): row.last_name,
            _("date of birth"): row.birth_date,
            _("gender"): row.gender,
            _("unit"): unit,
        }
        if missing := [name for name, value in required.items() if not value]:
            raise ValidationError(
                _("Not registered, and cannot be created; the file lacks: %(fields)s.")
                % {"fields": get_text_list(missing, _("and"))}
            )
        if personal_number in self.taken:
            raise ValidationError(_("The personal number is registered with another employee number."))
        member = StaffMember(
            subproject=self.subproject,
            employee_number=number,
            personal_number=personal_number or None,
            first_name=row.first_name,
            last_name=row.last_name,
            birth_date=row.birth_date or date.max,  # never empty here: it is among the required
            gender=row.gender,
        )
        employment = Employment(
            subproject=self.subproject,
            unit=unit,
            weekly_hours=self._weekly_hours(row),
            first_day=self._employed_from(row, first_absence),
            last_day=row.employed_to,
        )
        member.clean_fields(exclude=["subproject"])
        employment.clean_fields(exclude=["subproject", "unit", "staff_member", "occupation"])
        if employment.last_day and employment.last_day < employment.first_day:
            raise ValidationError(_("The employment ends before it begins."))
        if personal_number:
            self.taken.add(personal_number)
        self.made[number] = NewStaff(member, employment)
        return self.made[number]

    def _unit(self, row: PersonRow) -> Unit | None:
        """The unit with the file's code; an employer with a single unit needs none."""
        if row.unit_code in self.units:
            return self.units[row.unit_code]
        if len(self.units) == 1:
            return next(iter(self.units.values()))
        if row.unit_code:
            raise ValidationError(_("The unit code of the file is not registered with the employer."))
        return None

    def _weekly_hours(self, row: PersonRow) -> Decimal:
        if row.weekly_hours is not None:
            return row.weekly_hours
        self.remarks.add(
            "weekly_hours_assumed",
            _("Hours a week are not given: 40 hours times the employment percentage were assumed."),
            row.line or None,
        )
        share = (row.employment_percent or Decimal(100)) / 100
        return (FULL_TIME_WEEKLY_HOURS * share).quantize(Decimal("0.01"))

    def _employed_from(self, row: PersonRow, first_absence: date) -> date:
        if row.employed_from is not None:
            return row.employed_from
        self.remarks.add(
            "employed_from_assumed",
            _("The first day of employment is not given: the first day of absence was used."),
            row.line or None,
        )
        return first_absence
