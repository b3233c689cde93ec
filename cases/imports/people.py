"""Who a line speaks of: employee number and personal number, checked for shape only."""

from datetime import date

from django.utils.translation import gettext as _

from cases.imports.personal_numbers import personal_number_from_text
from cases.imports.rows import Person, Remarks
from cases.imports.values import Unreadable, is_clean_text

EMPLOYEE_NUMBER_AT_MOST = 30


class LineRefused(Exception):
    """One line cannot be read; the reader goes on with the next one to report them all."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def person_from_text(
    employee_number: str, personal_number: str, *, line: int, today: date, remarks: Remarks
) -> Person:
    """The person of a line. Raises LineRefused; the message repeats no number."""
    employee_number = employee_number.strip()
    personal_number = personal_number.strip()
    if len(employee_number) > EMPLOYEE_NUMBER_AT_MOST or not is_clean_text(employee_number):
        raise LineRefused(
            "employee_number",
            _("The employee number is longer than 30 characters or holds unprintable characters."),
        )
    if not employee_number and not personal_number:
        raise LineRefused("no_person", _("Neither employee number nor personal number is given."))
    if not personal_number:
        return Person(employee_number)
    try:
        twelve_digits, century_guessed = personal_number_from_text(personal_number, today=today)
    except Unreadable:
        if employee_number:
            remarks.add(
                "personal_number_ignored",
                _("The personal number is not valid; the employee number was used instead."),
                line,
            )
            return Person(employee_number)
        raise LineRefused(
            "personal_number", _("The personal number is not valid: write twelve digits, YYYYMMDDNNNC.")
        ) from None
    if century_guessed:
        remarks.add(
            "personal_number_ten_digits",
            _("The personal number has ten digits; the century was worked out from the age."),
            line,
        )
    return Person(employee_number, twelve_digits)
