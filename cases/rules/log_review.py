"""How many rows a monthly log review (loggkontroll) takes, and from which limits on a row is looked at."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a row is in the sample. The order is that of the page."""

    OWN = "own"
    SURNAME = "surname"
    NO_RELATION = "no_relation"
    MANY = "many"
    HOURS = "hours"
    PROTECTED = "protected"
    ROLE_ENDED = "role_ended"
    LENT = "lent"
    DENIED = "denied"
    FILES = "files"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True)
class SampleRules:
    """
    The limits of one review; kept with it, so that the sample can be drawn again and comes out the same.

    No law names them for an employer; the routine of the employer does. Those of health care (systematic and
    recurring, by rule and by chance) are the yardstick.
    """

    rows_per_rule: int = 10
    rows_by_chance: int = 20
    first_hour: int = 6
    """Office hours begin (Europe/Stockholm) …"""
    last_hour: int = 19
    """… and end; weekends and public holidays are outside."""
    many_people: int = 20
    """Pages of so many different people …"""
    many_minutes: int = 10
    """… within so many minutes are many."""
    many_refusals: int = 5
    """Refusals of one person within an hour."""
    large_file: int = 50
    """People in one file or print."""

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)
