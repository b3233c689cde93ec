"""Small middlewares that every response passes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from experio.outside.errors import REFUSALS, bad_request
from experio.outside.errors import page as refusal_page
from experio.outside.limits import server_limits
from experio.scope import acting_as

Next = Callable[[HttpRequest], HttpResponse]


class ReadingAndForms:
    """
    Browsers read pages and send forms; no page answers anything else. Said here once, for everybody alike,
    before anybody is looked up: a view that asks only `is it POST?` would show itself to PUT and DELETE. And
    no address of ours holds a NUL, which no text in the database may hold either.
    """

    ANSWERED = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.ANSWERED:
            return HttpResponseNotAllowed(self.ANSWERED)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)


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
        with acting_as(request.user, also=server_limits()):
            request.is_one_transaction = True  # type: ignore[attr-defined]
            return self.get_response(request)


class ReadableRefusals:
    """A refusal without a word of its own (a form's address opened by hand) gets a page that says so."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in REFUSALS or response.streaming or response.content:
            return response
        page = refusal_page(request, response.status_code)
        if "Allow" in response.headers:
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
