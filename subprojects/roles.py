"""What a person's dated roles amount to on one day: read once a request, asked many times."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from experio.clock import today as clock_today

if TYPE_CHECKING:
    from experio.accounts.models import User


@dataclass(frozen=True)
class Roles:
    """Primary keys of what a person is responsible for on `day`, role by role."""

    day: date
    hr_subprojects: frozenset[int] = frozenset()
    hr_led_subprojects: frozenset[int] = frozenset()
    led_subprojects: frozenset[int] = frozenset()
    managed_units: frozenset[int] = frozenset()
    office_projects: frozenset[int] = frozenset()
    evaluated_projects: frozenset[int] = frozenset()
    own_staff_rows: frozenset[int] = frozenset()
    is_administrator: bool = False
    works_for_insurer: bool = False
    """HR officer of the insurer: neither lends cases to other employers nor borrows theirs."""

    @property
    def reviewed_subprojects(self) -> frozenset[int]:
        """Whose reading log the person reviews: HR lead, and an HR officer who may see the people in it."""
        return self.hr_led_subprojects & self.hr_subprojects

    @property
    def is_empty(self) -> bool:
        """Nothing is allowed: the person may sign in and see that no role is held."""
        return not (
            self.hr_subprojects
            or self.hr_led_subprojects
            or self.led_subprojects
            or self.managed_units
            or self.office_projects
            or self.evaluated_projects
            or self.own_staff_rows
            or self.is_administrator
        )


def roles_of(user: "User | Any", day: date | None = None) -> Roles:
    """
    The roles that `user` holds on `day` (today when left out); nothing for the anonymous.

    One query for the memberships, one more when a manager's role reaches the units below. The
    answer is kept on the user object, which lives as long as one request.
    """
    on = day or clock_today()
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Roles(on)
    # Kept by attribute: request.user is a lazy wrapper whose own __dict__ is not the user's.
    holder: Any = user
    kept: dict[date, Roles] | None = getattr(holder, "_roles_by_day", None)
    if kept is None:
        kept = holder._roles_by_day = {}
    if on not in kept:
        kept[on] = _read(user, on)
    return kept[on]


# In plain SQL, since every request asks it: composing it anew took longer than answering it.
_HELD = """
    SELECT held.role, coalesce(held.project_id, held.subproject_id, held.unit_id, held.staff_member_id, 0),
           held.includes_subunits AND held.unit_id IS NOT NULL, coalesce(employer.is_insurer, false)
    FROM subprojects_membership held
    LEFT JOIN subprojects_subproject employer ON employer.id = held.subproject_id
    WHERE held.user_id = %(user)s AND held.first_day <= %(day)s
      AND (held.last_day IS NULL OR held.last_day >= %(day)s)
"""


def _read(user: Any, day: date) -> Roles:
    from subprojects.models.membership import Role

    found: dict[str, set[int]] = {role: set() for role in Role.values}
    with_subunits: set[int] = set()
    works_for_insurer = False
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"user": user.pk, "day": day})
        held = cursor.fetchall()
    for role, scope, reaches_below, is_insurer in held:
        found[role].add(scope)
        if reaches_below:
            with_subunits.add(scope)
        works_for_insurer |= role == Role.HR_OFFICER and is_insurer
    units = found[Role.MANAGER] | (_units_below(with_subunits) if with_subunits else set())
    return Roles(
        day=day,
        hr_subprojects=frozenset(found[Role.HR_OFFICER]),
        hr_led_subprojects=frozenset(found[Role.HR_LEAD]),
        led_subprojects=frozenset(found[Role.SUBPROJECT_LEAD]),
        managed_units=frozenset(units),
        office_projects=frozenset(found[Role.PROJECT_OFFICE]),
        evaluated_projects=frozenset(found[Role.EVALUATOR]),
        own_staff_rows=frozenset(found[Role.EMPLOYEE]),
        is_administrator=bool(found[Role.ADMINISTRATOR]),
        works_for_insurer=works_for_insurer,
    )


def _units_below(units: set[int]) -> set[int]:
    """The units and everything below them in the tree."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below AS (
                SELECT id FROM subprojects_unit WHERE id = ANY(%s)
                UNION
                SELECT unit.id FROM subprojects_unit unit JOIN below ON unit.parent_id = below.id
            )
            SELECT id FROM below
            """,
            [list(units)],
        )
        return {row[0] for row in cursor.fetchall()}
