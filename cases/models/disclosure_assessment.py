"""What was weighed and decided before something left on request."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel, SealedRows
from subprojects.models import StaffMember, Subproject
from subprojects.roles import roles_of


class DisclosureDecision(models.TextChoices):
    """What became of the request."""

    FULL = "full", _("released in full")
    MASKED = "masked", _("released with parts masked")
    REFUSED = "refused", _("refused")


class DisclosureAssessmentQuerySet(SealedRows):
    def visible_to(self, user: Any, on: date | None = None) -> "DisclosureAssessmentQuerySet":
        """HR officers see those of their employers; nobody else any."""
        return self.filter(subproject__in=roles_of(user, on).hr_subprojects)

    def in_force(self) -> "DisclosureAssessmentQuerySet":
        """The latest version of each assessment."""
        return self.filter(corrected_by=None)

    def about(self, person: StaffMember) -> "DisclosureAssessmentQuerySet":
        """Of this person, as a whole or in one case."""
        return self.filter(staff_member=person, subproject=person.subproject_id)

    def that_release(self) -> "DisclosureAssessmentQuerySet":
        """On which an extract may go to somebody else: about the person as a whole, and not refused."""
        return self.filter(case=None).exclude(decision=DisclosureDecision.REFUSED)


@tracked()
class DisclosureAssessment(SealedModel):
    """
    A disclosure assessment (sekretessprövning vid begäran om utlämnande): who asked for what, about whom,
    which harm was weighed, on which ground, what was decided by whom and when, and what was released.

    Written once. A correction is a new version under the same number that says why; a trigger refuses any
    change of a row. Whoever asks need not say who it is or why, so both may be left open. What is written in
    words is stored sealed.
    """

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="+", verbose_name=_("employer")
    )
    number = models.CharField(_("number"), max_length=60, editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    sequence = models.PositiveIntegerField(editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", editable=False
    )
    correction_reason = SealedTextField(_("why it is corrected"), max_length=300, null=True, blank=True)
    received_on = models.DateField(_("received on"))
    asked_by = SealedTextField(
        _("who asks"),
        max_length=200,
        null=True,
        blank=True,
        help_text=_("Leave it empty when the person does not say who it is: nobody may be made to."),
    )
    request_text = SealedTextField(_("what is asked for"), max_length=4000)
    staff_member = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosures",
        verbose_name=_("staff member"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosures",
        verbose_name=_("case"),
    )
    ground = SealedTextField(_("legal ground"), max_length=200)
    damage_test = SealedTextField(
        _("assessment of harm"),
        max_length=4000,
        help_text=_("Which harm could follow for whom if it is released, and what speaks against it."),
    )
    decision = models.CharField(_("decision"), max_length=10, choices=DisclosureDecision)
    released = SealedTextField(
        _("what is released"),
        max_length=4000,
        null=True,
        blank=True,
        help_text=_("Which documents or data, in which form, and what is masked."),
    )
    appeal_information = SealedTextField(
        _("how to appeal"),
        max_length=2000,
        null=True,
        blank=True,
        help_text=_("What the person was told about a written decision and how it is appealed."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DisclosureAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure assessment")
        verbose_name_plural = _("disclosure assessments")
        ordering = ["-year", "-sequence", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["subproject", "year", "sequence", "version"], name="disclosure_version_once"
            ),
            # What is released on an assessment hangs on it together with its employer and person.
            models.UniqueConstraint(fields=["id", "subproject", "staff_member"], name="disclosure_of_person"),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None, correction_reason__isnull=True)
                | Q(version__gt=1, corrects__isnull=False, correction_reason__isnull=False),
                name="disclosure_correction_has_a_reason",
                violation_error_message=_("Say why it is corrected."),
            ),
            models.CheckConstraint(
                condition=Q(decided_on__gte=F("received_on")),
                name="disclosure_decided_after_it_came",
                violation_error_message=_("The decision lies before the request."),
            ),
            models.CheckConstraint(
                condition=Q(decision="refused", released__isnull=True)
                | (~Q(decision="refused") & Q(released__isnull=False)),
                name="disclosure_says_what_is_released",
                violation_error_message=_("Say what is released; nothing when it is refused."),
            ),
            models.CheckConstraint(
                condition=Q(decision="full") | Q(appeal_information__isnull=False),
                name="disclosure_tells_how_to_appeal",
                violation_error_message=_("Say what the person was told about how to appeal."),
            ),
        ]
        indexes = [models.Index(fields=["subproject", "-year", "-sequence"], name="disclosure_by_employer")]
        triggers = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.number} ({self.version})" if self.version > 1 else self.number

    def get_absolute_url(self) -> str:
        return reverse("cases:disclosure_detail", args=[self.number])

    @property
    def allows_release(self) -> bool:
        """Whether something may leave on this decision."""
        return self.decision != DisclosureDecision.REFUSED
