"""
How much of an employer one person may go through in an hour (ASVS V2.4.1).

Somebody at work opens tens of people; whoever copies a whole list out opens thousands. People are counted
once an hour, however often they are looked at, so ordinary work never meets the limit. Changes are not
limited: what an officer registers was not taken out.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from experio.audit.readings import Act, Noted
from experio.queries import FRAME

_TAKEN_OUT = (Act.READ, Act.LIST, Act.SEARCH, Act.PRINT, Act.EXPORT)


@dataclass(frozen=True, slots=True)
class LastHour:
    """What one person has been shown in the last sixty minutes, the page that is asked for included."""

    people: int
    files: int

    @property
    def is_too_much(self) -> bool:
        return self.people > settings.PEOPLE_AN_HOUR or self.files > settings.FILES_AN_HOUR


def last_hour(actor: int, noted: Noted) -> LastHour:
    """Different people and files of the last hour, with those of the page that `noted` speaks of."""
    is_file = noted.act is Act.EXPORT
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {FRAME} people, files FROM audit_last_hour(%s, %s::bigint[])",  # noqa: S608 - a constant
            [actor, sorted(noted.people)],
        )
        people, files = cursor.fetchone()
    return LastHour(people, files + is_file)


def is_bulk_reading(actor: int, noted: Noted) -> bool:
    """Whether the page would take the person over what one may go through in an hour."""
    return noted.act in _TAKEN_OUT and bool(noted.people) and last_hour(actor, noted).is_too_much
