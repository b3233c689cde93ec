"""What was refused. (The reading log joins it here later.)"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Denial(models.Model):
    """
    One refused request (nekad åtkomst): a stranger's 404 or a deed beyond the role, 403.

    Keeps the route's name and the path, which by house rule carry neither personal number nor
    health data; never the query string or what was posted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    method = models.CharField(_("method"), max_length=10)
    route = models.CharField(_("page"), max_length=100)
    path = models.CharField(_("address"), max_length=300)
    status = models.PositiveSmallIntegerField(_("answer"))

    class Meta:
        verbose_name = _("denial")
        verbose_name_plural = _("denials")
        ordering = ["-at"]
        # What was refused cannot be unsaid: rows are only ever added.
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.route}"
