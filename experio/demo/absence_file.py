"""A large absence file for the demo's Karlstad, to measure an import with."""

import csv
from datetime import date, timedelta
from pathlib import Path

from experio.scope import working_for
from subprojects.models import StaffMember, Subproject

# Before the demo's own sick leave begins, so that every row of the file is new.
FIRST_MONDAY = date(2010, 1, 4)
LAST_MONDAY = date(2018, 4, 2)
WEEKS_APART = 2


class WorldTooSmall(LookupError):
    """There are not enough people for so many rows."""


def write_absence_file(path: Path, rows: int, *, subproject: str = "karlstad") -> int:
    """
    Write `rows` short absences, each of them an episode of its own; returns how many people they concern.

    WorldTooSmall when the employer has too few people for them.
    """
    employer = Subproject.objects.get(slug=subproject)
    with working_for(employer.pk):
        numbers = list(
            StaffMember.objects.filter(subproject=employer)
            .order_by("pk")
            .values_list("employee_number", flat=True)
        )
    mondays = []
    day = FIRST_MONDAY
    while day <= LAST_MONDAY:
        mondays.append(day)
        day += timedelta(weeks=WEEKS_APART)
    if len(numbers) * len(mondays) < rows:
        raise WorldTooSmall(f"{subproject} has {len(numbers)} people: too few for {rows} separate absences.")
    written = 0
    concerned: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Anställningsnummer", "Från och med", "Till och med", "Omfattning", "Diagnos"])
        for monday in mondays:
            for place, number in enumerate(numbers):
                if written == rows:
                    return len(concerned)
                days = 1 + (place + monday.day) % 5
                out.writerow(
                    [
                        number,
                        monday.isoformat(),
                        (monday + timedelta(days=days - 1)).isoformat(),
                        (100, 100, 100, 50)[place % 4],
                        ("", "J069", "")[place % 3],
                    ]
                )
                concerned.add(number)
                written += 1
    return len(concerned)
