"""The people who sign in, as the administrator sees them."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from experio.accounts.confirmation import asked_before_changes, needs_confirmation
from experio.accounts.deeds import Deed
from experio.accounts.forms import FirstPasswordForm, NewPersonForm
from experio.accounts.models import User
from experio.accounts.session_views import open_sessions
from experio.accounts.sessions import end_sessions
from experio.reference_data import ReferenceDataAdmin, site


class ProviderIdentityForm(forms.ModelForm):
    """Which person at an employer's provider this account is, by the stable claim."""

    class Meta:
        model = SocialAccount
        fields = ("provider", "uid")
        labels = {"provider": _("identity provider"), "uid": _("the person's id there")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from subprojects.models import IdentityProvider

        super().__init__(*args, **kwargs)
        choices = IdentityProvider.objects.values_list("slug", "name")
        self.fields["provider"] = forms.ChoiceField(
            label=_("identity provider"), choices=[("", ""), *choices]
        )


class ProviderIdentityInline(admin.TabularInline):
    model = SocialAccount
    form = ProviderIdentityForm
    extra = 1
    verbose_name = _("sign-in at an identity provider")
    verbose_name_plural = _("sign-in at identity providers")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)


@admin.register(User, site=site)
class PersonAdmin(asked_before_changes, ReferenceDataAdmin, UserAdmin):
    """
    Name, address, password, and whether the account is open. What a person may do follows from
    roles; the framework's flags and groups are left out. An account is closed, never deleted: the
    history names it.
    """

    add_form = NewPersonForm
    change_password_form = FirstPasswordForm
    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "password_given_at", "factors", "signed_in_now")
    change_form_template = "admin/accounts/user/change_form.html"
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Sign-in"), {"fields": ("factors", "signed_in_now")}),
        (_("Dates"), {"fields": ("last_login", "date_joined", "password_given_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "password1", "password2")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.add_fieldsets if obj is None else self.fieldsets

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return () if obj is None else (ProviderIdentityInline,)

    @admin.display(description=_("second factors"))
    def factors(self, user: User) -> str:
        found = (
            Authenticator.objects.filter(user=user)
            .exclude(type="recovery_codes")
            .values_list("type", flat=True)
        )
        names = {"totp": _("app"), "webauthn": _("passkey")}
        return ", ".join(str(names[kind]) for kind in sorted(found)) or "–"

    @admin.display(description=_("open sessions"))
    def signed_in_now(self, user: User) -> str:
        return str(len(open_sessions(user.pk)))

    def get_urls(self) -> list[Any]:
        own = [
            path(
                "<int:pk>/end-sessions/",
                self.admin_site.admin_view(self.end_sessions_of),
                name="accounts_user_end_sessions",
            ),
            path(
                "<int:pk>/remove-factors/",
                self.admin_site.admin_view(self.remove_factors_of),
                name="accounts_user_remove_factors",
            ),
        ]
        return own + super().get_urls()

    @method_decorator(require_POST)
    def end_sessions_of(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The person is signed out everywhere, at once."""
        user = self._person(request, pk)
        ended = end_sessions(user.pk)
        messages.success(request, _("%(number)s sessions have been ended.") % {"number": ended})
        return redirect("admin:accounts_user_change", user.pk)

    @method_decorator(require_POST)
    def remove_factors_of(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Phone and key are lost: the person starts anew. Whoever asks has been recognised in person."""
        user = self._person(request, pk)
        if question := needs_confirmation(request, Deed.RIGHTS):
            return question
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user.pk)
        messages.success(request, _("The second factors have been removed and every session has been ended."))
        return redirect("admin:accounts_user_change", user.pk)

    def _person(self, request: HttpRequest, pk: int) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = User.objects.filter(pk=pk).first()
        if user is None:
            raise Http404
        return user

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        extra: dict[str, Any] = dict(extra_context or {})
        if object_id.isdigit():
            extra |= {
                "end_sessions_url": reverse("admin:accounts_user_end_sessions", args=[object_id]),
                "remove_factors_url": reverse("admin:accounts_user_remove_factors", args=[object_id]),
            }
        return super().change_view(request, object_id, form_url, extra)
