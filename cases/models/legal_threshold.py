"""Numbers set by law, agreement or employer, as dated rows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked


@tracked()
class LegalThreshold(models.Model):
    """
    One number (gränsvärde) with the days it applies and where it comes from. Rules read it by
    the day they judge, so last year's report keeps last year's law.
    """

    name = models.SlugField(_("name"), max_length=60)
    value = models.IntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_(
            "Whether the number has been read in its source; otherwise check it before you rely on it."
        ),
    )

    class Meta:
        verbose_name = _("legal number")
        verbose_name_plural = _("legal numbers")
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="legal_number_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="legal_number_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
