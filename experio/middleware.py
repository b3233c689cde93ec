"""Small middlewares that every response passes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from experio.scope import acting_as

Next = Callable[[HttpRequest], HttpResponse]


class PrivateResponses:
    """Pages about people are not kept by browsers or proxies: `no-store` on all but static files."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


class OneTransaction:
    """
    A request is one transaction on behalf of who is signed in: what the view changes, the denial or
    reading that is logged of it, and the page itself stand or fall together. The view's own part is a
    savepoint (ATOMIC_REQUESTS), so that a refused request leaves its log row and nothing else. The
    answer leaves after the commit.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_as(request.user):
            return self.get_response(request)


class ReadableRefusals:
    """An address that only takes what a form sends, opened by hand, answers with a page that says so."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class SignInFromFragments:
    """
    An expired session must not draw the sign-in page into a table cell: requests made by htmx
    are told to load the whole sign-in page instead.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ("HX-Request",))
        is_fragment = bool(getattr(request, "htmx", False))
        if is_fragment and response.status_code == 302 and not request.user.is_authenticated:
            away = HttpResponse(status=204)
            away.headers["HX-Redirect"] = response.headers["Location"]
            return away
        return response
