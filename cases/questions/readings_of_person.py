"""Who has looked at a person: the person's own log extract (loggutdrag), and the HR lead's."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from experio.audit.models import Reading
from subprojects.models import StaffMember

# The walls' own function knows the places by its index; with the time each lies in one month's table alone.
_PLACES = "(audit_reading.id, audit_reading.at) IN (SELECT id, at FROM walls.readings_of(%s::bigint[]))"


def readings_of(people: Iterable[int]) -> QuerySet[Reading]:
    """Every row of the log in which one of these people stands and which the reader may see, latest first."""
    stands_there = RawSQL(_PLACES, [list(people)], output_field=BooleanField())  # noqa: S611 - constant text
    return Reading.objects.filter(stands_there).order_by("-at", "-id")


def readings_by_others(people: Iterable[int], user: Any) -> QuerySet[Reading]:
    """The same without what the person has opened: what an employee asks for."""
    return readings_of(people).exclude(actor=user)


def staff_named(people: Iterable[int]) -> dict[int, StaffMember]:
    """The staff members of rows, as far as the reader may see them: one query."""
    found = StaffMember.objects.filter(pk__in=set(people)).order_by()
    return {person.pk: person for person in found}
