"""Who a line speaks of: employee number and personal number, checked for shape only."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from cases.imports.rows import Person, Remarks
from cases.imports.values import is_clean_text
from experio.personal_number import InvalidPersonalNumber, NumberKind, parse_personal_number

EMPLOYEE_NUMBER_AT_MOST = 30
T = TypeVar("T")


class LineRefused(Exception):
    """One line cannot be read; the reader goes on with the next one to report them all."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Faults:
    """Everything that is wrong with one line, so that it is corrected once and not once a fault."""

    def __init__(self) -> None:
        self.found: list[LineRefused] = []

    def of(self, read: Callable[..., T], *arguments: Any, **options: Any) -> T | None:
        """What `read` gives; None when it refuses the line, and then the reason is kept."""
        try:
            return read(*arguments, **options)
        except LineRefused as refusal:
            self.found.append(refusal)
            return None

    def refuse(self) -> None:
        """Raises LineRefused with the first code and every reason, when there is any."""
        if self.found:
            messages = dict.fromkeys(fault.message for fault in self.found)
            raise LineRefused(self.found[0].code, " ".join(messages))


def number_to_show(employee_number: str) -> str:
    """The employee number as the file has it, or nothing when it is not fit to be shown."""
    number = employee_number.strip()
    return number if len(number) <= EMPLOYEE_NUMBER_AT_MOST and is_clean_text(number) else ""


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
