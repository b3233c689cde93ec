"""
The number that stands in a file for the personal number of a protected person.

A file that goes to the statistics authority names its participants by personal number. For a protected
identity it holds a substitute: the birth date and a mark. For women the mark is known from the authority's
instruction to ESF projects; **that of men could not be confirmed** and is therefore a setting with this
module's guess as its default. An export of personal numbers (the SCB file, when it comes) goes through
`number_for_file` and never reads the personal number itself.
"""

from dataclasses import dataclass
from datetime import date

from subprojects.identity import hidden_birth_date

MARK_OF_WOMEN = "Tf29"
MARK_OF_MEN_UNCONFIRMED = "Tm29"


class NoNumber(Exception):
    """The person has no personal number and no protected identity: the file cannot name the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What follows the birth date in a substitute number, by legal gender; as the receiver wants it."""

    women: str = MARK_OF_WOMEN
    men: str = MARK_OF_MEN_UNCONFIRMED


def number_for_file(
    *,
    personal_number: str | None,
    birth_date: date,
    gender: str,
    has_protected_identity: bool,
    marks: Marks | None = None,
) -> str:
    """
    Twelve characters: the personal number, or for a protected identity the substitute.

    The substitute carries the first of July of the birth year, as the row itself does: the true day would
    tell who it is to whoever sees the file. Raises NoNumber.
    """
    if has_protected_identity:
        chosen = marks or Marks()
        mark = chosen.women if gender == "woman" else chosen.men
        return f"{hidden_birth_date(birth_date):%Y%m%d}{mark}"
    if not personal_number:
        raise NoNumber
    return personal_number
