"""The forms of signing in: the framework's own, with our words and without prompts inside the fields."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.conf import settings
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class _PlainFields:
    """A prompt inside a field vanishes when it is needed most; the label is enough."""

    fields: dict[str, Any]
    focus_on = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if self.focus_on:
            self.fields[self.focus_on].widget.attrs["autofocus"] = True


class SignInForm(_PlainFields, LoginForm):
    """User name and password."""

    focus_on = "login"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        self.fields["password"].label = _("Password")


class OwnPasswordForm(_PlainFields, ChangePasswordForm):
    """One's own password: the present one, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _(
            "At least 12 characters: a sentence of your own is good. No common password, nothing like your "
            "name. You may paste it."
        )
        self.fields["password2"].label = _("New password once more")

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.errors and self.cleaned_data["password1"] == self.cleaned_data["oldpassword"]:
            self.add_error("password1", _("This is the present password: choose another one."))
        return cleaned


class _GivenPassword:
    """A password that an administrator types for somebody else: the person chooses an own one at once."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = ngettext_lazy(
            "At least 12 characters. Tell it to the person alone, who chooses an own one at first sign-in. "
            "It holds for %(days)s day.",
            "At least 12 characters. Tell it to the person alone, who chooses an own one at first sign-in. "
            "It holds for %(days)s days.",
            settings.GIVEN_PASSWORD_DAYS,
        ) % {"days": settings.GIVEN_PASSWORD_DAYS}

    def set_password_and_save(self, user: Any, *args: Any, **kwargs: Any) -> Any:
        user.password_given_at = timezone.now()
        return super().set_password_and_save(user, *args, **kwargs)  # type: ignore[misc]


class NewPersonForm(_GivenPassword, AdminUserCreationForm):
    """A new account with its first password."""


class FirstPasswordForm(_GivenPassword, AdminPasswordChangeForm):
    """Another first password, for somebody who has forgotten the own one."""


class ConfirmPasswordForm(_PlainFields, ReauthenticateForm):
    """The password once more, before something sensitive is changed."""

    focus_on = "password"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class _CodeFields(_PlainFields):
    focus_on = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update(autocomplete="one-time-code", size=12)


class SecondStepForm(_CodeFields, AuthenticateForm):
    """The code of the second step: from the app, or one of the recovery codes."""


class ConfirmCodeForm(_CodeFields, ReauthenticateByCodeForm):
    """A code that confirms who is sitting there, before something sensitive is changed."""


class SwitchOnTwoStepForm(_CodeFields, ActivateTOTPForm):
    """The first code of a newly connected app."""


class AddPasskeyForm(_PlainFields, AddWebAuthnForm):
    """A new passkey: its name, and whether it signs in without the password."""

    focus_on = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["passwordless"].label = _("Sign in with it without the password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for its own PIN, fingerprint or face, which is the second factor."
        )


class RenamePasskeyForm(_PlainFields, EditWebAuthnForm):
    """Another name for a passkey."""

    focus_on = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].widget.attrs["maxlength"] = 60
