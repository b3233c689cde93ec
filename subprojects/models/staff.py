"""Staff members and their employments."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from experio.sealing.fields import BlindIndexField, SealedTextField
from experio.sealing.models import SealedModel
from experio.sorting import sort_key_field
from subprojects.identity import (
    HANDLE_START,
    HIDDEN_DAY,
    HIDDEN_FIRST_NAME,
    HIDDEN_LAST_NAME,
    HIDDEN_MONTH,
)
from subprojects.models.organisation import Subproject, Unit
from subprojects.querysets import StaffMemberQuerySet
from subprojects.validators import validate_personal_number


class Gender(models.TextChoices):
    """Legal gender as Swedish registers know it (juridiskt kön)."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")


@tracked(exclude=["sort_key", "first_name_key", "personal_number_index"])
class StaffMember(SealedModel):
    """
    A person employed by one employer (medarbetare). The employee number is the key within the
    subproject; the personal number is optional, stored sealed and never shown in an address.

    While the identity is protected the columns that tell who it is hold neutral words
    (`subprojects.identity`), and the employee number is a handle that tells nothing.
    """

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="staff", verbose_name=_("subproject")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee_number = models.CharField(_("employee number"), max_length=30)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    birth_date = models.DateField(_("date of birth"))
    gender = models.CharField(_("gender"), max_length=10, choices=Gender)
    personal_number = SealedTextField(
        _("personal number"),
        max_length=12,
        null=True,
        blank=True,
        absent=None,
        validators=[validate_personal_number],
        help_text=_("Twelve digits without a hyphen. Leave empty if it is not needed."),
    )
    personal_number_index = BlindIndexField(of="personal_number")
    has_protected_identity = models.BooleanField(_("protected identity"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    sort_key = sort_key_field("last_name", "first_name")
    first_name_key = sort_key_field("first_name")

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subproject", "employee_number"],
                name="employee_number_is_the_key",
                violation_error_message=_("Another staff member has this employee number."),
            ),
            models.UniqueConstraint(
                fields=["subproject", "personal_number_index"],
                name="personal_number_once_an_employer",
                violation_error_message=_("Another staff member has this personal number."),
            ),
            # A mask that is forgotten somewhere has nothing to show: the columns of a protected person are
            # neutral, whatever path wrote them.
            models.CheckConstraint(
                condition=Q(has_protected_identity=False)
                | Q(
                    employee_number__startswith=HANDLE_START,
                    first_name=HIDDEN_FIRST_NAME,
                    last_name=HIDDEN_LAST_NAME,
                    birth_date__month=HIDDEN_MONTH,
                    birth_date__day=HIDDEN_DAY,
                    personal_number__isnull=True,
                ),
                name="protected_identity_tells_nothing",
                violation_error_message=_("The identity is protected and is not kept in plain words."),
            ),
            models.CheckConstraint(
                condition=Q(personal_number__isnull=True, personal_number_index=None)
                | Q(personal_number__isnull=False, personal_number_index__isnull=False),
                name="personal_number_has_its_index",
            ),
            # Lets rows below point at (person, employer) together, so that they cannot differ.
            models.UniqueConstraint(fields=["id", "subproject"], name="staff_with_employer"),
        ]
        indexes = [
            models.Index(fields=["subproject", "sort_key"], name="staff_by_name"),
            models.Index(fields=["subproject", "first_name_key"], name="staff_by_first_name"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def validate_constraints(self, exclude: Any = None) -> None:
        # The database compares numbers under the newest key; while keys are rotated others stand there too.
        super().validate_constraints(exclude={*(exclude or ()), "personal_number_index"})
        if not self.personal_number or self.subproject_id is None or "personal_number" in (exclude or ()):
            return
        same = StaffMember.objects.with_personal_number(self.subproject_id, self.personal_number)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"personal_number": _("Another staff member has this personal number.")})

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def shown_name(self) -> str:
        """The name for lists, pages and files; a protected identity is nowhere spelled out."""
        if self.has_protected_identity:
            return str(_("Protected identity"))
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("cases:staff_detail", args=[self.key])


@tracked()
class Occupation(models.Model):
    """An occupation by its SSYK 2012 code (yrke). Reference data."""

    ssyk_code = models.CharField(
        _("SSYK code"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^\d{4}$", _("Four digits."))],
    )
    name = models.CharField(_("name"), max_length=200)
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Whether code and name have been checked against the official list."),
    )

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["ssyk_code"]

    def __str__(self) -> str:
        return f"{self.ssyk_code} {self.name}"


@tracked()
class Employment(models.Model):
    """
    One employment of a staff member (anställning): where, as what, how many hours a week,
    from when to when. A person may hold several at once.
    """

    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.CASCADE, related_name="employments", verbose_name=_("staff member")
    )
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="employments", verbose_name=_("unit")
    )
    occupation = models.ForeignKey(
        Occupation, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    weekly_hours = models.DecimalField(
        _("hours a week"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(60))],
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="employment_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__gt=0) & Q(weekly_hours__lte=60),
                name="employment_hours_are_possible",
                violation_error_message=_("Hours a week lie between 0.01 and 60."),
            ),
            models.UniqueConstraint(
                fields=["staff_member", "unit", "first_day"],
                name="employment_once",
                violation_error_message=_("This employment is already recorded."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "first_day", "last_day"], name="employment_by_unit"),
            models.Index(fields=["subproject", "first_day", "last_day"], name="employment_by_employer"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.weekly_hours} h"

    def clean(self) -> None:
        super().clean()
        if self.unit_id and self.subproject_id and self.unit.subproject_id != self.subproject_id:
            raise ValidationError({"unit": _("The unit belongs to another employer.")})

    def is_running_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
