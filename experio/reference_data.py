"""
The reference-data site: the framework's admin, for administrators, without anybody's sick leave.

It is a site of its own, so that nothing which other packages register can appear in it. Who may
enter follows from the dated role alone; the framework's staff flag means nothing here.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

View = Callable[..., Any]


class ReferenceDataSite(admin.AdminSite):
    """Users, roles, reference data and legal numbers."""

    site_header = _("Reference data")
    site_title = "Experio"
    index_title = _("Users, roles and reference data")
    site_url = "/"

    def get_urls(self) -> list[Any]:
        """Without the framework's way from any row of any table to its page."""
        return [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.has_perm("subprojects.change_reference_data")

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """A signed-in person without the role is refused, not sent round to the sign-in page."""
        guarded = super().admin_view(view, cacheable)

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return update_wrapper(answer, guarded)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page, and it is not this one."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.path.removesuffix("login/"))

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")


site = ReferenceDataSite()


class ReferenceDataAdmin(admin.ModelAdmin):
    """Add and change; delete only where the model allows it and nothing hangs on the row."""

    may_be_deleted = False
    view_on_site = False
    actions = None
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """
        A list to choose from offers to add and change a row, not to delete it: whether that is allowed is
        known on the row's own page, where nothing else waits to be saved.
        """
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not self.may_be_deleted or not site.has_permission(request):
            return False
        return obj is None or not hangs_on(obj)


def hangs_on(row: Model) -> bool:
    """
    Whether any other row points at this one; its own history does not count. Rows that the
    administrator does not see count too: the database answers for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT walls.is_referred_to(%s::regclass, %s)", [f'"{row._meta.db_table}"', row.pk])
        answer = cursor.fetchone()
    if answer and answer[0]:
        return True
    for relation in row._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or issubclass(model, Event):
            continue
        if model._default_manager.filter(**{relation.field.name: row}).exists():
            return True
    return False
