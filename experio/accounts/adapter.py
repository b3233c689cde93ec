"""Where the sign-in package asks what is ours to decide, and finds our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from experio.accounts.attempts import Attempt, note_attempt, seconds_to_wait
from experio.accounts.given_passwords import has_run_out
from experio.addresses import client_address
from experio.sealing import seal, unseal


class NobodySignsUpAlone(DefaultAccountAdapter):
    """Accounts are made by an administrator: the sign-up page is closed. Attempts are counted our way."""

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

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """May the password be tried now? Raises ValidationError with the time to wait."""
        seconds = seconds_to_wait(self._attempt(request, credentials))
        if seconds:
            raise ValidationError(wait_in_words(seconds), code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and has_run_out(user):
            # Answered, counted and told in the log like a wrong one.
            user_login_failed.send(sender=__name__, credentials={}, request=request)
            self.authentication_failed(request, **credentials)
            return None
        if user is not None:
            note_attempt(self._attempt(request, credentials), has_succeeded=True)
        return user

    def set_password(self, user: Any, password: str) -> None:
        """The person's own choice, wherever the package sets one."""
        user.password_given_at = None
        super().set_password(user, password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_attempt(self._attempt(request, credentials), has_succeeded=False)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The package's ways, and a fresh sign-in at the employer's provider for those who come from one."""
        from subprojects.sign_in.ways import provider_ways

        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return ways + provider_ways(user)

    def _attempt(self, request: HttpRequest, credentials: dict[str, Any]) -> Attempt:
        return Attempt.of(credentials.get("username") or "", client_address(request))


def wait_in_words(seconds: int) -> str:
    """How long to wait, in the reader's language, in full minutes above one."""
    if seconds <= 90:
        return ngettext(
            "Too many attempts. Wait %(number)s second and try again.",
            "Too many attempts. Wait %(number)s seconds and try again.",
            seconds,
        ) % {"number": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many attempts. Wait %(number)s minute and try again.",
        "Too many attempts. Wait %(number)s minutes and try again.",
        minutes,
    ) % {"number": minutes}


class TwoSteps(DefaultMFAAdapter):
    """The second step of signing in; its secrets are sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "The code is not right. Codes change every half minute: write the one shown now."
        ),
        "cannot_delete_authenticator": _("Two-step sign-in cannot be switched off for this account."),
        "cannot_generate_recovery_codes": _("Recovery codes need two-step sign-in to be on."),
    }

    # The package does not say whose secret it asks about, so the place is the table alone.
    def encrypt(self, text: str) -> str:
        return seal(text, table="mfa_authenticator", column="data", row="")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, table="mfa_authenticator", column="data", row="")
