"""What was done and said in a case."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.querysets import JournalNoteQuerySet
from experio.history import tracked
from experio.sealing.fields import SealedTextField
from experio.sealing.models import SealedModel
from subprojects.models import Subproject


class NoteKind(models.TextChoices):
    CONTACT = "contact", _("contact")
    MEETING = "meeting", _("meeting")
    NOTE = "note", _("note")
    DECISION = "decision", _("decision")


class Visibility(models.TextChoices):
    """Who reads a note."""

    HR_ONLY = "hr_only", _("HR only")
    HR_AND_MANAGER = "hr_and_manager", _("HR and the manager")


@tracked()
class JournalNote(SealedModel):
    """
    A journal note (journalanteckning). It is corrected by a new note that points at the old
    one, never silently.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes", verbose_name=_("case"))
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind, default=NoteKind.NOTE)
    visibility = models.CharField(_("read by"), max_length=20, choices=Visibility, default=Visibility.HR_ONLY)
    happened_on = models.DateField(_("date"))
    text = SealedTextField(_("text"), max_length=10_000, error_messages={"blank": _("Write the note.")})
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        editable=False,
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    written_at = models.DateTimeField(auto_now_add=True)

    objects = JournalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal note")
        verbose_name_plural = _("journal notes")
        ordering = ["-happened_on", "-written_at", "-pk"]
        indexes = [models.Index(fields=["case", "-happened_on"], name="notes_of_a_case")]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        if self.corrects_id and self.corrects and self.corrects.case_id != self.case_id:
            raise ValidationError({"corrects": _("A note corrects one of the same case.")})
