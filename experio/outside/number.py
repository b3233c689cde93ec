"""The number of a request: on its error page, in its log lines and in the answer's header."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-Id"
# Read aloud over the telephone: no letters that look or sound like others or like digits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10


def new_number() -> str:
    """Ten letters and digits, drawn by chance: it tells nothing of who asked for what."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def number_of(request: HttpRequest) -> str:
    """The request's number; one that a browser or proxy sends along is not believed."""
    number: str | None = getattr(request, "number", None)
    if number is None:
        number = new_number()
        request.number = number  # type: ignore[attr-defined]
    return number


class RequestNumber:
    """Gives each request its number and tells it in the answer's header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = number_of(request)
        response = self.get_response(request)
        response.headers[HEADER] = number
        return response
