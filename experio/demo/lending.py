"""Cases that Karlstad lends to Eda: one asked for, one lent now, one that has run out, one declined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Permission
from django.utils import timezone

from cases.delegated import LENT_PERMISSIONS
from cases.models import CaseUserObjectPermission, Delegation

LENDER, RECEIVER = "hr.karlstad", "hr.eda"


@dataclass(frozen=True, slots=True)
class LentFrom:
    """What one has to know of a case to lend it."""

    case: int
    number: str
    employer: int
    officer: str
    opened_on: date
    closed_on: date | None


def write_delegations(today: date, cases: Sequence[LentFrom], users: dict[str, int]) -> int:
    """Write the delegations that the open cases of hr.karlstad have room for; returns how many."""
    lent = [case for case in cases if case.officer == LENDER and case.closed_on is None]
    lent.sort(key=lambda case: (case.opened_on, case.case))
    if len(lent) < 4:
        return 0
    days = [today + timedelta(days=n) for n in (-140, -115, -10, 18, 0, 6, -40, -30)]
    plans = (
        # The oldest case was lent in the summer, and the newest is asked for.
        (lent[0], days[0], days[1], "Semester", "accepted"),
        (lent[1], days[2], days[3], "Föräldraledighet på deltid", "accepted"),
        (lent[2], days[6], days[7], "Utbildning", "declined"),
        (lent[-1], days[4], days[5], "Ledig en vecka", "waiting"),
    )
    written = 0
    rights = list(
        Permission.objects.filter(
            content_type__app_label="cases", content_type__model="case", codename__in=LENT_PERMISSIONS
        ).order_by("pk")
    )
    for case, first_day, last_day, reason, answer in plans:
        if case.opened_on > first_day:
            continue
        asked = _morning(min(first_day, today) - timedelta(days=5))
        delegation = Delegation.objects.create(
            case_id=case.case,
            case_number=case.number,
            subproject_id=case.employer,
            to_user_id=users[RECEIVER],
            delegated_by_id=users[LENDER],
            first_day=first_day,
            last_day=last_day,
            reason=reason,
            accepted_at=asked + timedelta(hours=5) if answer == "accepted" else None,
            declined_at=asked + timedelta(hours=7) if answer == "declined" else None,
        )
        Delegation.objects.filter(pk=delegation.pk).update(delegated_at=asked)
        written += 1
        if answer == "accepted":
            CaseUserObjectPermission.objects.bulk_create(
                CaseUserObjectPermission(
                    user_id=users[RECEIVER],
                    permission=right,
                    content_object_id=case.case,
                    delegation=delegation,
                    first_day=first_day,
                    last_day=last_day,
                )
                for right in rights
            )
    return written


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
