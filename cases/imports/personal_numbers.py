"""Personal identity numbers (personnummer, samordningsnummer) as files write them → twelve digits.

Sources: Skatteverket's rules for personnummer and samordningsnummer (day of birth plus 60 in the latter).
"""

import re
from datetime import date

from django.core.exceptions import ValidationError

from cases.imports.values import Unreadable
from subprojects.validators import validate_personal_number

_FORM = re.compile(r"(\d{2})?(\d{6})([-+]?)(\d{4})", re.ASCII)
YOUNGEST_AT_WORK = 13  # chooses the century of a ten-digit number: nobody younger is employed


def personal_number_from_text(text: str, *, today: date) -> tuple[str, bool]:
    """(twelve digits, whether the century was worked out). Raises Unreadable for an impossible number."""
    match = _FORM.fullmatch(re.sub(r"\s", "", text))
    if not match:
        raise Unreadable("personal number")
    century, six, mark, four = match.groups()
    number = (century or _century(six, over_hundred=mark == "+", today=today)) + six + four
    try:
        validate_personal_number(number)
    except ValidationError as error:
        raise Unreadable("personal number") from error
    if birth_date_of(number) > today:
        raise Unreadable("personal number")
    return number, century is None


def birth_date_of(number: str) -> date:
    """Day of birth in a number of twelve digits; a coordination number has 60 added to its day."""
    day = int(number[6:8])
    try:
        return date(int(number[:4]), int(number[4:6]), day - 60 if day > 60 else day)
    except ValueError as error:
        raise Unreadable("personal number") from error


def gender_of(number: str) -> str:
    """'man' when the last digit of the birth number is odd, else 'woman'."""
    return "man" if int(number[10]) % 2 else "woman"


def _century(six: str, *, over_hundred: bool, today: date) -> str:
    year = today.year // 100 * 100 + int(six[:2])
    while year > today.year - YOUNGEST_AT_WORK:
        year -= 100
    if over_hundred and year > today.year - 100:
        year -= 100
    return f"{year // 100:02d}"
