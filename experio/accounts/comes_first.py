"""What a person must have done before any page opens: one wall for whatever it is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse


class ComesFirst:
    """
    A middleware that is asked at every route, after the sign-in itself. While `is_due` says so, pages lead to
    `page`, a sent form is refused (403) in the words of the class, and only `open_routes` are reached: those
    on which it is done, and the way out.
    """

    open_routes: frozenset[str]
    page: str
    title: Any
    text: Any
    link: Any

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def is_due(self, request: HttpRequest) -> bool:
        """Whether the person who is signed in still has it to do; asked on routes that are not open."""
        raise NotImplementedError

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is not None and match.view_name in self.open_routes:
            return None
        if not request.user.is_authenticated or not self.is_due(request):
            return None
        if getattr(request, "htmx", False):
            away = HttpResponse(status=204)
            away.headers["HX-Redirect"] = reverse(self.page)
            return away
        if request.method in ("GET", "HEAD"):
            return redirect(self.page)
        said = {"title": self.title, "text": self.text, "link": self.link, "url": reverse(self.page)}
        return render(request, "account/comes_first.html", said, status=403)
