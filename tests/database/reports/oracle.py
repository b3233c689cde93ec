"""The same sums as the query, counted day by day in plain Python: slow, and written in another way."""

from collections import defaultdict
from datetime import date, timedelta

from cases.models import SickLeaveEpisode
from experio.periods import Month
from reports.raw_cube import LONG_SPELL_DAYS
from reports.working_time import is_working_day
from subprojects.models import StaffMember

Key = tuple[str, int, str, str, str]


def age_group(member: StaffMember, year: int) -> str:
    years = year - member.birth_date.year
    return "29" if years <= 29 else "30-49" if years <= 49 else "50"


def count_day_by_day(months: tuple[Month, ...], today: date) -> dict[str, dict[Key, float]]:
    """Measure → (month, unit, gender, age group, diagnosis group or "") → sum."""
    sums: dict[str, dict[Key, float]] = defaultdict(lambda: defaultdict(float))
    for member in StaffMember.objects.prefetch_related("employments", "sick_leave_episodes__extents"):
        for month in months:
            days = [
                month.first_day + timedelta(days=n)
                for n in range(month.days)
                if month.first_day + timedelta(days=n) <= today
            ]
            held = [e for e in member.employments.all() if any(e.is_running_on(day) for day in days)]
            if not held:
                continue
            home = max(
                held, key=lambda e: (min(e.last_day or days[-1], days[-1]), e.weekly_hours, -e.unit_id)
            ).unit_id
            key = (str(month), home, member.gender, age_group(member, month.year))
            sums["staff"][(*key, "")] += 1
            for day in days:
                scheduled = sum(
                    float(e.weekly_hours) / 5 for e in held if e.is_running_on(day) and is_working_day(day)
                )
                sums["ordinary_hours"][(*key, "")] += scheduled
                for episode in member.sick_leave_episodes.all():
                    _count_sick_day(sums, key, episode, day, scheduled, today)
            for episode in member.sick_leave_episodes.all():
                group = episode.diagnosis_group
                if month.first_day <= episode.first_day <= days[-1]:
                    sums["started"][(*key, group)] += 1
                if episode.last_day and month.first_day <= episode.last_day <= days[-1]:
                    sums["ended"][(*key, group)] += 1
                if episode.first_day <= days[-1] and (
                    episode.last_day is None or episode.last_day >= days[-1]
                ):
                    sums["ongoing"][(*key, group)] += 1
                    if days[-1] >= episode.first_day + timedelta(days=90):
                        sums["ongoing_over_90"][(*key, group)] += 1
    return sums


def _count_sick_day(
    sums: dict[str, dict[Key, float]],
    key: tuple[str, int, str, str],
    episode: SickLeaveEpisode,
    day: date,
    scheduled: float,
    today: date,
) -> None:
    last = min(episode.last_day or today, today)
    if not episode.first_day <= day <= last:
        return
    for extent in episode.extents.all():
        if extent.first_day <= day <= (extent.last_day or last):
            full = (*key, episode.diagnosis_group)
            sums["sick_hours"][full] += scheduled * extent.extent / 100
            sums["net_days"][full] += extent.extent / 100
            if (last - episode.first_day).days + 1 >= LONG_SPELL_DAYS:
                sums["long_hours"][full] += scheduled * extent.extent / 100
