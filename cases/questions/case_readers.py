"""Who can see a case on a day, and why: the same reasons as `visible_to`, turned around."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from cases.models import Case, Delegation
from experio.periods import Period
from subprojects.models import Membership, Role

# The units where a person works on a day, then all units that these belong to.
_OWN_UNITS = """
    SELECT unit_id FROM subprojects_employment
    WHERE staff_member_id = %s AND first_day <= %s AND (last_day IS NULL OR last_day >= %s)
"""
_AND_ABOVE = f"""
    WITH RECURSIVE above(id) AS (
        {_OWN_UNITS}
        UNION
        SELECT unit.parent_id FROM subprojects_unit unit JOIN above ON unit.id = above.id
        WHERE unit.parent_id IS NOT NULL
    )
    SELECT id FROM above
"""  # noqa: S608 - two constants, joined


@dataclass(frozen=True, slots=True)
class CaseReader:
    """One person who can see the case: who, why, for which days, and whether health text too."""

    name: str
    why: str
    reads_health: bool
    period: Period | None = None


def case_readers(case: Case, delegations: tuple[Delegation, ...], today: date) -> tuple[CaseReader, ...]:
    """Officers of the employer, managers of the person's units, whom it is lent to, the person. One query."""
    person = [case.staff_member_id, today, today]
    reasons = (
        Q(role=Role.HR_OFFICER, subproject=case.subproject_id)
        | Q(role=Role.MANAGER, unit_id__in=RawSQL(_OWN_UNITS, person))  # noqa: S611 - constant text
        | Q(
            role=Role.MANAGER,
            includes_subunits=True,
            unit_id__in=RawSQL(_AND_ABOVE, person),  # noqa: S611 - constant text
        )
        | Q(role=Role.EMPLOYEE, staff_member=case.staff_member_id)
    )
    held = (
        Membership.objects.held_on(today)
        .filter(reasons, user__is_active=True)
        .select_related("user", "unit")
        .order_by("role", "user__last_name", "user__first_name", "pk")
    )
    found: dict[tuple[int, str], CaseReader] = {}
    for membership in held:
        reader = _reader(membership, case)
        found.setdefault((membership.user_id, membership.role), reader)
    lent = [
        CaseReader(
            str(delegation.to_user),
            _("the case is delegated"),
            True,
            Period(delegation.first_day, delegation.last_day),
        )
        for delegation in delegations
        if delegation.is_active_on(today)
    ]
    return (*sorted(found.values(), key=_officers_first), *lent)


def _reader(membership: Membership, case: Case) -> CaseReader:
    name = str(membership.user)
    if membership.role == Role.HR_OFFICER:
        if membership.user_id == case.responsible_officer_id:
            return CaseReader(name, _("responsible officer"), True)
        return CaseReader(name, _("HR officer of the employer"), True)
    if membership.role == Role.MANAGER:
        if case.staff_member.has_protected_identity:
            return CaseReader(name, _("manager of the person's unit"), False)
        return CaseReader(name, _("manager of %(unit)s") % {"unit": membership.unit}, False)
    return CaseReader(name, _("the person: plan and dates, no journal"), True)


def _officers_first(reader: CaseReader) -> tuple[bool, bool]:
    return (reader.why != _("responsible officer"), not reader.reads_health)
