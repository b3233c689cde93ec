"""Taking part in an ESF project: not the same thing as being on sick leave."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from subprojects.models.organisation import Subproject
from subprojects.models.project import Project
from subprojects.models.staff import StaffMember


class LabourStatus(models.TextChoices):
    """Labour-market status. A sick-listed employee is employed: temporarily absent from a job."""

    EMPLOYED = "employed", _("employed, also self-employed")
    UNEMPLOYED = "unemployed", _("unemployed")
    LONG_TERM_UNEMPLOYED = "long_term_unemployed", _("long-term unemployed")
    INACTIVE = "inactive", _("inactive")
    INACTIVE_NOT_IN_EDUCATION = "inactive_not_in_education", _("inactive, not in education or training")


class EducationLevel(models.IntegerChoices):
    """Highest completed level of education by ISCED."""

    ISCED_0 = 0, _("less than primary (ISCED 0)")
    ISCED_1 = 1, _("primary (ISCED 1)")
    ISCED_2 = 2, _("lower secondary (ISCED 2)")
    ISCED_3 = 3, _("upper secondary (ISCED 3)")
    ISCED_4 = 4, _("post-secondary (ISCED 4)")
    ISCED_5 = 5, _("short tertiary (ISCED 5)")
    ISCED_6 = 6, _("bachelor's (ISCED 6)")
    ISCED_7 = 7, _("master's (ISCED 7)")
    ISCED_8 = 8, _("doctoral (ISCED 8)")


@tracked()
class Participation(models.Model):
    """
    A staff member's part in the project (deltagande): one row per person and project.

    Holds raw facts only; the indicators of each programme are computed from them. A return to
    the project keeps the first entry and moves the exit.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="participations", verbose_name=_("project")
    )
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="participations")
    staff_member = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("staff member"),
    )
    entered_on = models.DateField(_("entry"))
    left_on = models.DateField(_("exit"), null=True, blank=True)
    labour_status_on_entry = models.CharField(
        _("labour status on entry"), max_length=30, choices=LabourStatus, null=True, blank=True
    )
    education_on_entry = models.PositiveSmallIntegerField(
        _("education on entry"), choices=EducationLevel, null=True, blank=True
    )
    was_in_education_on_entry = models.BooleanField(_("in education or training on entry"), null=True)
    is_in_education_on_exit = models.BooleanField(_("in education or training on exit"), null=True)
    has_gained_qualification = models.BooleanField(_("gained a qualification"), null=True)
    labour_status_on_exit = models.CharField(
        _("labour status on exit"), max_length=30, choices=LabourStatus, null=True, blank=True
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["entered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "staff_member"],
                name="one_participation_a_person",
                violation_error_message=_("The person already takes part in the project."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("entered_on")),
                name="participation_ends_after_it_begins",
                violation_error_message=_("The exit is before the entry."),
            ),
        ]
        indexes = [models.Index(fields=["subproject", "entered_on"], name="participation_by_entry")]

    def __str__(self) -> str:
        return f"{self.staff_member} – {self.project}"


@tracked()
class Activity(models.Model):
    """Something the project does with participants (aktivitet)."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="activities", verbose_name=_("project")
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="activity_names_differ")]

    def __str__(self) -> str:
        return self.name


@tracked()
class ActivityHours(models.Model):
    """Hours that a participant spent in an activity on one day (deltagartid)."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="hours")
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="hours")
    day = models.DateField(_("day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(24))],
    )

    class Meta:
        verbose_name = _("activity hours")
        verbose_name_plural = _("activity hours")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "activity", "day"], name="hours_once_a_day"),
            models.CheckConstraint(condition=Q(hours__gt=0) & Q(hours__lte=24), name="hours_fit_in_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hours} h"
