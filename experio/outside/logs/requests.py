"""One line for each request: which page, how it was answered, how long it took, for whom."""

import logging
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse

from experio.outside.number import number_of

log = logging.getLogger("experio.requests")


class RequestLog:
    """
    Binds the request's number to every line that is written while it is answered. The address is not
    written, only the route's name: somebody may have typed a name or a number into it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number_of(request), route="none"):
            response = self.get_response(request)
            if isinstance(response, WhiteNoiseFileResponse):
                return response
            match = request.resolver_match
            log.log(
                logging.WARNING if response.status_code >= 500 else logging.INFO,
                "request",
                extra={
                    "method": request.method if request.method in METHODS else "other",
                    "route": match.view_name if match else "none",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - begun) * 1000),
                    "user": _user_key(request),
                },
            )
        return response

    def process_view(self, request: HttpRequest, *rest: Any) -> None:
        """From here on the route is known, and who asks."""
        match = request.resolver_match
        structlog.contextvars.bind_contextvars(route=match.view_name if match else "none")


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


def _user_key(request: HttpRequest) -> int | None:
    """Of whoever the request has already been found to come from: nothing is asked for the log."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
