"""Reference data of sign-in: second factors by role, identity providers and the roles of their groups."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from experio import clock
from experio.accounts.confirmation import asked_before_changes
from experio.reference_data import ReferenceDataAdmin, site
from subprojects.models import GroupRole, IdentityProvider, SecondFactorRule, Unit
from subprojects.sign_in.group_roles import end_roles_of_provider


@admin.register(SecondFactorRule, site=site)
class SecondFactorRuleAdmin(asked_before_changes, ReferenceDataAdmin):
    """The latest row of a role whose day has come decides."""

    list_display = ("role", "is_required", "first_day")
    list_filter = ("role",)
    may_be_deleted = True


class GroupRoleForm(forms.ModelForm):
    """A group and its role; units of the provider's employer alone."""

    class Meta:
        model = GroupRole
        fields = ("group", "role", "unit", "includes_subunits")


class GroupRoleInline(admin.TabularInline):
    model = GroupRole
    form = GroupRoleForm
    extra = 1

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            provider = request.resolver_match.kwargs.get("object_id") if request else None
            kwargs["queryset"] = Unit.objects.filter(
                subproject__identity_providers=provider if provider and provider.isdigit() else None
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)


@admin.register(IdentityProvider, site=site)
class IdentityProviderAdmin(asked_before_changes, ReferenceDataAdmin):
    """A provider that is no longer in use takes the roles along that it has given."""

    list_display = ("name", "slug", "subproject", "issuer", "is_active")
    list_select_related = ("subproject",)
    inlines = (GroupRoleInline,)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Groups once the provider is there: their units are its employer's."""
        return self.inlines if obj is not None else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Accounts are connected through the short name, roles through the employer.
        return ("slug", "subproject") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and not obj.is_active:
            end_roles_of_provider(provider=obj, today=clock.today())
