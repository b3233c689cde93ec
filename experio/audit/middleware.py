from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from experio.audit.models import Denial


class LogDenials:
    """Write a row for every signed-in request that was answered 403 or, on a known route, 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        # An address that no route knows is a typing error, not a refusal. The row is written
        # outside the refused request's transaction, which has been rolled back by now.
        if response.status_code in (403, 404) and match is not None and request.user.is_authenticated:
            Denial.objects.create(
                user_id=request.user.pk,
                method=(request.method or "")[:10],
                route=match.view_name[:100],
                path=request.path[:300],
                status=response.status_code,
            )
        return response
