"""What each employer says of itself in the record of processing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from subprojects.models import Subproject


@tracked()
class ControllerDetails(models.Model):
    """
    An employer as controller (personuppgiftsansvarig) with its data protection officer (dataskyddsombud):
    what GDPR 30 asks for and no model can know. One row an employer.
    """

    subproject = models.OneToOneField(
        Subproject, on_delete=models.PROTECT, related_name="controller_details", editable=False
    )
    controller_name = models.CharField(
        _("controller"), max_length=200, help_text=_("The board or authority that answers for the data.")
    )
    controller_contact = models.CharField(_("contact"), max_length=300)
    officer_name = models.CharField(_("data protection officer"), max_length=200, blank=True)
    officer_contact = models.CharField(
        _("contact to the data protection officer"), max_length=300, blank=True
    )
    legal_basis = models.TextField(
        _("legal basis"),
        max_length=2000,
        blank=True,
        help_text=_("Articles of the GDPR and the law they rest on, as your lawyers have decided."),
    )
    recipients = models.TextField(
        _("recipients"),
        max_length=2000,
        blank=True,
        help_text=_("Who outside the employer receives data, for example Försäkringskassan."),
    )
    security_measures = models.TextField(
        _("the employer's own security measures"),
        max_length=2000,
        blank=True,
        help_text=_("Stands after what the product itself does."),
    )
    hands_out_unreviewed_text = models.BooleanField(
        _("the employee's own extract holds journal and background without review"),
        default=False,
        help_text=_(
            "Otherwise the own extract says that HR goes through free text by others first. The person asks "
            "for it on the own page; the request then stands at HR with the last day for an answer."
        ),
    )

    class Meta:
        verbose_name = _("controller details")
        verbose_name_plural = _("controller details")

    def __str__(self) -> str:
        return self.controller_name
