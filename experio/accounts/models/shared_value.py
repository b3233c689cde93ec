"""What the processes of one server remember together for a short while."""

from django.db import models


class SharedValue(models.Model):
    """A value of the shared cache (`experio.accounts.shared_cache`): a hash as key, JSON as value."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField(null=True)
    ends_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = "shared value"
        verbose_name_plural = "shared values"

    def __str__(self) -> str:
        return self.key_hash[:8]
