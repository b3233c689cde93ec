"""Opening, changing, planning, handing over and closing a case: one verb a change, all or nothing."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.models import Case, CaseOutcome, CaseReason, NoPlanReason, SickLeaveEpisode
from cases.officers import is_officer_of
from cases.restricted import refuse_if_restricted
from experio.accounts.models import User
from subprojects.models import StaffMember, Subproject

# Two keys make an advisory lock: this one says "numbering of cases", the other which employer.
NUMBERING_LOCK = 0x43415345


class CaseIsClosed(ValidationError):
    """A closed case is not changed any more."""

    def __init__(self) -> None:
        super().__init__(_("The case is closed."), code="case_is_closed")


@transaction.atomic
def open_case(
    *,
    staff_member: StaffMember,
    reason: str | CaseReason,
    opened_on: date,
    responsible_officer: User,
    opened_by: User,
    today: date,
    background: str = "",
    manager: User | None = None,
    episode: SickLeaveEpisode | None = None,
) -> Case:
    """
    Open a case (öppna ärende) and number it: employer, year of opening, running number.

    Raises ValidationError when the person already has an open case, also when two officers open
    one at the same moment: the numbering lock lets them through one after the other.
    """
    subproject = staff_member.subproject
    refuse_if_restricted(staff_member.pk)
    _not_after(today, opened_on, "opened_on")
    _officer_of(subproject.pk, responsible_officer, today)
    sequence = _next_in_line(subproject, opened_on.year)
    case = Case(
        subproject=subproject,
        number=f"{subproject.slug}-{opened_on.year}-{sequence:04d}",
        year=opened_on.year,
        sequence=sequence,
        staff_member=staff_member,
        episode=_episode_of(staff_member.pk, episode),
        opened_on=opened_on,
        reason=reason,
        background=background.strip(),
        responsible_officer=responsible_officer,
        manager=manager,
        recorded_by=opened_by,
    )
    case.full_clean()
    case.save(force_insert=True)
    return case


@transaction.atomic
def change_case(
    *,
    case: Case,
    reason: str | CaseReason,
    opened_on: date,
    today: date,
    background: str = "",
    manager: User | None = None,
    episode: SickLeaveEpisode | None = None,
) -> Case:
    """Correct what was recorded when the case was opened. The number stays, whatever the year."""
    locked = locked_open(case)
    _not_after(today, opened_on, "opened_on")
    locked.reason, locked.opened_on = reason, opened_on
    locked.background, locked.manager = background.strip(), manager
    locked.episode = _episode_of(locked.staff_member_id, episode)
    return _saved(locked)


@transaction.atomic
def record_plan(
    *,
    case: Case,
    today: date,
    plan_made_on: date | None = None,
    no_plan_reason: str | NoPlanReason | None = None,
) -> Case:
    """
    Remember the day the return-to-work plan (plan för återgång i arbete) was made, or the
    documented stance when none is made (SFB 30:6). The later answer replaces the earlier one.
    """
    locked = locked_open(case)
    if (plan_made_on is None) == (not no_plan_reason):
        raise ValidationError(_("Either a plan was made or there is a reason for none."))
    if plan_made_on is not None:
        _not_after(today, plan_made_on, "plan_made_on")
    locked.plan_made_on, locked.no_plan_reason = plan_made_on, no_plan_reason or None
    return _saved(locked)


@transaction.atomic
def hand_over_case(*, case: Case, to_officer: User, today: date) -> Case:
    """Make another HR officer of the same employer responsible (överlämna ärende) for good."""
    locked = locked_open(case)
    _officer_of(locked.subproject_id, to_officer, today, field="to_officer")
    locked.responsible_officer = to_officer
    return _saved(locked)


@transaction.atomic
def close_case(*, case: Case, outcome: str | CaseOutcome, closed_on: date, today: date) -> Case:
    """Close the case (avsluta ärende) with its outcome."""
    locked = locked_open(case)
    _not_after(today, closed_on, "closed_on")
    locked.outcome, locked.closed_on = outcome, closed_on
    return _saved(locked)


def locked_open(case: Case) -> Case:
    """The case as it stands, held until the end of the transaction. Raises CaseIsClosed, DataIsRestricted."""
    locked: Case = Case.objects.select_for_update().get(pk=case.pk)
    if not locked.is_open:
        raise CaseIsClosed
    refuse_if_restricted(locked.staff_member_id, locked.pk)
    return locked


def _saved(case: Case) -> Case:
    case.full_clean()
    case.save()
    return case


def _next_in_line(subproject: Subproject, year: int) -> int:
    """The next running number; the lock is held until the transaction ends, so none is given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBERING_LOCK, subproject.pk])
    last = Case.objects.filter(subproject=subproject, year=year).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def _not_after(today: date, day: date, field: str) -> None:
    if day > today:
        raise ValidationError({field: _("The day lies in the future.")})


def _officer_of(subproject: int, officer: User, today: date, field: str = "responsible_officer") -> None:
    if not is_officer_of(subproject, officer, today):
        raise ValidationError({field: _("Choose an HR officer of the same employer.")})


def _episode_of(staff_member: int, episode: SickLeaveEpisode | None) -> SickLeaveEpisode | None:
    if episode is not None and episode.staff_member_id != staff_member:
        raise ValidationError({"episode": _("The sick leave is another person's.")})
    return episode
