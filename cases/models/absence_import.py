"""Imports of absence files: an upload between preview and confirmation, and what was imported when."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experio.sealing.fields import SealedBinaryField, SealedJSONField, SealedTextField
from experio.sealing.models import SealedModel, SealedRows
from subprojects.models import Subproject
from subprojects.roles import roles_of

KEPT_FOR = timedelta(hours=12)


class FileFormat(models.TextChoices):
    """What kind of file it was."""

    PAXML = "paxml", "PAXml"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"


class AbsenceImportQuerySet(SealedRows):
    def visible_to(self, user: Any) -> "AbsenceImportQuerySet":
        """An officer's own uploads, as long as the officer works for the employer."""
        return self.filter(uploaded_by=user, subproject__in=roles_of(user).hr_subprojects)

    def waiting(self) -> "AbsenceImportQuerySet":
        """Uploaded, and neither confirmed, cancelled nor forgotten."""
        return self.filter(
            confirmed_at=None,
            cancelled_at=None,
            preview__isnull=False,
            uploaded_at__gte=timezone.now() - KEPT_FOR,
        )

    def forget_old(self) -> int:
        """Delete uploads that nobody confirmed in time: they hold health data. Returns how many."""
        # Other people's too, which the person at work does not see: the owner's function takes them.
        with connection.cursor() as cursor:
            cursor.execute("SELECT walls.forget_old_uploads(%s)", [timezone.now() - KEPT_FOR])
            row = cursor.fetchone()
        return int(row[0]) if row else 0


class AbsenceImport(SealedModel):
    """
    An absence file (frånvarofil) on its way in or already imported.

    Name, content and preview are sealed. Content and preview are kept only between upload and confirmation;
    afterwards the row remembers which file it was, who imported it and how much came of it. No change history
    is kept of this table: a history would keep the content.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="absence_imports", verbose_name=_("subproject")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    file_name = SealedTextField(_("file name"), max_length=200)
    file_format = models.CharField(_("format"), max_length=5, choices=FileFormat)
    checksum = models.CharField(_("SHA-256 checksum"), max_length=64)
    create_staff = models.BooleanField(_("create staff members who are not registered"), default=False)
    content = SealedBinaryField(null=True, editable=False)
    preview = SealedJSONField(null=True, editable=False)
    episodes_new = models.PositiveIntegerField(_("new"), default=0)
    episodes_changed = models.PositiveIntegerField(_("changed"), default=0)
    episodes_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_skipped = models.PositiveIntegerField(_("skipped rows"), default=0)
    staff_created = models.PositiveIntegerField(_("staff created"), default=0)

    objects = AbsenceImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of absence")
        verbose_name_plural = _("imports of absence")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=True, preview__isnull=True)
                | Q(confirmed_at=None, cancelled_at=None),
                name="absence_import_keeps_nothing_afterwards",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be confirmed; an upload left lying is as good as forgotten."""
        is_fresh = self.uploaded_at >= timezone.now() - KEPT_FOR
        return (
            self.confirmed_at is None and self.cancelled_at is None and self.preview is not None and is_fresh
        )
