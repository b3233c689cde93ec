"""Names for sets of episodes, cases, notes and delegations: `visible_to` is the one gate."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from experio.periods import Period
from experio.sealing.models import SealedRows
from subprojects.models.staff import Employment
from subprojects.querysets import overlapping, running_on
from subprojects.roles import Roles, roles_of

# Health data of an episode: never fetched for those who may not see it.
HEALTH_FIELDS = ("diagnosis_code", "diagnosis_status", "diagnosis_token")


def _in_managed_units(roles: Roles) -> Exists:
    return Exists(
        Employment.objects.filter(
            running_on(roles.day), staff_member=OuterRef("staff_member"), unit__in=roles.managed_units
        )
    )


class SickLeaveEpisodeQuerySet(SealedRows):
    def visible_to(self, user: Any, on: date | None = None) -> "SickLeaveEpisodeQuerySet":
        """
        HR officers: the employer's episodes. Managers: those of staff in own units on the day.
        Employees: their own. A lent case opens its person's episodes while it is lent.
        """
        roles = roles_of(user, on)
        reasons = (
            Q(subproject__in=roles.hr_subprojects)
            | Q(staff_member__in=roles.own_staff_rows)
            | Q(pk__in=self.lent_to(user, roles.day).values("pk"))
        )
        if roles.managed_units:
            reasons |= Q(_in_managed_units(roles))
        return self.filter(reasons)

    def with_health_for(self, user: Any, on: date | None = None) -> "SickLeaveEpisodeQuerySet":
        """The visible episodes whose diagnosis the person may read: all of these but a manager's."""
        roles = roles_of(user, on)
        return self.filter(
            Q(subproject__in=roles.hr_subprojects)
            | Q(staff_member__in=roles.own_staff_rows)
            | Q(pk__in=self.lent_to(user, roles.day).values("pk"))
        )

    def without_health(self) -> "SickLeaveEpisodeQuerySet":
        """Rows that never load the diagnosis; reading it anyway would cost a query and fail review."""
        return self.defer(*HEALTH_FIELDS)

    def lent_to(self, user: Any, day: date) -> "SickLeaveEpisodeQuerySet":
        """Episodes of the persons whose case has been delegated to the user on the day."""
        from cases.models.case import Case

        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.model.objects.filter(
            staff_member__in=Case.objects.lent_to(user, day).values("staff_member")
        )

    def ongoing_on(self, day: date) -> "SickLeaveEpisodeQuerySet":
        return self.filter(running_on(day))

    def overlapping(self, period: Period) -> "SickLeaveEpisodeQuerySet":
        return self.filter(overlapping(period.first_day, period.last_day))


class CaseQuerySet(SealedRows):
    def visible_to(self, user: Any, on: date | None = None) -> "CaseQuerySet":
        """
        HR officers: the employer's cases. Managers: those of staff in own units on the day.
        Employees: their own. And whoever a case has been lent to, while it is lent.
        """
        roles = roles_of(user, on)
        reasons = (
            Q(subproject__in=roles.hr_subprojects)
            | Q(staff_member__in=roles.own_staff_rows)
            | Q(pk__in=self.lent_to(user, roles.day).values("pk"))
        )
        if roles.managed_units:
            reasons |= Q(_in_managed_units(roles))
        return self.filter(reasons)

    def lent_to(self, user: Any, day: date) -> "CaseQuerySet":
        """
        Cases delegated to the user on the day: accepted, not taken back, within their dates, and
        only while the user is an HR officer: a lent right ends with the role it was lent to. The
        insurer neither lends nor borrows.
        """
        from cases.models.delegation import CaseUserObjectPermission

        roles = roles_of(user, day)
        if not roles.hr_subprojects or roles.works_for_insurer:
            return self.none()
        return self.model.objects.filter(
            subproject__is_insurer=False,
            pk__in=CaseUserObjectPermission.objects.filter(
                user=user,
                permission__codename="view_case",
                first_day__lte=day,
                last_day__gte=day,
            ).values("content_object"),
        )

    def open(self) -> "CaseQuerySet":
        return self.filter(closed_on=None)

    def closed(self) -> "CaseQuerySet":
        return self.filter(closed_on__isnull=False)

    def worked_by(self, user: Any) -> "CaseQuerySet":
        return self.filter(responsible_officer=user)

    def without_health(self) -> "CaseQuerySet":
        """Cases as a manager gets them: the background is never loaded."""
        return self.defer("background")


class JournalNoteQuerySet(SealedRows):
    def readable_by(self, user: Any, case: Any) -> "JournalNoteQuerySet":
        """
        All notes for those who work the case, else those meant for the manager. The person whose
        case it is may read health text but works nothing, and so gets no notes.
        """
        notes = self.filter(case=case)
        if user.has_perm("cases.change_case", case):
            return notes
        if case.staff_member_id in roles_of(user).own_staff_rows:
            return notes.none()
        if user.has_perm("cases.view_manager_notes", case):
            return notes.shared()
        return notes.none()

    def shared(self) -> "JournalNoteQuerySet":
        """Notes meant for the manager too."""
        return self.filter(visibility="hr_and_manager")


class DelegationQuerySet(SealedRows):
    def waiting_on(self, day: date) -> "DelegationQuerySet":
        """Asked and not answered, not taken back, not run out."""
        return self.filter(accepted_at=None, declined_at=None, taken_back_at=None, last_day__gte=day)

    def active_on(self, day: date) -> "DelegationQuerySet":
        return self.filter(
            accepted_at__isnull=False, taken_back_at=None, first_day__lte=day, last_day__gte=day
        )

    def visible_to(self, user: Any, on: date | None = None) -> "DelegationQuerySet":
        """The receiver's own, and those of the employer's cases for its HR officers."""
        roles = roles_of(user, on)
        return self.filter(Q(to_user=user) | Q(subproject__in=roles.hr_subprojects))
