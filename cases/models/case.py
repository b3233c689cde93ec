"""A case: the work around one person's way back."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.sick_leave import SickLeaveEpisode
from cases.querysets import CaseQuerySet
from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel
from subprojects.models import StaffMember, Subproject


class CaseReason(models.TextChoices):
    """Why a case was opened. Says nothing about illness, so a manager may read it."""

    LONG_ABSENCE = "long_absence", _("long absence")
    REPEATED_ABSENCE = "repeated_absence", _("repeated short absence")
    EARLY_SIGN = "early_sign", _("early sign, no absence yet")
    OWN_REQUEST = "own_request", _("the employee's own request")
    OTHER = "other", _("other reason")


class NoPlanReason(models.TextChoices):
    """The documented stance when no return-to-work plan is made (SFB 30:6)."""

    BACK_WITHIN_60_DAYS = "back_within_60_days", _("full return expected within 60 days")
    BACK_WITHOUT_MEASURES = "back_without_measures", _("full return expected without measures")
    HEALTH_EXCLUDES_RETURN = "health_excludes_return", _("health clearly excludes return for now")


class CaseOutcome(models.TextChoices):
    """How a case ended (avslutsorsak)."""

    OWN_JOB = "own_job", _("back in own job")
    OWN_JOB_ADAPTED = "own_job_adapted", _("back in own job, adapted")
    OTHER_JOB = "other_job", _("other job, same employer")
    OTHER_EMPLOYER = "other_employer", _("other employer")
    EDUCATION = "education", _("education")
    OWN_BUSINESS = "own_business", _("own business")
    OTHER_AUTHORITY = "other_authority", _("continued support by another authority")
    PENSION = "pension", _("pension or sickness compensation")
    EMPLOYMENT_ENDED = "employment_ended", _("employment ended")
    INCOME_SUPPORT = "income_support", _("income support")
    NO_NEED = "no_need", _("no further need of support")
    DROPPED_OUT = "dropped_out", _("dropped out")


@tracked()
class Case(SealedModel):
    """
    The employer's work with one person's return to work (rehabiliteringsärende). At most one
    is open per person; it is numbered per employer and year.
    """

    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="cases", editable=False)
    number = models.CharField(_("case number"), max_length=60, db_index=True, editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    sequence = models.PositiveIntegerField(editable=False)
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="cases", verbose_name=_("staff member")
    )
    episode = models.ForeignKey(
        SickLeaveEpisode,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("sick leave that led to the case"),
    )
    opened_on = models.DateField(_("opened on"))
    reason = models.CharField(_("reason"), max_length=20, choices=CaseReason)
    background = SealedTextField(
        _("background"),
        null=True,
        blank=True,
        help_text=_("Read by HR only, never by the manager."),
        max_length=10_000,
    )
    responsible_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="cases_worked",
        verbose_name=_("responsible officer"),
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("manager"),
    )
    plan_made_on = models.DateField(_("plan made on"), null=True, blank=True)
    no_plan_reason = models.CharField(
        _("why no plan is made"), max_length=30, choices=NoPlanReason, null=True, blank=True
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=CaseOutcome, null=True, blank=True, editable=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_on", "-pk"]
        # What can be lent with a case, object by object (cases.delegated).
        permissions = [
            ("view_health", "Can read diagnosis and health text"),
            ("add_journalnote", "Can write in the journal"),
            ("close_case", "Can close the case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member"],
                condition=Q(closed_on=None),
                name="one_open_case_a_person",
                violation_error_message=_("This person already has an open case."),
            ),
            models.UniqueConstraint(fields=["subproject", "year", "sequence"], name="case_numbered_once"),
            # Within the employer: a unique number alone would tell what exists elsewhere.
            models.UniqueConstraint(fields=["subproject", "number"], name="case_number_once_an_employer"),
            models.UniqueConstraint(fields=["id", "subproject"], name="case_with_employer"),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome=None) | Q(closed_on__isnull=False, outcome__isnull=False),
                name="closed_case_has_outcome",
                violation_error_message=_("A closed case has an outcome."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_it_opens",
                violation_error_message=_("A case cannot be closed before it was opened."),
            ),
            models.CheckConstraint(
                condition=Q(plan_made_on=None) | Q(no_plan_reason=None),
                name="plan_or_reason_for_none",
                violation_error_message=_("Either a plan was made or there is a reason for none."),
            ),
        ]
        indexes = [
            models.Index(fields=["subproject", "closed_on", "-opened_on"], name="case_by_employer"),
            models.Index(fields=["responsible_officer", "closed_on"], name="case_by_officer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def was_open_on(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)

    def get_absolute_url(self) -> str:
        return reverse("cases:case_detail", args=[self.number])
