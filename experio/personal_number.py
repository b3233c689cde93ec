"""Swedish personal identity numbers: personnummer, samordningsnummer, interimsnummer.

Kept as twelve digits without separator. A samordningsnummer (coordination number) has 60 added to the day of
birth. Interim numbers, which some systems give before the real one, carry a letter and are only opaque text.
The next to last digit is odd for men and even for women; the last is a Luhn check digit over ten digits.

Messages never repeat the number.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum import luhn

_SHAPE = re.compile(r"(?P<century>[0-9]{2})?(?P<short>[0-9]{6})(?P<separator>[-+]?)(?P<last>[0-9]{4})")
_INTERIM_SHAPE = re.compile(r"(?P<century>[0-9]{2})?(?P<short>[0-9]{6})[-+]?(?P<last>[TRSUWXJKLMN][0-9]{3})")


class NumberKind(StrEnum):
    """What sort of number it is."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    INTERIM = "interim"


class RegisteredGender(StrEnum):
    """The gender the number states."""

    WOMAN = "woman"
    MAN = "man"


class NumberFault(StrEnum):
    """Why a text is not a number that can be kept."""

    SHAPE = "shape"
    DATE = "date"
    CHECK_DIGIT = "check_digit"
    NOT_BORN_YET = "not_born_yet"


class InvalidPersonalNumber(ValueError):
    """The text is not a personal identity number; `fault` says why, for a translated message."""

    def __init__(self, fault: NumberFault, message: str) -> None:
        self.fault = fault
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A checked number. `digits` has twelve digits, except for an interim number, which is kept as typed.

    `is_century_guessed` is True when ten digits were typed, so that somebody can be asked to look again.
    Birth date and gender are None for an interim number.
    """

    digits: str
    kind: NumberKind
    birth_date: date | None
    gender: RegisteredGender | None
    is_century_guessed: bool

    def __repr__(self) -> str:
        # A number must not reach a log through a traceback.
        return f"PersonalNumber({self.kind})"

    def __str__(self) -> str:
        return self.digits


def parse_personal_number(text: str, *, today: date) -> PersonalNumber:
    """Read a number in ten or twelve digits, with or without “-” or “+”, and check it.

    Ten digits are read as the latest birth that is not after `today`; “+” means that the person has turned,
    or turns this year, 100. Raises InvalidPersonalNumber.
    """
    compact = "".join(text.split()).upper()
    if _INTERIM_SHAPE.fullmatch(compact):
        return PersonalNumber(compact, NumberKind.INTERIM, None, None, is_century_guessed=False)
    match = _SHAPE.fullmatch(compact)
    if match is None:
        raise InvalidPersonalNumber(
            NumberFault.SHAPE, "A personal identity number has twelve digits: year, month, day and four more."
        )
    ten_digits = match["short"] + match["last"]
    if not luhn.is_valid(ten_digits):
        raise InvalidPersonalNumber(
            NumberFault.CHECK_DIGIT, "The check digit does not agree with the others."
        )

    month, day = int(ten_digits[2:4]), int(ten_digits[4:6])
    kind = NumberKind.SAMORDNINGSNUMMER if day > 60 else NumberKind.PERSONNUMMER
    birth_day = day - 60 if kind is NumberKind.SAMORDNINGSNUMMER else day
    if match["century"] is not None:
        year = int(match["century"] + ten_digits[:2])
    else:
        year = today.year - (today.year - int(ten_digits[:2])) % 100
        # The sign changes with the year of the hundredth birthday, whatever its day.
        if match["separator"] == "+" or (year, month, birth_day) > (today.year, today.month, today.day):
            year -= 100
    birth_date = _calendar_day(year, month, birth_day)
    if birth_date > today:
        raise InvalidPersonalNumber(NumberFault.NOT_BORN_YET, "The day of birth has not come yet.")
    return PersonalNumber(
        digits=f"{year:04d}{ten_digits[2:]}",
        kind=kind,
        birth_date=birth_date,
        gender=RegisteredGender.MAN if int(ten_digits[8]) % 2 else RegisteredGender.WOMAN,
        is_century_guessed=match["century"] is None,
    )


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidPersonalNumber(
            NumberFault.DATE, "The day of birth is not a day of the calendar."
        ) from error
