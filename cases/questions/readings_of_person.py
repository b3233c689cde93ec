"""Who has looked at a person: the person's own log extract (loggutdrag), and the HR lead's."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from experio.audit.models import Reading
from subprojects.models import StaffMember


def readings_of(people: Iterable[int]) -> QuerySet[Reading]:
    """Every row of the log in which one of these people stands, the latest first."""
    return Reading.objects.filter(people__overlap=list(people)).order_by("-at", "-id")


def readings_by_others(people: Iterable[int], user: Any) -> QuerySet[Reading]:
    """The same without what the person has opened: what an employee asks for."""
    return readings_of(people).exclude(actor=user)


def staff_named(people: Iterable[int]) -> dict[int, StaffMember]:
    """The staff members of rows, as far as the reader may see them: one query."""
    found = StaffMember.objects.filter(pk__in=set(people)).order_by()
    return {person.pk: person for person in found}
