"""How long an employer keeps what."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from subprojects.models import Subproject


class RecordKind(models.TextChoices):
    """What a rule is about; each kind goes with everything that hangs on it."""

    SICK_LEAVE = "sick_leave", _("sick leave")
    CASE = "case", _("cases")
    PARTICIPATION = "participation", _("part in the project")
    PERSON = "person", _("the person, with everything that is left")


class CountedFrom(models.TextChoices):
    """The event from which the time is counted."""

    EPISODE_ENDED = "episode_ended", _("the last day of the sick leave")
    CASE_CLOSED = "case_closed", _("the day the case was closed")
    LEFT_PROJECT = "left_project", _("the exit from the project")
    EMPLOYMENT_ENDED = "employment_ended", _("the last day of the last employment")


EVENTS_OF = {
    RecordKind.SICK_LEAVE: (CountedFrom.EPISODE_ENDED, CountedFrom.EMPLOYMENT_ENDED),
    RecordKind.CASE: (CountedFrom.CASE_CLOSED, CountedFrom.EMPLOYMENT_ENDED),
    RecordKind.PARTICIPATION: (CountedFrom.LEFT_PROJECT, CountedFrom.EMPLOYMENT_ENDED),
    RecordKind.PERSON: (CountedFrom.EMPLOYMENT_ENDED,),
}


@tracked()
class RetentionRule(models.Model):
    """
    A retention rule (gallringsregel) of an employer: after how many months what is disposed of, counted from
    which event, by which decision. Dated; a changed rule is a new one. What no rule names is kept.
    """

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="retention_rules", verbose_name=_("employer")
    )
    record_kind = models.CharField(_("what"), max_length=15, choices=RecordKind)
    counted_from = models.CharField(_("counted from"), max_length=20, choices=CountedFrom)
    months = models.PositiveSmallIntegerField(_("months"), validators=[MaxValueValidator(1200)])
    decision_reference = models.CharField(
        _("decision (diarienummer)"),
        max_length=100,
        help_text=_("The employer's disposal decision that the rule rests on."),
    )
    decided_on = models.DateField(_("decided on"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["record_kind", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subproject", "record_kind"],
                condition=Q(valid_to=None),
                name="one_open_rule_a_kind",
                violation_error_message=_("There is already a rule for this. End it first."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="retention_rule_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(decision_reference=""),
                name="retention_rule_names_its_decision",
                violation_error_message=_("Name the decision."),
            ),
            models.CheckConstraint(
                condition=Q(record_kind="sick_leave", counted_from__in=["episode_ended", "employment_ended"])
                | Q(record_kind="case", counted_from__in=["case_closed", "employment_ended"])
                | Q(record_kind="participation", counted_from__in=["left_project", "employment_ended"])
                | Q(record_kind="person", counted_from="employment_ended"),
                name="retention_rule_counts_from_its_event",
                violation_error_message=_("The time for this kind is counted from another event."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_record_kind_display()}, {self.months}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def clean(self) -> None:
        """Two rules for the same kind never hold on the same day."""
        super().clean()
        if not self.subproject_id or not self.valid_from:
            return
        others = RetentionRule.objects.filter(subproject=self.subproject_id, record_kind=self.record_kind)
        others = others.exclude(pk=self.pk).filter(Q(valid_to=None) | Q(valid_to__gte=self.valid_from))
        if self.valid_to is not None:
            others = others.filter(valid_from__lte=self.valid_to)
        if others.exists():
            raise ValidationError({"valid_from": _("There is already a rule for this. End it first.")})
