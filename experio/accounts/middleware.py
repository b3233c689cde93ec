"""Which language the pages speak, how long a session lives, and what is said when hashing is busy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from experio.accounts.carried import carrying_page
from experio.accounts.hashing import TooManySignIns


class ChosenLanguage(LocaleMiddleware):
    """
    Swedish until the person chooses otherwise. The browser's own language is not asked: it is
    often that of the machine, and the pages of a Swedish employer begin in Swedish.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class Sessions(SessionMiddleware):
    """The framework's, but a session that was ended while its request ran leads to the sign-in page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            away = redirect(settings.LOGIN_URL)
            away.delete_cookie(settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH)
            return away


class HashingGate:
    """Too many sign-ins at this moment: 503 with words, within seconds, while pages go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooManySignIns):
            return None
        page = render(request, "account/busy.html", status=503)
        page.headers["Retry-After"] = "5"
        return page


class SignInFirst(LoginRequiredMiddleware):
    """The framework's, but what a form sent after the session had run out is carried (`carried`)."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        was_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if request.method == "POST" and was_signed_in and not getattr(request, "htmx", False):
            page = carrying_page(request)
            if page is not None:
                return page
        answer: HttpResponseBase = super().handle_no_permission(request, view_func)
        return answer
