"""A disposal: what is proposed, who approved it, and the record that stays when the data is gone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.retention import RecordKind, RetentionRule
from experio.history import tracked
from subprojects.models import Subproject


class DisposalKind(models.TextChoices):
    RETENTION = "retention", _("by a retention rule")
    ERASURE = "erasure", _("erasure on request")


class DisposalState(models.TextChoices):
    """Derived from the facts of the row, never stored."""

    PROPOSED = "proposed", _("waits for approval")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CARRIED_OUT = "carried_out", _("carried out")


@tracked()
class Disposal(models.Model):
    """
    A disposal (gallring) and, once it is carried out, its record (gallringsprotokoll): rule, decision, counts
    for each table, who proposed and who approved. Holds no personal content.

    One person proposes, another approves: a constraint says so, and a trigger that each acts in the own name,
    that the row never changes afterwards and is never deleted.
    """

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="disposals", verbose_name=_("employer")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DisposalKind)
    rule = models.ForeignKey(
        RetentionRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disposals",
        verbose_name=_("rule"),
    )
    record_kind = models.CharField(_("what"), max_length=15, choices=RecordKind)
    decision_reference = models.CharField(_("decision (diarienummer)"), max_length=200)
    request_number = models.PositiveIntegerField(
        _("request"), null=True, blank=True, help_text=_("The number of a request that is itself gone.")
    )
    records = models.PositiveIntegerField(_("records"))
    counts = models.JSONField(_("rows by table"), default=dict, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="disposal_needs_two_people",
                violation_error_message=_("Somebody else than the proposer approves a disposal."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="disposal_approved_wholly",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False, approved_by=None),
                name="disposal_withdrawn_before_approval",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None) | Q(approved_at__isnull=False),
                name="disposal_carried_out_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(kind="retention", rule__isnull=False)
                | Q(kind="erasure", request_number__isnull=False),
                name="disposal_has_its_ground",
            ),
        ]
        indexes = [models.Index(fields=["subproject", "-proposed_at"], name="disposal_by_employer")]

    def __str__(self) -> str:
        return f"{self.get_record_kind_display()} {self.decision_reference}"

    @property
    def state(self) -> DisposalState:
        if self.carried_out_at is not None:
            return DisposalState.CARRIED_OUT
        return DisposalState.PROPOSED if self.withdrawn_at is None else DisposalState.WITHDRAWN

    @property
    def is_waiting(self) -> bool:
        return self.state == DisposalState.PROPOSED


class DisposalRow(models.Model):
    """
    One row that a disposal names: table and key, nothing else. Named at the proposal and frozen by a trigger;
    history rows can only be deleted while an approved disposal names them. Gone when it is carried out.
    """

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    is_record = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disposal", "table", "row"], name="row_named_once")]
        indexes = [models.Index(fields=["table", "row"], name="named_rows")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
