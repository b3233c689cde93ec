"""What people ask for by their data protection rights, and what may be withheld from an extract."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.rules.answer_time import answer_due_on
from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel, SealedRows
from subprojects.models import StaffMember, Subproject


class RequestKind(models.TextChoices):
    """Which right is used (GDPR 15–18)."""

    ACCESS = "access", _("register extract")
    CORRECTION = "correction", _("correction")
    RESTRICTION = "restriction", _("restriction of processing")
    ERASURE = "erasure", _("erasure")


class RequestOutcome(models.TextChoices):
    """How a request was answered."""

    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("not granted")


@tracked()
class DataRequest(SealedModel):
    """
    A request of a person about the own data (begäran), to be answered within a month of its arrival
    (GDPR 12.3). The employer may take two months more when it says why. What is written in words is sealed.
    """

    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="data_requests", verbose_name=_("staff member")
    )
    kind = models.CharField(_("what is asked for"), max_length=12, choices=RequestKind)
    received_on = models.DateField(_("received on"))
    text = SealedTextField(
        _("what the person writes"),
        max_length=4000,
        null=True,
        blank=True,
        help_text=_("What is wrong and what should stand there instead; which data it is about."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    extended_to = models.DateField(_("answer at the latest on"), null=True, blank=True)
    extension_reason = SealedTextField(_("why more time is needed"), max_length=300, null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    outcome = models.CharField(
        _("decision"), max_length=10, choices=RequestOutcome, null=True, blank=True, editable=False
    )
    answer = SealedTextField(
        _("answer and reasons"),
        max_length=4000,
        null=True,
        blank=True,
        help_text=_("The person reads this."),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("data protection request")
        verbose_name_plural = _("data protection requests")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome=None, answered_by=None)
                | Q(answered_on__isnull=False, outcome__isnull=False, answered_by__isnull=False),
                name="request_answered_wholly",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("received_on")),
                name="request_answered_after_it_came",
                violation_error_message=_("The answer lies before the request."),
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extension_reason__isnull=False),
                name="more_time_has_a_reason",
                violation_error_message=_("Say why more time is needed."),
            ),
            models.UniqueConstraint(
                fields=["staff_member", "kind"],
                condition=Q(answered_on=None),
                name="one_open_request_a_kind",
                violation_error_message=_("There is already an open request of this kind."),
            ),
        ]
        indexes = [
            models.Index(fields=["subproject", "answered_on", "received_on"], name="request_by_employer")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    @property
    def due_on(self) -> date:
        """The last day for an answer."""
        return self.extended_to or answer_due_on(self.received_on)


@tracked()
class Withholding(SealedModel):
    """
    A decision that something does not go into a person's extract (undantag från registerutdrag), with its
    ground: free text of one case, or one note of it. What is withheld is named in the extract, not shown.
    """

    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="withholdings", editable=False
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="withholdings", verbose_name=_("case")
    )
    note = models.ForeignKey(
        "cases.JournalNote",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withholdings",
        verbose_name=_("note"),
    )
    ground = SealedTextField(
        _("legal ground"),
        max_length=300,
        help_text=_("The paragraph that forbids or excuses handing it out; the person reads it."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_on = models.DateField(_("decided on"), editable=False)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True, editable=False)

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("exception from the extract")
        verbose_name_plural = _("exceptions from the extract")
        ordering = ["decided_on", "pk"]

    def __str__(self) -> str:
        return self.ground
