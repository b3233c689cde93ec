"""The secrecy marking (sekretessmarkering) of pages, print-outs and files, with the employer's own ground."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from subprojects.models import Covers, SecrecyGround


@dataclass(frozen=True, slots=True)
class SecrecyMarking:
    """What stands on a page or in a file: that it is secret, and on which ground the employer says so."""

    provisions: tuple[str, ...]
    is_confirmed: bool

    @property
    def text(self) -> str:
        """One line. An employer that has named no ground is told so: the marking stands all the same."""
        if not self.provisions:
            return _("Secret. The employer has not named the legal ground.")
        line = _("Secret: %(grounds)s.") % {"grounds": "; ".join(self.provisions)}
        if not self.is_confirmed:
            unconfirmed = _("The ground is not confirmed.")
            return f"{line} {unconfirmed}"
        return line

    def __str__(self) -> str:
        return self.text


def marking_of(employers: Any, covers: Collection[Covers], day: date) -> SecrecyMarking:
    """
    The marking of what is shown about these employers' people (keys, or a query of them) on the day. The
    ground for protected people comes along only when it is asked for. One query.
    """
    rows = (
        SecrecyGround.objects.held_on(day)
        .filter(subproject__in=employers, covers__in=list(covers))
        .order_by("covers", "provision")
        .values_list("provision", "is_confirmed")
    )
    return _marking(rows)


def grounds_held(employer: str, day: date) -> ArraySubquery:
    """
    An annotation for rows that name their employer: every ground held on the day, whatever it covers. The
    page about one such row needs no question of its own then: `marking_of_row` reads it.
    """
    grounds = SecrecyGround.objects.held_on(day).filter(subproject=OuterRef(employer))
    return ArraySubquery(
        grounds.order_by("covers", "provision").values(
            ground=JSONObject(covers="covers", provision="provision", is_confirmed="is_confirmed")
        )
    )


def marking_of_row(grounds: Iterable[dict[str, Any]], person: Any, covers: Covers) -> SecrecyMarking:
    """The marking of a page about one staff member, from the annotation `grounds_held`: no query."""
    wanted = _wanted(person, covers)
    return _marking((one["provision"], one["is_confirmed"]) for one in grounds if one["covers"] in wanted)


def marking_of_person(person: Any, covers: Covers, day: date) -> SecrecyMarking:
    """The marking of a page about one staff member."""
    return marking_of([person.subproject_id], _wanted(person, covers), day)


def _wanted(person: Any, covers: Covers) -> set[Covers]:
    return {covers, Covers.PROTECTED} if person.has_protected_identity else {covers}


def _marking(rows: Iterable[tuple[str, bool]]) -> SecrecyMarking:
    found = list(rows)
    return SecrecyMarking(
        provisions=tuple(dict.fromkeys(provision for provision, _confirmed in found)),
        is_confirmed=bool(found) and all(confirmed for _provision, confirmed in found),
    )
