"""Who works with cases: HR officers, and the managers of a person's units, on a given day."""

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from experio.accounts.models import User
from experio.periods import Period
from subprojects.models import Employment, Membership, Project, Role, StaffMember
from subprojects.querysets import running_on


def officers_of(subproject: int, day: date) -> QuerySet[User]:
    """The employer's HR officers (HR-handläggare) on the day, by name."""
    held = Membership.objects.held_on(day).filter(role=Role.HR_OFFICER, subproject=subproject)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by(
        "last_name", "first_name", "pk"
    )


def is_officer_of(subproject: int, user: User, day: date) -> bool:
    return officers_of(subproject, day).filter(pk=user.pk).exists()


def officers_within(project: Project | int, period: Period) -> QuerySet[User]:
    """HR officers of any employer of the project on at least one day of the period."""
    held = Membership.objects.filter(
        Q(last_day=None) | Q(last_day__gte=period.first_day),
        role=Role.HR_OFFICER,
        subproject__project=project,
        first_day__lte=period.last_day,
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by(
        "last_name", "first_name", "pk"
    )


def is_insurers_officer(user: User, period: Period) -> bool:
    """Whether the person is HR officer of the insurer (Försäkringskassan) on a day of the period."""
    return Membership.objects.filter(
        Q(last_day=None) | Q(last_day__gte=period.first_day),
        user=user,
        role=Role.HR_OFFICER,
        subproject__is_insurer=True,
        first_day__lte=period.last_day,
    ).exists()


def manager_memberships(staff_member: StaffMember, day: date) -> QuerySet[Membership]:
    """The manager roles that reach the units where the person is employed on the day."""
    units = Employment.objects.filter(running_on(day), staff_member=staff_member).values_list(
        "unit_id", flat=True
    )
    own = set(units)
    return (
        Membership.objects.held_on(day)
        .filter(
            Q(unit__in=own) | Q(unit__in=_units_above(own), includes_subunits=True),
            role=Role.MANAGER,
            user__is_active=True,
        )
        .select_related("user", "unit")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def managers_of(staff_member: StaffMember, day: date) -> QuerySet[User]:
    """The managers (chefer) of the units where the person is employed on the day."""
    roles = manager_memberships(staff_member, day).order_by()
    return User.objects.filter(pk__in=roles.values("user")).order_by("last_name", "first_name", "pk")


def _units_above(units: set[int]) -> set[int]:
    """The units that the given ones belong to, all the way up."""
    if not units:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above AS (
                SELECT parent_id FROM subprojects_unit WHERE id = ANY(%s)
                UNION
                SELECT unit.parent_id FROM subprojects_unit unit JOIN above ON unit.id = above.parent_id
            )
            SELECT parent_id FROM above WHERE parent_id IS NOT NULL
            """,
            [list(units)],
        )
        return {row[0] for row in cursor.fetchall()}
