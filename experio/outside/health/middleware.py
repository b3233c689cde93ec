"""`/livez` asks nobody, `/readyz` asks everything; both before sign-in, host names, TLS and the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from experio.outside.health.readiness import readiness

LIVE, READY = "/livez", "/readyz"


class Health:
    """Answers the two addresses itself: nothing that stands behind it can be in the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in (LIVE, READY):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if request.path_info == LIVE:
            return JsonResponse({"alive": True})
        checks = readiness()
        is_ready = all(answer != "failed" for answer in checks.values())
        return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)
