"""Which legal ground an employer names when it marks something as secret."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from subprojects.models.organisation import Subproject
from subprojects.querysets import MembershipQuerySet


class Covers(models.TextChoices):
    """What a ground is named for."""

    CASES = "cases", _("cases and journal")
    SICK_LEAVE = "sick_leave", _("staff and sick leave")
    PROTECTED = "protected", _("people with a protected identity")


@tracked()
class SecrecyGround(models.Model):
    """
    A legal ground (sekretessbestämmelse) that an employer names on what it marks as secret, for given days.

    Which provision applies, and with which damage test, is the employer's decision: employers differ, and the
    product does not know the law for them. A row says whether the employer's lawyer has confirmed it.
    """

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="+", verbose_name=_("subproject")
    )
    covers = models.CharField(_("covers"), max_length=10, choices=Covers)
    provision = models.CharField(
        _("provision"),
        max_length=120,
        help_text=_("For example: 39 kap. 2 § offentlighets- och sekretesslagen (2009:400)."),
    )
    damage_test = models.CharField(
        _("damage test"),
        max_length=300,
        blank=True,
        help_text=_("What must be weighed before something is released, in a sentence."),
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_(
            "Whether the employer's lawyer has confirmed it. Which ground applies is the employer's decision."
        ),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground for secrecy")
        verbose_name_plural = _("grounds for secrecy")
        ordering = ["subproject", "covers", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="secrecy_ground_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["subproject", "covers", "provision", "first_day"],
                name="secrecy_ground_once",
                violation_error_message=_("This ground is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.provision
