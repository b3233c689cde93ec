"""The columns of the file of affected people."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.questions.affected_people import AffectedPerson
from experio.audit.readings import Act
from experio.spreadsheets import Column
from subprojects.models import StaffMember


def affected_columns() -> list[Column]:
    return [
        Column(_("Employer"), width=24),
        Column(_("Employee number")),
        Column(_("Name"), width=28),
        Column(_("Pages shown"), "0"),
        Column(_("First shown"), "yyyy-mm-dd hh:mm", 18),
        Column(_("Last shown"), "yyyy-mm-dd hh:mm", 18),
        Column(_("Acts"), width=24),
    ]


def affected_lines(found: Iterable[AffectedPerson], names: dict[int, StaffMember]) -> Iterator[list[Any]]:
    """One line a person, under `affected_columns`."""
    for person in found:
        named = names.get(person.person)
        yield [
            person.employer,
            person.employee_number,
            named.shown_name if named else "",
            person.pages,
            person.first_at,
            person.last_at,
            ", ".join(str(Act(act).label) for act in person.acts),
        ]
