"""Signing in and confirming; the rest are the package's own views with our templates."""

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from experio.accounts.confirmation import PAGE, is_confirmed
from experio.accounts.deeds import WHY, Deed
from experio.accounts.signals import FACTOR_SEEN

# Going back to the page that fetches a file does not fetch it again: so long after the answer it does.
FETCHES_SECONDS = 20


class SignIn(LoginView):
    """User name and password; in demo mode with the list of those one may sign in as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from subprojects.models import IdentityProvider

        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["providers"] = IdentityProvider.objects.filter(is_active=True).only("slug", "name")
        context["second_factor_required"] = settings.SECOND_FACTOR_REQUIRED
        if settings.DEMO:
            from experio.demo.signins import SIGN_INS

            context["sign_ins"] = SIGN_INS
        return context


sign_in = SignIn.as_view()


class SignOut(LogoutView):
    """Out, and the browser is told to forget what it holds of the site."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(*args, **kwargs)
        # Not the cookies: the language stays, and the session's is gone already.
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


sign_out = login_not_required(SignOut.as_view())


class PasskeySignIn(LoginWebAuthnView):
    """Signing in with a passkey alone, and on to where one wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return answer


passkey_sign_in = login_not_required(PasskeySignIn.as_view())


class YourSignIn(IndexView):
    """The person's own factors, and whether one is missing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from subprojects.sign_in.second_factor import needs_second_factor

        context: dict[str, Any] = super().get_context_data(**kwargs)
        codes = context["authenticators"].get("recovery_codes")
        context["recovery_codes_left"] = len(codes.get_unused_codes()) if codes else 0
        context["must_enrol"] = (
            settings.SECOND_FACTOR_REQUIRED
            and not self.request.session.get(FACTOR_SEEN)
            and needs_second_factor(self.request.user)
        )
        return context


your_sign_in = YourSignIn.as_view()


class _KeepsDeed:
    """One of the pages that ask who sits there: links to the others keep the deed, as they keep `next`."""

    request: HttpRequest

    def passthrough_next_url(self, url: str) -> str:
        kept: str = super().passthrough_next_url(url)  # type: ignore[misc]
        return str(add_query_params(kept, {WHY: Deed.said_by(self.request).value}))


class ConfirmByPassword(_KeepsDeed, ReauthenticateView):
    """Who sits there, by password."""


confirm_by_password = ConfirmByPassword.as_view()


class ConfirmByCode(_KeepsDeed, ReauthenticateByCodeView):
    """Who sits there, by a code from the app or a recovery code."""


confirm_by_code = ConfirmByCode.as_view()


class ConfirmByPasskey(_KeepsDeed, ReauthenticateWebAuthnView):
    """Who sits there, by passkey; after a failure the same question once more."""

    def form_invalid(self, form: Any) -> HttpResponse:
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


confirm_by_passkey = ConfirmByPasskey.as_view()


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """
    Where one lands after confirming for a file: the file is fetched, and the way back to its page is shown.

    A browser that gets a file stays on the page before, which would be the question itself. The file is
    fetched by itself only right after the answer: not when the person comes back here, and not from a link
    that leads here.
    """
    context = {
        "file_url": get_next_redirect_url(request) or "",
        "page_url": get_next_redirect_url(request, PAGE) or "/",
        "is_fetched": is_confirmed(request, within=FETCHES_SECONDS),
    }
    return render(request, "account/confirmed.html", context)
