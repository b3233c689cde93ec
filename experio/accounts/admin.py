"""The people who sign in, as the administrator sees them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from experio.accounts.models import User
from experio.reference_data import ReferenceDataAdmin, site


@admin.register(User, site=site)
class PersonAdmin(ReferenceDataAdmin, UserAdmin):
    """
    Name, address, password, and whether the account is open. What a person may do follows from
    roles; the framework's flags and groups are left out. An account is closed, never deleted: the
    history names it.
    """

    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "password1", "password2")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.add_fieldsets if obj is None else self.fieldsets
