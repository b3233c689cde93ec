"""In which units people work on a day, for lists: one query for many."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from subprojects.models import Employment


def unit_names(staff_pks: Collection[int], day: date, *, also_protected: bool = False) -> dict[int, str]:
    """
    The units of each person's employments on the day, in words; of the latest ones when none runs.

    People without any employment are left out, and so are those with a protected identity: where they work
    is nobody's to read in a list. `also_protected` is for the person's own page.
    """
    running: dict[int, list[str]] = defaultdict(list)
    latest: dict[int, str] = {}
    employments = Employment.objects.filter(staff_member__in=staff_pks)
    if not also_protected:
        employments = employments.filter(staff_member__has_protected_identity=False)
    rows = employments.order_by("staff_member", "first_day", "pk").values_list(
        "staff_member", "unit__name", "first_day", "last_day"
    )
    for staff, unit, first_day, last_day in rows:
        latest[staff] = unit
        is_running = first_day <= day and (last_day is None or day <= last_day)
        if is_running and unit not in running[staff]:
            running[staff].append(unit)
    return {staff: ", ".join(running[staff]) or latest[staff] for staff in latest}
