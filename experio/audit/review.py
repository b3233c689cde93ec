"""The systematic review of the log (loggkontroll): one sample a month and employer, row by row."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel, SealedRows


class Finding(models.TextChoices):
    """What the look at a row came to (bedömning)."""

    OK = "ok", _("in order")
    NOTE = "note", _("in order, with a note")
    FOLLOW_UP = "follow_up", _("to follow up")
    BREACH = "breach", _("unauthorised")


@tracked()
class LogReview(SealedModel):
    """
    One month's review of one employer's log (månadens loggkontroll): the sample, how it was drawn, and what
    came of it when it was closed. `seed` and `rules` let anybody draw the same sample again.
    """

    subproject = models.ForeignKey(
        "subprojects.Subproject", on_delete=models.PROTECT, related_name="+", verbose_name=_("employer")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    seed = models.CharField(_("seed of chance"), max_length=32)
    rules = models.JSONField(_("limits"))
    rows_in_month = models.PositiveIntegerField(_("rows in the month"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("drawn"), auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    summary = SealedTextField(_("summary"), max_length=4000, null=True, blank=True)

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("log review")
        verbose_name_plural = _("log reviews")
        ordering = ["-month", "subproject"]
        constraints = [
            models.UniqueConstraint(
                fields=["subproject", "month"],
                name="one_log_review_a_month",
                violation_error_message=_("The sample of this month has already been drawn."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="log_review_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@tracked()
class LogReviewRow(SealedModel):
    """
    One row of the log in a sample (loggpost i urvalet): why it was drawn, and what was found. `reading` is a
    plain number, as in the log itself; `reading_at` leads to its month.
    """

    review = models.ForeignKey(LogReview, on_delete=models.CASCADE, related_name="sample")
    subproject = models.ForeignKey(
        "subprojects.Subproject", on_delete=models.PROTECT, related_name="+", editable=False
    )
    reading = models.BigIntegerField(_("reading"))
    reading_at = models.DateTimeField(_("at"))
    reasons = ArrayField(models.CharField(max_length=20), verbose_name=_("why it was drawn"))
    finding = models.CharField(_("finding"), max_length=10, choices=Finding, blank=True)
    note = SealedTextField(
        _("note"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_("What was asked and answered. Write nothing about health."),
    )
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    found_at = models.DateTimeField(null=True, blank=True)

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("row of a log review")
        verbose_name_plural = _("rows of a log review")
        ordering = ["reading_at", "reading"]
        constraints = [
            models.UniqueConstraint(fields=["review", "reading"], name="reviewed_once_a_month"),
            models.CheckConstraint(
                condition=Q(finding="") | Q(found_by__isnull=False, found_at__isnull=False),
                name="finding_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=["", "ok"]) | Q(note__isnull=False),
                name="finding_is_explained",
                violation_error_message=_("Write what was asked and answered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading}"
