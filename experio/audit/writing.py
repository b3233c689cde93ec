"""The one statement that writes the reading log."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from experio.audit.readings import Noted
from experio.queries import FRAME

# The reader's roles of the day, as words that still mean something when roles and units have changed; and the
# employers: those of the people, else those of the reader. All read in the reader's own scope.
_WRITE = f"""
INSERT {FRAME} INTO audit_reading (actor_id, on_behalf_of_id, capacity, act, people, employers, case_id,
                                   purpose, route, method, path, status, address, session)
WITH held AS (
    SELECT membership.role, coalesce(unit.name, subproject.name, project.name, '') AS scope,
           coalesce(membership.subproject_id, unit.subproject_id, staff.subproject_id) AS employer
    FROM subprojects_membership membership
    LEFT JOIN subprojects_unit unit ON unit.id = membership.unit_id
    LEFT JOIN subprojects_subproject subproject ON subproject.id = membership.subproject_id
    LEFT JOIN subprojects_project project ON project.id = membership.project_id
    LEFT JOIN subprojects_staffmember staff ON staff.id = membership.staff_member_id
    WHERE membership.user_id = %(actor)s
      AND membership.first_day <= %(day)s AND (membership.last_day IS NULL OR membership.last_day >= %(day)s)
)
SELECT %(actor)s, %(on_behalf_of)s,
       coalesce((SELECT string_agg(role || ':' || scope, E'\\n' ORDER BY role, scope) FROM held), ''),
       %(act)s, %(people)s::bigint[],
       coalesce(
           nullif(%(employers)s::bigint[], '{{}}'),
           (SELECT array_agg(DISTINCT subproject_id ORDER BY subproject_id)
            FROM subprojects_staffmember WHERE id = ANY(%(people)s::bigint[])),
           (SELECT array_agg(DISTINCT employer ORDER BY employer) FROM held WHERE employer IS NOT NULL),
           '{{}}'
       ),
       %(case)s, %(purpose)s, %(route)s, %(method)s, %(path)s, %(status)s, %(address)s, %(session)s
"""  # noqa: S608 - a constant
_WRITE_AFTER_CHECKS = f"SET {FRAME} CONSTRAINTS ALL IMMEDIATE; {_WRITE}"


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page without its view: who asked for what, from where, and the answer."""

    actor: int
    route: str
    method: str
    path: str
    status: int
    address: str
    session: str


def write_reading(page: Page, noted: Noted, *, day: date) -> None:
    """
    One row, in the transaction that is open. `day` is the day of the roles (the demo's in the demo).

    Called last in a request: from here to its end it waits for nothing, so that the lane of the chain it
    holds is free again at once. Foreign keys that are checked at the end are therefore checked before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE if connection.savepoint_ids else _WRITE_AFTER_CHECKS,
            {
                "actor": page.actor,
                "on_behalf_of": noted.on_behalf_of,
                "day": day,
                "act": noted.act.value,
                "people": sorted(noted.people),
                "employers": sorted(noted.employers),
                "case": noted.case,
                "purpose": noted.purpose[:300],
                "route": page.route[:100],
                "method": page.method[:10],
                "path": page.path[:300],
                "status": page.status,
                "address": page.address,
                "session": page.session,
            },
        )
