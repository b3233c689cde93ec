"""Which forms have taken effect, and where their answer led."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """
    A form that has taken effect (skickat formulär). Written in the transaction of what it did, so that both
    are there or neither. The key is a keyed hash over person, address, the form's own token and all that was
    sent: nothing of it can be read back.
    """

    key = models.CharField(primary_key=True, max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    # An address; by house rule it carries neither a personal number nor a word about health.
    leads_to = models.TextField(_("leads to"), blank=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self) -> str:
        return self.key[:8]
