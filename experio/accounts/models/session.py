"""Who is signed in where."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(models.Model):
    """
    One browser that is signed in, or on its way to be (inloggad session).

    The key in the browser's cookie is not here: `key_hash` finds the row, and `data` opens only with the
    cookie's own key. A copy of this table signs nobody in. A row ends with its last day's hour
    (`ends_at`), with idleness (`last_seen_at`), or when it is deleted.
    """

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    data = models.TextField(editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="open_sessions",
        verbose_name=_("user"),
    )
    began_at = models.DateTimeField(_("signed in at"))
    last_seen_at = models.DateTimeField(_("last seen"))
    ends_at = models.DateTimeField(_("ends at"), db_index=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    device = models.CharField(_("device"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-last_seen_at"]

    def __str__(self) -> str:
        return f"{self.device or '?'} {self.last_seen_at:%Y-%m-%d %H:%M}"
