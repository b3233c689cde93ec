"""Who a line speaks of: employee number and personal number, checked for shape only."""

from datetime import date

from django.utils.translation import gettext as _

from cases.imports.rows import Person, Remarks
from cases.imports.values import is_clean_text
from experio.personal_number import InvalidPersonalNumber, NumberKind, parse_personal_number

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
        number = parse_personal_number(personal_number, today=today)
    except InvalidPersonalNumber:
        number = None
    # An interim number is opaque text that no register can be matched with.
    if number is None or number.kind is NumberKind.INTERIM:
        if employee_number:
            remarks.add(
                "personal_number_ignored",
                _("The personal number is not valid; the employee number was used instead."),
                line,
            )
            return Person(employee_number)
        raise LineRefused(
            "personal_number", _("The personal number is not valid: write twelve digits, YYYYMMDDNNNC.")
        )
    if number.is_century_guessed:
        remarks.add(
            "personal_number_ten_digits",
            _("The personal number has ten digits; the century was worked out from the age."),
            line,
        )
    return Person(employee_number, number.digits)
