"""A change made for a request says so in the history."""

from typing import Any

from pghistory.middleware import HistoryMiddleware

from experio.requests import StaffRequest

FOR_REQUEST = "for_request"


class HistoryForRequests(HistoryMiddleware):
    """
    The history's context of a page: who, where, and for which data protection request (`?for_request=7`).

    The number is only a note: it is shown with the request when it is a request of that very person.
    """

    def get_context(self, request: StaffRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        number = request.GET.get(FOR_REQUEST, "")
        if number.isascii() and number.isdigit() and len(number) < 10:
            context[FOR_REQUEST] = int(number)
        return context
