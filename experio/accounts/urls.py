"""
Signing in and out, one's own password and the second step.

Only what makes sense here: nobody signs up alone, and nobody sets a new password by e-mail, so
those pages of the package have no address. An administrator makes accounts and new passwords.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from experio.accounts import session_views as sessions
from experio.accounts.confirmation import confirmed_recently
from experio.accounts.deeds import Deed
from experio.accounts.views import (
    confirm_by_code,
    confirm_by_passkey,
    confirm_by_password,
    confirmed,
    passkey_sign_in,
    sign_in,
    sign_out,
    your_sign_in,
)
from subprojects.sign_in.views import provider_callback, provider_sign_in


def changes_sign_in(view: Any) -> Any:
    """A page that changes how the person signs in asks first who sits there, whatever ways the person has."""
    return confirmed_recently(Deed.ACCOUNT)(view)


urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", confirm_by_password, name="account_reauthenticate"),
    path("confirmed/", confirmed, name="confirmed"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("sessions/", sessions.session_list, name="account_sessions"),
    path("sessions/<int:pk>/end/", sessions.end_session, name="account_end_session"),
    path("sessions/end-others/", sessions.end_other_sessions, name="account_end_other_sessions"),
    path("provider/<slug:provider_id>/", provider_sign_in, name="openid_connect_login"),
    path("provider/<slug:provider_id>/callback/", provider_callback, name="openid_connect_callback"),
    path("2fa/", your_sign_in, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", confirm_by_code, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", changes_sign_in(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", changes_sign_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        changes_sign_in(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        changes_sign_in(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/passkeys/add/", changes_sign_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        changes_sign_in(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/edit/", changes_sign_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("2fa/passkeys/login/", passkey_sign_in, name="mfa_login_webauthn"),
    path("2fa/passkeys/reauthenticate/", confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    # The package leads here after a passkey has been changed or removed.
    path("2fa/passkeys/", your_sign_in, name="mfa_list_webauthn"),
]
