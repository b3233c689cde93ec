"""Signing in and having confirmed; the rest are the package's own views with our templates."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET


class SignIn(LoginView):
    """User name and password; in demo mode with the list of those one may sign in as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            from experio.demo.signins import SIGN_INS

            context["sign_ins"] = SIGN_INS
        return context


sign_in = SignIn.as_view()


@require_GET
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
