"""Attempts to sign in, counted so that guessing is slow and nobody else is shut out by it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInAttempt(models.Model):
    """
    One try to sign in with a password (inloggningsförsök).

    Names and addresses are kept as keyed hashes: enough to count, nothing to read. Rows older than
    `experio.accounts.attempts.KNOWN_FOR` are deleted.
    """

    name_hash = models.CharField(max_length=64)
    pair_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    has_succeeded = models.BooleanField(_("succeeded"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["name_hash", "at"], name="attempts_by_name"),
            models.Index(fields=["pair_hash", "at"], name="attempts_by_name_and_address"),
            models.Index(fields=["address_hash", "at"], name="attempts_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'+' if self.has_succeeded else '-'}"
