"""In which units people work on a day, for lists: one query for many."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from subprojects.models import Employment


def unit_names(staff_pks: Collection[int], day: date) -> dict[int, str]:
    """
    The units of each person's employments on the day, in words; of the latest ones when none runs.

    People without any employment are left out.
    """
    running: dict[int, list[str]] = defaultdict(list)
    latest: dict[int, str] = {}
    employments = (
        Employment.objects.filter(staff_member__in=staff_pks)
        .order_by("staff_member", "first_day", "pk")
        .values_list("staff_member", "unit__name", "first_day", "last_day")
    )
    for staff, unit, first_day, last_day in employments:
        latest[staff] = unit
        is_running = first_day <= day and (last_day is None or day <= last_day)
        if is_running and unit not in running[staff]:
            running[staff].append(unit)
    return {staff: ", ".join(running[staff]) or latest[staff] for staff in latest}
