"""That a register extract has been handed out: by whom, to whom, and on which assessment."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.disclosure_assessment import DisclosureAssessment
from experio.data_protection.classification import Category
from experio.history import tracked
from subprojects.models import StaffMember, Subproject

# Asked again by the database, so that neither a correction at the same moment nor other code goes around it.
_ASSESSED = """
IF NEW.assessment_id IS NOT NULL THEN
    PERFORM FROM cases_disclosureassessment WHERE id = NEW.assessment_id AND case_id IS NULL
        AND decision <> 'refused' AND (decision = 'masked') = (cardinality(NEW.left_out) > 0) FOR SHARE;
    IF NOT FOUND OR EXISTS (SELECT FROM cases_disclosureassessment WHERE corrects_id = NEW.assessment_id) THEN
        RAISE EXCEPTION 'No assessment in force allows this release.' USING ERRCODE = 'check_violation';
    END IF;
END IF;
RETURN NEW;
"""


class ExtractReceiver(models.TextChoices):
    """Whom an extract that HR makes is for."""

    PERSON = "person", _("the person")
    OTHER = "other", _("somebody else, on request")


class ExtractFormat(models.TextChoices):
    """In which form it was handed out."""

    PDF = "pdf", _("PDF, to read")
    JSON = "json", _("JSON, for machines")


@tracked()
class ExtractRelease(models.Model):
    """
    A register extract that HR has made (utlämnat registerutdrag). The person's is the person's right; to
    anybody else it goes only on a disclosure assessment that is in force, is about this person as a whole and
    releases. What the assessment masks is named in `left_out`, by category.

    Written once. The extracts that people fetch for themselves are rows of the reading log alone.
    """

    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="extract_releases", editable=False
    )
    receiver = models.CharField(_("who gets it"), max_length=10, choices=ExtractReceiver)
    assessment = models.ForeignKey(
        DisclosureAssessment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("disclosure assessment"),
    )
    left_out = ArrayField(
        models.CharField(max_length=20, choices=Category),
        default=list,
        blank=True,
        verbose_name=_("left out"),
    )
    file_format = models.CharField(_("form"), max_length=10, choices=ExtractFormat)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("made"), editable=False)

    class Meta:
        verbose_name = _("extract handed out")
        verbose_name_plural = _("extracts handed out")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver="person", assessment=None, left_out=[])
                | Q(receiver="other", assessment__isnull=False),
                name="extract_for_others_is_assessed",
                violation_error_message=_("An extract for somebody else needs an assessment."),
            ),
        ]
        indexes = [models.Index(fields=["staff_member", "-made_at"], name="extracts_of_person")]
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="on_an_assessment_in_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_ASSESSED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.get_receiver_display()}"

    @property
    def is_for_others(self) -> bool:
        return self.receiver == ExtractReceiver.OTHER

    @property
    def left_out_names(self) -> list[str]:
        """The categories that the assessment masks, in words."""
        return [str(Category(one).label) for one in self.left_out]

    @property
    def purpose(self) -> str:
        """What the reading log says of it."""
        if self.assessment is None:
            return str(_("register extract for the person"))
        return str(
            _("register extract for somebody else, on %(assessment)s") % {"assessment": self.assessment}
        )
