"""Lending a case to another HR officer for given days."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.models.case import Case
from cases.querysets import DelegationQuerySet
from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel
from subprojects.models import Subproject


@tracked()
class Delegation(SealedModel):
    """
    A case lent to another HR officer (delegering), also of another subproject, from first to
    last day, both included. Accepted or declined by the receiver; the lender may take it back.
    Its state is derived from these facts and the day, so it ends by itself.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("case")
    )
    # What the request shows: who is asked sees neither the case nor its person before accepting.
    case_number = models.CharField(_("case number"), max_length=60, editable=False)
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_received",
        verbose_name=_("to"),
    )
    delegated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_made", editable=False
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = SealedTextField(
        _("reason"),
        max_length=200,
        help_text=_(
            "For example holiday. Write nothing about health: the receiver reads it before accepting."
        ),
    )
    delegated_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, editable=False)
    declined_at = models.DateTimeField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="delegation_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(to_user=F("delegated_by")),
                name="delegation_to_somebody_else",
                violation_error_message=_("Choose somebody else than yourself."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None),
                name="delegation_answered_once",
            ),
            models.UniqueConstraint(
                fields=["case", "to_user"],
                condition=Q(accepted_at=None, declined_at=None, taken_back_at=None),
                name="one_unanswered_delegation",
                violation_error_message=_("This person has already been asked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} → {self.to_user}"

    def is_active_on(self, day: date) -> bool:
        return (
            self.accepted_at is not None
            and self.taken_back_at is None
            and self.first_day <= day <= self.last_day
        )

    def is_waiting_on(self, day: date) -> bool:
        """Asked and not yet answered, taken back or run out."""
        return (
            self.accepted_at is None
            and self.declined_at is None
            and self.taken_back_at is None
            and day <= self.last_day
        )


@tracked()
class CaseUserObjectPermission(UserObjectPermissionBase):
    """
    A right to one case, held by one user for given days: django-guardian's row with a direct
    foreign key and dates. Rows outside their days give nothing (`cases.delegated`).
    """

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="permissions")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta(UserObjectPermissionBase.Meta):
        unique_together = ["user", "permission", "content_object", "delegation"]
        indexes = [models.Index(fields=["user", "first_day", "last_day"], name="lent_to_a_user")]
