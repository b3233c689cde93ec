"""Signing in and having confirmed; the rest are the package's own views with our templates."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from experio.accounts.signals import FACTOR_SEEN


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


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """
    Where one lands after confirming for a file: the file is fetched, and the way back to its list is shown.

    A browser that gets a file stays on the page before, which would be the question itself.
    """
    file_url = get_next_redirect_url(request) or ""
    page, _mark, query = file_url.partition("?")
    rest = QueryDict(query, mutable=True)
    rest.pop("format", None)
    page_url = f"{page}?{urlencode(list(rest.lists()), doseq=True)}" if rest else page
    return render(request, "account/confirmed.html", {"file_url": file_url, "page_url": page_url})
