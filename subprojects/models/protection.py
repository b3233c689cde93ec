"""Protected identities: who is marked and why, what is sealed, who may open it."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from experio.sealing.fields import BlindIndexField, SealedTextField
from experio.sealing.models import SealedModel, SealedRows
from subprojects.models.organisation import Subproject
from subprojects.models.staff import StaffMember
from subprojects.querysets import MembershipQuerySet, overlapping


class ProtectionKind(models.TextChoices):
    """What the protection rests on (typ av skydd)."""

    SECRECY_MARK = "secrecy_mark", _("secrecy mark in the population register")
    PROTECTED_REGISTRATION = "protected_registration", _("protected population registration")
    ASSUMED_IDENTITY = "assumed_identity", _("assumed identity")
    EMPLOYER = "employer", _("the employer's own decision")


@tracked()
class IdentityProtection(SealedModel):
    """
    A mark for a protected identity (skyddade personuppgifter): since when, on what it rests, who set it;
    when and by whom it was lifted. A person has at most one that is not lifted.
    """

    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="protections", verbose_name=_("staff member")
    )
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("rests on"), max_length=25, choices=ProtectionKind)
    reason = SealedTextField(_("reason"), max_length=300)
    first_day = models.DateField(_("first day"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    set_at = models.DateTimeField(auto_now_add=True)
    lifted_on = models.DateField(_("protection lifted on"), null=True, blank=True, editable=False)
    lift_reason = SealedTextField(
        _("reason for lifting"), max_length=300, null=True, blank=True, editable=False
    )
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("protection of an identity")
        verbose_name_plural = _("protections of identities")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member"], condition=Q(lifted_on=None), name="protected_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lift_reason__isnull=True) | Q(lifted_on__gte=F("first_day")),
                name="protection_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.first_day}"


@tracked()
class ProtectedIdentity(SealedModel):
    """
    Who a protected person is, sealed (`subprojects.identity.Identity` as JSON). Read by one question alone,
    `cases.questions.protected_identity`, for one person, after a purpose has been written.
    """

    staff_member = models.OneToOneField(
        StaffMember, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+")
    sealed = SealedTextField()

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("sealed identity")
        verbose_name_plural = _("sealed identities")

    def __str__(self) -> str:
        return str(self.pk)


class ProtectedNumbers(SealedModel):
    """
    Keyed look-ups of a protected person's numbers, so that a payroll file finds the person and nobody else
    gets the same number. They are the employer's own (`blind_index`) and cannot be read backwards; the sealed
    numbers beside them are never read, they let the look-ups follow a new key.
    """

    staff_member = models.OneToOneField(
        StaffMember, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    subproject = models.ForeignKey(Subproject, on_delete=models.PROTECT, related_name="+")
    employee_number = SealedTextField(max_length=30, null=True)
    employee_number_index = BlindIndexField(of="employee_number")
    personal_number = SealedTextField(max_length=12, null=True, absent=None)
    personal_number_index = BlindIndexField(of="personal_number")

    objects = SealedRows.as_manager()

    class Meta:
        verbose_name = _("look-up of a protected person")
        verbose_name_plural = _("look-ups of protected people")
        constraints = [
            models.UniqueConstraint(
                fields=["subproject", "employee_number_index"], name="protected_number_is_the_key"
            ),
            models.UniqueConstraint(
                fields=["subproject", "personal_number_index"], name="protected_personal_number_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class IdentityReader(models.Model):
    """
    One of the named few (utsedd läsare) who may open the protected identities of an employer, one at a time
    and each with a purpose, on the days given. It adds to the role of HR officer and is nothing without it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("user")
    )
    subproject = models.ForeignKey(
        Subproject, on_delete=models.PROTECT, related_name="+", verbose_name=_("subproject")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("given by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of protected identities")
        verbose_name_plural = _("readers of protected identities")
        ordering = ["subproject", "user", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="identity_reader_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.subproject}"

    def clean(self) -> None:
        """The named few are chosen among the employer's own HR officers."""
        from subprojects.models.membership import Membership, Role

        super().clean()
        if not self.user_id or not self.subproject_id or not self.first_day:
            return
        is_officer = (
            Membership.objects.filter(user=self.user_id, role=Role.HR_OFFICER, subproject=self.subproject_id)
            .filter(overlapping(self.first_day))
            .exists()
        )
        if not is_officer:
            raise ValidationError({"user": _("Choose one of the employer's own HR officers.")})

    def is_held_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
