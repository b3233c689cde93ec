"""Reference data of the frame: projects, employers, units, occupations, roles."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from experio import clock
from experio.accounts.confirmation import asked_before_changes
from experio.reference_data import ReferenceDataAdmin, site
from subprojects import sign_in_admin  # noqa: F401  (registers its pages)
from subprojects.models import (
    Activity,
    IdentityReader,
    Membership,
    Occupation,
    Project,
    ProjectPhase,
    Role,
    SecrecyGround,
    StaffMember,
    Subproject,
    Unit,
)


def staff_numbered(employer: str, number: str) -> int | None:
    """The key of the staff member with that number: all that the administrator learns of a person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT walls.staff_numbered(%s, %s)", [employer, number])
        row = cursor.fetchone()
    return row[0] if row else None


def staff_number(key: int) -> str:
    """Short name of the employer and employee number, for who administers roles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT walls.staff_number(%s)", [key])
        row = cursor.fetchone()
    return str(row[0] or "") if row else ""


class StaffMemberByNumber(forms.Field):
    """
    A staff member named by employer and employee number (`karlstad/1001`): the administrator of
    roles needs no list of everybody.
    """

    widget = forms.TextInput
    default_error_messages = {
        "unknown": _("Nobody has this employee number. Write short name/number, for example karlstad/1001."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, StaffMember):
            return staff_number(value.pk)
        if isinstance(value, int):
            return staff_number(value)
        return value

    def to_python(self, value: Any) -> StaffMember | None:
        text = (value or "").strip()
        if not text:
            return None
        slug, _slash, number = text.partition("/")
        # No text of the database holds a NUL, and it refuses to be asked for one.
        found = None if "\x00" in text else staff_numbered(slug, number)
        if found is None:
            raise ValidationError(self.default_error_messages["unknown"], code="unknown")
        # No more than the key is known of the person here.
        return StaffMember(pk=found)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


class MembershipForm(forms.ModelForm):
    """A role with the scope it needs; the database refuses any other."""

    staff_member = StaffMemberByNumber(
        label=capfirst(_("staff member")),
        required=False,
        help_text=_("Only for the role employee: short name of the subproject/employee number."),
    )

    class Meta:
        model = Membership
        fields = (
            "user",
            "role",
            "project",
            "subproject",
            "unit",
            "includes_subunits",
            "staff_member",
            "first_day",
            "last_day",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:  # absent where the row is only shown
            name_with_employer(self.fields["unit"])

    def _get_validation_exclusions(self) -> set[str]:
        """That the person exists was answered by the database; the administrator does not see the row."""
        return {*super()._get_validation_exclusions(), "staff_member"}  # type: ignore[misc]

    def validate_unique(self) -> None:
        """Which scope a role needs is checked all the same."""
        super().validate_unique()
        for constraint in Membership._meta.constraints:
            if constraint.name == "role_has_its_scope":
                try:
                    constraint.validate(Membership, self.instance)
                except ValidationError as error:
                    self.add_error(None, error)


class UnitForm(forms.ModelForm):
    """A unit and where in its employer's tree it stands."""

    class Meta:
        model = Unit
        fields = ("subproject", "parent", "code", "name", "sector")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_with_employer(self.fields["parent"])


def name_with_employer(field: Any) -> None:
    """Units of different employers may share a name: the choices say whose each is."""
    field.queryset = Unit.objects.select_related("subproject").order_by("subproject__sort_key", "sort_key")
    field.label_from_instance = lambda unit: f"{unit.subproject}: {unit}"


@admin.register(Project, site=site)
class ProjectAdmin(ReferenceDataAdmin):
    list_display = ("name", "diarienummer", "programme_version", "first_day", "last_day")
    may_be_deleted = True


@admin.register(ProjectPhase, site=site)
class ProjectPhaseAdmin(ReferenceDataAdmin):
    list_display = ("name", "project", "kind", "first_day", "last_day")
    list_filter = ("kind",)
    list_select_related = ("project",)
    may_be_deleted = True


@admin.register(Subproject, site=site)
class SubprojectAdmin(ReferenceDataAdmin):
    list_display = ("name", "slug", "employer_name", "employer_kind", "is_insurer", "hr_contact")
    list_select_related = ("hr_contact",)
    search_fields = ("name", "slug", "employer_name")
    may_be_deleted = True


@admin.register(Unit, site=site)
class UnitAdmin(ReferenceDataAdmin):
    form = UnitForm
    list_display = ("name", "code", "subproject", "parent", "sector")
    list_filter = ("subproject", "sector")
    list_select_related = ("subproject", "parent")
    search_fields = ("name", "code")
    may_be_deleted = True


@admin.register(IdentityReader, site=site)
class IdentityReaderAdmin(asked_before_changes, ReferenceDataAdmin):
    """The named few end by their last day, and are never deleted: what they have read stays theirs."""

    list_display = ("user", "subproject", "first_day", "last_day", "given_by")
    list_filter = ("subproject",)
    list_select_related = ("user", "subproject", "given_by")

    def save_model(self, request: HttpRequest, obj: IdentityReader, form: Any, change: bool) -> None:
        if not change:
            obj.given_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(SecrecyGround, site=site)
class SecrecyGroundAdmin(ReferenceDataAdmin):
    list_display = ("subproject", "covers", "provision", "is_confirmed", "first_day", "last_day")
    list_filter = ("subproject", "covers", "is_confirmed")
    list_select_related = ("subproject",)
    may_be_deleted = True


@admin.register(Occupation, site=site)
class OccupationAdmin(ReferenceDataAdmin):
    list_display = ("ssyk_code", "name", "is_confirmed")
    list_filter = ("is_confirmed",)
    search_fields = ("ssyk_code", "name")
    may_be_deleted = True


@admin.register(Activity, site=site)
class ActivityAdmin(ReferenceDataAdmin):
    list_display = ("name", "project")
    list_select_related = ("project",)
    search_fields = ("name",)
    may_be_deleted = True


def _is_own_way_in(request: HttpRequest, membership: Membership | None) -> bool:
    """
    Whether the role is the only one by which the reader is an administrator today. Without it the database
    takes neither the change nor its history, and an installation may be left without an administrator.
    """
    if membership is None or membership.user_id != request.user.pk:
        return False
    held = Membership.objects.held_on(clock.today()).filter(user=request.user.pk, role=Role.ADMINISTRATOR)
    return list(held.values_list("pk", flat=True)) == [membership.pk]


@admin.register(Membership, site=site)
class MembershipAdmin(asked_before_changes, ReferenceDataAdmin):
    """Roles end by their last day; one that was given by mistake may be deleted, and is remembered."""

    form = MembershipForm
    list_display = ("user", "role", "scope", "first_day", "last_day", "identity_provider")
    readonly_fields = ("identity_provider",)
    list_filter = ("role", "subproject")
    list_select_related = ("user", "project", "subproject", "unit", "identity_provider")
    search_fields = ("user__username", "user__last_name")
    may_be_deleted = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_own_way_in(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_own_way_in(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not _is_own_way_in(request, obj):
            return fieldsets
        why = _("By this role you are an administrator yourself. Another administrator changes or ends it.")
        return [(title, {**rest, "description": why}) for title, rest in fieldsets]

    @admin.display(description=_("within"))
    def scope(self, membership: Membership) -> str:
        if membership.staff_member_id is not None:
            return staff_number(membership.staff_member_id)
        return str(membership.project or membership.subproject or membership.unit or "")
