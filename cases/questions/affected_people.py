"""Whom a breach concerns: everybody on the pages that somebody was shown in a span of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

_SHOWN = """
    WITH shown AS MATERIALIZED (
        SELECT people, employers, at, act, case_id FROM audit_reading
        WHERE at >= %(first)s AND at < %(end)s AND act <> 'denied'
          AND (%(user)s::bigint IS NULL OR actor_id = %(user)s)
          AND (%(address)s = '' OR address = %(address)s)
          AND (%(employers)s::bigint[] IS NULL OR employers && %(employers)s::bigint[])
    ), each AS (
        SELECT unnest(people) AS person, at, act FROM shown
    )
    SELECT each.person, count(*), min(each.at), max(each.at), array_agg(DISTINCT each.act ORDER BY each.act),
           staff.employee_number, staff.key, staff.subproject_id, subproject.name
    FROM each
    {join} subprojects_staffmember staff ON staff.id = each.person
    LEFT JOIN subprojects_subproject subproject ON subproject.id = staff.subproject_id
    WHERE %(employers)s::bigint[] IS NULL OR staff.subproject_id = ANY (%(employers)s::bigint[])
    GROUP BY each.person, staff.employee_number, staff.key, staff.subproject_id, subproject.name
    ORDER BY count(*) DESC, each.person
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedPerson:
    """One person, and what was shown of the person: how often, from when to when, by which acts."""

    person: int
    employee_number: str
    employer: str
    pages: int
    first_at: datetime
    last_at: datetime
    acts: tuple[str, ...]


def affected_people(
    *,
    first: datetime,
    end: datetime,
    user: int | None = None,
    address: str = "",
    employers: list[int] | None = None,
) -> tuple[AffectedPerson, ...]:
    """
    The people, those shown most often first. From `first` up to, not including, `end`; by one user, from one
    network address, of some employers, or any. Refusals showed nothing and do not count. Who has been
    removed since is told by number alone.
    """
    parameters: dict[str, Any] = {
        "first": first,
        "end": end,
        "user": user,
        "address": address,
        "employers": employers,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN.format(join="LEFT JOIN" if employers is None else "JOIN"), parameters)
        return tuple(
            AffectedPerson(
                person=person,
                employee_number=number or "",
                employer=employer or "",
                pages=pages,
                first_at=first_at,
                last_at=last_at,
                acts=tuple(acts),
            )
            for person, pages, first_at, last_at, acts, number, _key, _employer, employer in cursor.fetchall()
        )
