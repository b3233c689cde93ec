"""Is this data restricted (GDPR 18)? Asked by every action before it changes anything, and by files."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cases.models import Restriction


class DataIsRestricted(ValidationError):
    """Nobody changes restricted data; a decision lifts the restriction first."""

    def __init__(self) -> None:
        super().__init__(
            _("The processing of this data is restricted, so nothing can be changed."),
            code="data_is_restricted",
        )


def refuse_if_restricted(staff_member: int, case: int | None = None) -> None:
    """
    Raises DataIsRestricted when the person, or this case of the person, is restricted. One query.

    The database refuses the same (`cases.guards`); this is the sentence for people.
    """
    if restrictions_of(staff_member, case).exists():
        raise DataIsRestricted


def restrictions_of(staff_member: int, case: int | None = None) -> "models.QuerySet[Restriction]":
    """The restrictions in force that reach a person's data, or that of one case."""
    reaches = Q(case=None)
    if case is not None:
        reaches |= Q(case=case)
    return Restriction.objects.in_force().filter(reaches, staff_member=staff_member)


def restricted_among(staff: Iterable[int]) -> set[int]:
    """Which of these persons are restricted as a whole. One query."""
    found = Restriction.objects.in_force().filter(case=None, staff_member__in=list(staff))
    return set(found.values_list("staff_member", flat=True))


def is_restricted(staff_member: str = "staff_member", case: str = "") -> Exists:
    """A condition for rows whose person, or case, is restricted: what files leave out."""
    reaches = Q(case=None)
    if case:
        reaches |= Q(case=OuterRef(case))
    return Exists(Restriction.objects.in_force().filter(reaches, staff_member=OuterRef(staff_member)))
