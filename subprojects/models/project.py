"""The ESF project and its phases."""

from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from experio.periods import Period


class ProgrammeVersion(models.TextChoices):
    """Which programme's indicators, age bands and completeness rule apply (programperiod)."""

    ESF0713 = "ESF0713", _("ESF 2007–2013")
    ESF1420 = "ESF1420", _("ESF 2014–2020")
    ESFP2127 = "ESFP2127", _("ESF+ 2021–2027")


@tracked()
class Project(models.Model):
    """A project with a decision from the ESF council (projekt)."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    diarienummer = models.CharField(
        _("case id"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(r"^\d{4}/\d{5}$", _("Write the case id as YYYY/NNNNN."))],
        help_text=_("The ESF council's case id (diarienummer), for example 2019/00035."),
    )
    programme_version = models.CharField(_("programme"), max_length=10, choices=ProgrammeVersion)
    objective = models.CharField(_("programme area and specific objective"), max_length=200)
    region = models.CharField(_("region"), max_length=100)
    owner_name = models.CharField(_("project owner"), max_length=200, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    total_budget = models.DecimalField(
        _("total budget, SEK"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    esf_support = models.DecimalField(
        _("ESF support, SEK"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_(
            "The rest is co-financing; support equal to the whole budget, 0 % co-financing, is valid."
        ),
    )
    planned_participants = models.PositiveIntegerField(_("planned participants"), default=0)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="project_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(esf_support__lte=F("total_budget")) & Q(esf_support__gte=0),
                name="project_support_within_budget",
                violation_error_message=_("The support is larger than the budget."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def cofinancing_share(self) -> Decimal:
        """Co-financing (medfinansiering) as a share of the budget, 0–1; 0 for an empty budget."""
        if not self.total_budget:
            return Decimal(0)
        return (self.total_budget - self.esf_support) / self.total_budget


@tracked()
class ProjectPhase(models.Model):
    """A phase (fas). Method phases and budget phases stand side by side and need not match."""

    class Kind(models.TextChoices):
        METHOD = "method", _("method phase")
        BUDGET = "budget", _("budget phase")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="phases", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.METHOD)
    name = models.CharField(_("name"), max_length=100)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["project", "kind", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="phase_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(fields=["project", "kind", "name"], name="phase_names_differ"),
        ]

    def __str__(self) -> str:
        return self.name
