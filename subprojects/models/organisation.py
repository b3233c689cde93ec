"""The employers and their units."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from experio.sorting import sort_key_field
from subprojects.models.project import Project
from subprojects.querysets import SubprojectQuerySet, UnitQuerySet


class EmployerKind(models.TextChoices):
    """Which law the employer's sickness statement follows."""

    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    STATE = "state", _("state authority")


class Sector(models.TextChoices):
    """Verksamhetsområde."""

    CARE = "care", _("care")
    SOCIAL_CARE = "social_care", _("social care")
    SCHOOL = "school", _("school")
    OTHER = "other", _("other")


@tracked(exclude=["sort_key"])
class Subproject(models.Model):
    """An employer's part of the project (delprojekt): the wall that rows never cross."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="subprojects", verbose_name=_("project")
    )
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    employer_name = models.CharField(_("employer"), max_length=200)
    employer_kind = models.CharField(_("kind of employer"), max_length=20, choices=EmployerKind)
    organisation_number = models.CharField(_("organisation number"), max_length=11, blank=True)
    is_insurer = models.BooleanField(
        _("also the insurer (Försäkringskassan)"),
        default=False,
        help_text=_(
            "The employer decides on sickness benefit: its people never work a case of another employer, "
            "and nobody else one of theirs."
        ),
    )
    hr_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("HR contact"),
    )
    sort_key = sort_key_field("name")

    objects = SubprojectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subproject")
        verbose_name_plural = _("subprojects")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


@tracked(exclude=["sort_key"])
class Unit(models.Model):
    """A workplace (enhet) in a tree of units below one employer."""

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="units", verbose_name=_("subproject")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Used in files, addresses and on the command line."),
    )
    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    sort_key = sort_key_field("name")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A unit's parent is a unit of the same employer, and the tree has no rings."""
        super().clean()
        seen = {self.pk}
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": _("The unit would belong to itself.")})
            if above.subproject_id != self.subproject_id:
                raise ValidationError({"parent": _("The unit above must belong to the same employer.")})
            seen.add(above.pk)
            above = above.parent

    def get_absolute_url(self) -> str:
        return reverse("reports:unit_dashboard", args=[self.code])
