"""Where the sign-in package asks what is ours to decide, and finds our words."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NobodySignsUpAlone(DefaultAccountAdapter):
    """Accounts are made by an administrator: the sign-up page is closed."""

    # The same words whether the name or the password was wrong: nobody learns who has an account.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not belong together."),
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes and try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class TwoSteps(DefaultMFAAdapter):
    """The second step of signing in."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "The code is not right. Codes change every half minute: write the one shown now."
        ),
        "cannot_delete_authenticator": _("Two-step sign-in cannot be switched off for this account."),
        "cannot_generate_recovery_codes": _("Recovery codes need two-step sign-in to be on."),
    }
