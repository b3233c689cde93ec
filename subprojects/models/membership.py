"""Dated roles: who may do what, where, from when to when."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from subprojects.models.organisation import Subproject, Unit
from subprojects.models.project import Project
from subprojects.models.staff import StaffMember
from subprojects.querysets import MembershipQuerySet, overlapping


class Role(models.TextChoices):
    """
    The roles of the design; each holds within one project, subproject, unit or person. The HR lead (HR-chef)
    is an HR officer with one duty more, the review of the reading log, so both roles are held together.
    """

    HR_OFFICER = "hr_officer", _("HR officer")
    HR_LEAD = "hr_lead", _("HR lead")
    MANAGER = "manager", _("manager")
    PROJECT_OFFICE = "project_office", _("project office")
    SUBPROJECT_LEAD = "subproject_lead", _("subproject lead")
    EVALUATOR = "evaluator", _("evaluator")
    EMPLOYEE = "employee", _("employee")
    ADMINISTRATOR = "administrator", _("administrator")


# Who reads or works with the employer's people; other roles see figures, or oneself.
WORKS_WITH_PEOPLE = (Role.HR_OFFICER, Role.HR_LEAD, Role.MANAGER)
INSURER_AND_EMPLOYER = "insurer_and_employer_never_meet"
"""The trigger that refuses both (`guards.sql`), and the code of the form's error."""


def _scoped(role_names: list[str], scope: str | None) -> Q:
    """Exactly the scope a role needs, and no other."""
    condition = Q(role__in=role_names)
    for name in ("project", "subproject", "unit", "staff_member"):
        condition &= Q(**{f"{name}__isnull": name != scope})
    return condition


@tracked()
class Membership(models.Model):
    """
    One role of one user (rolltilldelning), within one project, subproject, unit or person, for
    given days, both included. Rights end by themselves when the last day has passed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    subproject = models.ForeignKey(
        Subproject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("subproject"),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("unit"),
    )
    staff_member = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("staff member"),
    )
    includes_subunits = models.BooleanField(_("also the units below"), default=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    # Given at sign-in by a group of the employer's identity provider, and taken away by it too.
    identity_provider = models.ForeignKey(
        "subprojects.IdentityProvider",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="memberships",
        verbose_name=_("given by identity provider"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["user", "role", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=_scoped(["project_office", "evaluator"], "project")
                | _scoped(["hr_officer", "hr_lead", "subproject_lead"], "subproject")
                | _scoped(["manager"], "unit")
                | _scoped(["employee"], "staff_member")
                | _scoped(["administrator"], None),
                name="role_has_its_scope",
                violation_error_message=_(
                    "HR officers, HR leads and subproject leads belong to a subproject, managers to a unit, "
                    "project office and evaluators to a project, employees to themselves, administrators "
                    "to none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="role_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]
        indexes = [models.Index(fields=["user", "first_day", "last_day"], name="roles_of_a_user")]
        triggers = [
            # Whoever gets, loses or changes a role signs in anew; no Python path can forget it.
            pgtrigger.Trigger(
                name="end_sessions",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF TG_OP <> 'INSERT' THEN "
                    "DELETE FROM accounts_session WHERE user_id = OLD.user_id; END IF; "
                    "IF TG_OP <> 'DELETE' THEN "
                    "DELETE FROM accounts_session WHERE user_id = NEW.user_id; END IF; "
                    "RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

    def clean(self) -> None:
        """Whoever works with people at the insurer does so at no employer on the same day."""
        super().clean()
        if self.role not in WORKS_WITH_PEOPLE or not self.user_id or not self.first_day:
            return
        of_unit = Unit.objects.filter(pk=self.unit_id or 0).values("subproject")
        employers = Subproject.objects.filter(Q(pk=self.subproject_id or 0) | Q(pk__in=of_unit))
        side = employers.values_list("is_insurer", flat=True).first()
        if side is None:
            return
        others = Membership.objects.filter(
            Q(subproject__is_insurer=not side) | Q(unit__subproject__is_insurer=not side),
            overlapping(self.first_day, self.last_day),
            user=self.user_id,
            role__in=WORKS_WITH_PEOPLE,
        ).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError(
                _(
                    "Nobody works with people at the insurer (Försäkringskassan) and at an employer on the "
                    "same day. End the other role first."
                ),
                code=INSURER_AND_EMPLOYER,
            )

    def is_held_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
