"""The sample of a monthly log review: by rule and by chance, the same whenever it is drawn again."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.imports.free_days import is_free_by_calendar
from cases.rules.log_review import Reason, SampleRules
from experio.periods import Month

# The employer's rows of the month; those about exactly one person with that person.
_MONTH = """
WITH month AS MATERIALIZED (
    SELECT reading.* FROM audit_reading reading
    WHERE reading.at >= %(first)s AND reading.at < %(end)s AND %(employer)s = ANY (reading.employers)
), one AS MATERIALIZED (
    SELECT month.*, month.people[1] AS person FROM month
    WHERE cardinality(people) = 1 AND act <> 'denied'
      AND route NOT IN ('cases:own_page', 'cases:own_readings')
)
"""

# Each gives ids of suspicious rows. None proves anything: a reason to look.
_RULES: dict[Reason, str] = {
    Reason.OWN: """
        SELECT one.id, one.at FROM one JOIN subprojects_membership own
        ON own.user_id = one.actor_id AND own.role = 'employee' AND own.staff_member_id = one.person
    """,
    Reason.SURNAME: """
        SELECT one.id, one.at FROM one
        JOIN accounts_user reader ON reader.id = one.actor_id
        JOIN subprojects_staffmember person ON person.id = one.person
        WHERE reader.last_name <> '' AND lower(person.last_name) = lower(reader.last_name)
          AND NOT person.has_protected_identity
    """,
    # An officer who has opened a person without being responsible for a case of that person, without a
    # lent case and without having changed anything there in the month.
    Reason.NO_RELATION: """
        SELECT one.id, one.at FROM one
        WHERE one.act <> 'changed' AND one.on_behalf_of_id IS NULL AND one.capacity NOT LIKE '%%manager:%%'
          AND NOT EXISTS (SELECT FROM cases_case worked WHERE worked.staff_member_id = one.person
                          AND worked.responsible_officer_id = one.actor_id)
          AND NOT EXISTS (SELECT FROM one changed WHERE changed.act = 'changed'
                          AND changed.person = one.person AND changed.actor_id = one.actor_id)
    """,
    # A person opened again within the span counts once; the row is the one that made it many.
    Reason.MANY: """
        SELECT id, at FROM (
            SELECT id, at, count(*) OVER (
                PARTITION BY actor_id ORDER BY at
                RANGE BETWEEN %(many_span)s PRECEDING AND CURRENT ROW) AS people
            FROM (
                SELECT DISTINCT ON (actor_id, person, date_bin(%(many_span)s, at, %(first)s)) id, at, actor_id
                FROM one ORDER BY actor_id, person, date_bin(%(many_span)s, at, %(first)s), at
            ) each
        ) counted
        WHERE people >= %(many_people)s
    """,
    Reason.HOURS: """
        SELECT one.id, one.at FROM one
        WHERE extract(hour FROM one.at AT TIME ZONE 'Europe/Stockholm') < %(first_hour)s
           OR extract(hour FROM one.at AT TIME ZONE 'Europe/Stockholm') >= %(last_hour)s
           OR (one.at AT TIME ZONE 'Europe/Stockholm')::date = ANY (%(free_days)s::date[])
    """,
    Reason.PROTECTED: """
        SELECT one.id, one.at FROM one JOIN subprojects_staffmember person ON person.id = one.person
        WHERE person.has_protected_identity
    """,
    # Shown something on a day on which, as roles are recorded now, every role had ended.
    Reason.ROLE_ENDED: """
        SELECT month.id, month.at FROM month
        WHERE month.act <> 'denied'
          AND EXISTS (SELECT FROM subprojects_membership ended WHERE ended.user_id = month.actor_id)
          AND NOT EXISTS (SELECT FROM subprojects_membership held WHERE held.user_id = month.actor_id
              AND (held.last_day IS NULL OR held.last_day >= %(role_day)s))
    """,
    Reason.LENT: "SELECT month.id, month.at FROM month WHERE month.on_behalf_of_id IS NOT NULL",
    Reason.DENIED: """
        SELECT id, at FROM (
            SELECT month.id, month.at, count(*) OVER (
                PARTITION BY month.actor_id ORDER BY month.at
                RANGE BETWEEN interval '1 hour' PRECEDING AND CURRENT ROW) AS refusals
            FROM month WHERE month.act = 'denied') counted
        WHERE refusals >= %(many_refusals)s
    """,
    Reason.FILES: """
        SELECT month.id, month.at FROM month
        WHERE month.act IN ('export', 'print') AND cardinality(month.people) >= %(large_file)s
    """,
    Reason.CHANCE: "SELECT month.id, month.at FROM month",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of the sample."""

    reading: int
    at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, of how many."""

    rows: tuple[Drawn, ...]
    rows_in_month: int


def draw_sample(*, employer: int, month: Month, seed: str, rules: SampleRules, role_day: date) -> Sample:
    """
    At most `rows_per_rule` rows a rule and `rows_by_chance` more. Which ones of many is decided by a hash of
    seed and number, so the same seed draws the same rows. `role_day` is the last day on which a role must
    have been held (the demo's day in the demo).
    """
    first, end = bounds(month)
    limits: dict[str, Any] = {
        "employer": employer,
        "first": first,
        "end": end,
        "seed": seed,
        "many_span": timedelta(minutes=rules.many_minutes),
        "many_people": rules.many_people,
        "first_hour": rules.first_hour,
        "last_hour": rules.last_hour,
        "free_days": [day for day in month.period.each_day() if is_free_by_calendar(day)],
        "many_refusals": rules.many_refusals,
        "large_file": rules.large_file,
        "role_day": role_day,
    }
    reasons: dict[tuple[datetime, int], list[Reason]] = defaultdict(list)
    with connection.cursor() as cursor:
        for reason, statement in _RULES.items():
            number = rules.rows_by_chance if reason is Reason.CHANCE else rules.rows_per_rule
            cursor.execute(
                f"{_MONTH} SELECT id, at FROM ({statement}) found "  # noqa: S608 - constants
                "ORDER BY sha256(convert_to(%(seed)s || ':' || id, 'UTF8')) LIMIT %(number)s",
                {**limits, "number": number},
            )
            for pk, at in cursor.fetchall():
                reasons[(at, pk)].append(reason)
        cursor.execute(f"{_MONTH} SELECT count(*) FROM month", limits)  # noqa: S608 - a constant
        total = int(cursor.fetchone()[0])
    return Sample(
        rows=tuple(Drawn(pk, at, tuple(found)) for (at, pk), found in sorted(reasons.items())),
        rows_in_month=total,
    )


def bounds(month: Month) -> tuple[datetime, datetime]:
    """The month's first moment and the next month's, in Europe/Stockholm."""
    first, after = month.first_day, month.plus(1).first_day
    midnight = datetime.min.time()
    return (
        timezone.make_aware(datetime.combine(first, midnight)),
        timezone.make_aware(datetime.combine(after, midnight)),
    )
