"""Sick-leave episodes, their extents and certificates: facts only, everything else is derived."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.querysets import SickLeaveEpisodeQuerySet
from cases.rules.diagnosis_group import diagnosis_group
from cases.validators import validate_diagnosis_code
from experio.history import tracked
from experio.periods import Period
from experio.sealing.fields import GroupTokenField, SealedTextField
from experio.sealing.models import SealedModel
from subprojects.models import StaffMember, Subproject

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class KeyRange(Func):
    """A range of one key, so that equality can stand in a GiST constraint without an extension."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class DayRange(Func):
    """The days from first to last, both included; no last day means no end."""

    function = "daterange"
    output_field = DateRangeField()


def no_overlap(owner: str, *, name: str, message: "StrOrPromise") -> ExclusionConstraint:
    """Two rows of the same owner never share a day: kept by the database itself."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (KeyRange(F(owner), F(owner), Value("[]")), RangeOperators.OVERLAPS),
            (DayRange(F("first_day"), F("last_day"), Value("[]")), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
    )


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
        name=name,
        violation_error_message=_("The last day is before the first."),
    )


class SickLeaveCause(models.TextChoices):
    """Orsakskod: why the person is away, as payroll knows it. Not a diagnosis."""

    SICKNESS = "sickness", _("sickness")
    WORK_INJURY = "work_injury", _("work injury")
    INFECTION_CARRIER = "infection_carrier", _("infection carrier")


class DiagnosisStatus(models.TextChoices):
    """The employee decides whether the employer learns the diagnosis."""

    SHARED = "shared", _("shared by the employee")
    NOT_SHARED = "not_shared", _("not shared by the employee")


class Source(models.TextChoices):
    """Where a row came from."""

    FORM = "form", _("form")
    FILE = "file", _("file")


@tracked(exclude=["diagnosis_token"])
class SickLeaveEpisode(SealedModel):
    """
    One unbroken run of sick days (sjukfall, sjukperiod) of a staff member, first and last day
    included; ongoing while it has no last day. Day counters, relapse, alerts and groups are
    computed from it and never stored as flags.

    The diagnosis code is stored sealed; figures count the keyed token of its group.
    """

    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="sick_leave_episodes", editable=False
    )
    staff_member = models.ForeignKey(
        StaffMember,
        on_delete=models.PROTECT,
        related_name="sick_leave_episodes",
        verbose_name=_("staff member"),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    expected_last_day = models.DateField(
        _("expected last day"),
        null=True,
        blank=True,
        help_text=_("Decides whether a return-to-work plan is needed (60 days or more)."),
    )
    cause = models.CharField(
        _("cause"), max_length=20, choices=SickLeaveCause, default=SickLeaveCause.SICKNESS
    )
    diagnosis_status = models.CharField(
        _("diagnosis"), max_length=12, choices=DiagnosisStatus, default=DiagnosisStatus.NOT_SHARED
    )
    diagnosis_code = SealedTextField(
        _("diagnosis code (ICD-10-SE)"),
        max_length=5,
        null=True,
        blank=True,
        validators=[validate_diagnosis_code],
    )
    diagnosis_token = GroupTokenField(of="diagnosis_code", by=diagnosis_group)
    fk_reported_on = models.DateField(_("reported to Försäkringskassan on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=5, choices=Source, default=Source.FORM, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = SickLeaveEpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sick-leave episode")
        verbose_name_plural = _("sick-leave episodes")
        ordering = ["-first_day", "-pk"]
        constraints = [
            no_overlap(
                "staff_member",
                name="sick_leave_episodes_do_not_overlap",
                message=_("This sick leave overlaps another one of the same person."),
            ),
            ends_after_it_begins("sick_leave_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(expected_last_day=None) | Q(expected_last_day__gte=F("first_day")),
                name="sick_leave_expected_end_after_it_begins",
                violation_error_message=_("The expected last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(
                    diagnosis_status="shared",
                    diagnosis_code__isnull=False,
                    diagnosis_token__isnull=False,
                )
                | Q(
                    diagnosis_status="not_shared",
                    diagnosis_code__isnull=True,
                    diagnosis_token__isnull=True,
                ),
                name="diagnosis_code_only_when_shared",
                violation_error_message=_("Write a code, or say that the diagnosis was not shared."),
            ),
            models.UniqueConstraint(fields=["id", "subproject"], name="episode_with_employer"),
        ]
        indexes = [
            models.Index(fields=["subproject", "-first_day", "-id"], name="episode_by_employer"),
            models.Index(fields=["staff_member", "first_day"], name="episode_by_person"),
            models.Index(fields=["subproject", "last_day"], name="episode_by_last_day"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day or ''}"

    def clean(self) -> None:
        super().clean()
        if self.diagnosis_status == DiagnosisStatus.SHARED and not self.diagnosis_code:
            raise ValidationError(
                {"diagnosis_code": _("Write a code, or say that the diagnosis was not shared.")}
            )

    @property
    def diagnosis_group(self) -> str:
        """The first-level group of the code; `not_shared` without one."""
        return str(diagnosis_group(self.diagnosis_code))

    @property
    def is_ongoing(self) -> bool:
        return self.last_day is None

    def period(self, until: date) -> Period:
        """The days of the episode; an ongoing one counts up to `until`."""
        return Period(self.first_day, max(self.first_day, self.last_day or until))

    def get_absolute_url(self) -> str:
        return reverse("cases:sick_leave_detail", args=[self.staff_member.key, self.pk])


@tracked()
class ExtentPeriod(models.Model):
    """A part of an episode with one extent (omfattning), 1–100 % of ordinary working time."""

    USUAL = (25, 50, 75, 100)

    episode = models.ForeignKey(SickLeaveEpisode, on_delete=models.CASCADE, related_name="extents")
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    extent = models.PositiveSmallIntegerField(
        _("extent, %"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("extent")
        verbose_name_plural = _("extents")
        ordering = ["first_day"]
        constraints = [
            no_overlap(
                "episode", name="extents_do_not_overlap", message=_("This extent overlaps another one.")
            ),
            ends_after_it_begins("extent_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(extent__gte=1) & Q(extent__lte=100),
                name="extent_is_a_percentage",
                violation_error_message=_("The extent lies between 1 and 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extent} %"


@tracked()
class Certificate(models.Model):
    """A medical certificate (läkarintyg) that the employer has received. It may outlast the absence."""

    episode = models.ForeignKey(SickLeaveEpisode, on_delete=models.CASCADE, related_name="certificates")
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    received_on = models.DateField(_("received on"))

    class Meta:
        verbose_name = _("medical certificate")
        verbose_name_plural = _("medical certificates")
        ordering = ["first_day", "pk"]
        constraints = [ends_after_it_begins("certificate_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
