"""What stops data from being changed (restriction) and what stops it from being disposed of (hold)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.data_request import DataRequest
from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel, SealedRows
from subprojects.models import StaffMember, Subproject


class RestrictionGround(models.TextChoices):
    """Why processing is restricted (GDPR 18.1 a–d)."""

    ACCURACY = "accuracy", _("the person contests that the data is right")
    UNLAWFUL = "unlawful", _("the processing is unlawful and the person wants it kept")
    CLAIMS = "claims", _("the person needs the data for a legal claim")
    OBJECTION = "objection", _("the person has objected and the reasons are being weighed")


def _lifted_wholly(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(lifted_on=None, lifted_by=None) | Q(lifted_on__isnull=False, lifted_by__isnull=False),
        name=name,
    )


class RestrictionQuerySet(SealedRows):
    def in_force(self) -> "RestrictionQuerySet":
        """Not lifted: a restriction ends by a decision, never by itself."""
        return self.filter(lifted_on=None)


@tracked()
class Restriction(SealedModel):
    """
    A restriction of processing (begränsning av behandling, GDPR 18) of a person, or of one case. While it is
    in force the data is shown as restricted, nobody changes it, and it is left out of files.
    """

    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="restrictions", editable=False
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="restrictions",
        verbose_name=_("only this case"),
    )
    for_request = models.ForeignKey(
        DataRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="restrictions",
        verbose_name=_("request"),
    )
    first_day = models.DateField(_("first day"))
    ground = models.CharField(_("ground"), max_length=10, choices=RestrictionGround)
    reason = SealedTextField(
        _("reason"), max_length=300, help_text=_("What is in dispute. Write nothing about health.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    lift_reason = SealedTextField(_("why it is lifted"), max_length=300, null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member", "case"],
                condition=Q(lifted_on=None),
                nulls_distinct=False,
                name="one_restriction_in_force",
                violation_error_message=_("This is already restricted."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=F("first_day")),
                name="restriction_lifted_after_it_began",
                violation_error_message=_("The last day is before the first."),
            ),
            _lifted_wholly("restriction_lifted_by_somebody"),
        ]
        indexes = [models.Index(fields=["subproject", "lifted_on"], name="restriction_by_employer")]

    def __str__(self) -> str:
        return self.get_ground_display()


class RetentionHoldQuerySet(SealedRows):
    def in_force(self) -> "RetentionHoldQuerySet":
        return self.filter(lifted_on=None)


@tracked()
class RetentionHold(SealedModel):
    """A hold (gallringsstopp): nothing of the person, or of the case, is disposed of until it is lifted."""

    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="retention_holds", editable=False
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="retention_holds",
        verbose_name=_("only this case"),
    )
    first_day = models.DateField(_("first day"))
    reason = SealedTextField(
        _("reason"),
        max_length=300,
        help_text=_("For example an audit, a dispute or a pension matter. Write nothing about health."),
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = RetentionHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold on disposal")
        verbose_name_plural = _("holds on disposal")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=F("first_day")),
                name="hold_lifted_after_it_began",
                violation_error_message=_("The last day is before the first."),
            ),
            _lifted_wholly("hold_lifted_by_somebody"),
        ]
        indexes = [models.Index(fields=["subproject", "lifted_on"], name="hold_by_employer")]

    def __str__(self) -> str:
        return self.reason
