"""One row of the reading log for every page shown, change made and request refused."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from experio import clock
from experio.addresses import client_address
from experio.audit.limits import is_bulk_reading
from experio.audit.readings import Noted, as_denied, noted_on, shows_nobody
from experio.audit.routes import is_about_nobody
from experio.audit.writing import Page, write_reading
from experio.outside.errors import bulk_reading

logger = logging.getLogger(__name__)
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class NobodySaidWhoseDataThisIs(RuntimeError):
    """A page of a route that is not listed as being about nobody has noted nothing: it is not shown."""


class ReadingCannotBeKept(RuntimeError):
    """The row could not be written, so the page is not shown and nothing of it is saved."""


class KeepReadingLog:
    """
    Stands inside the request's transaction and outside the view's savepoint: a refusal leaves its row and
    nothing else, a page and its row are committed together, and the answer leaves after the commit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Taken before the view: signing out or in changes both.
        actor = request.user.pk if request.user.is_authenticated else None
        session = _session_reference(request)
        response = self.get_response(request)
        match = request.resolver_match
        # An address that no route knows is a typing error, not a refusal.
        if actor is None or match is None:
            return response
        noted = _to_keep(request, response, match.view_name)
        if noted is not None and is_bulk_reading(actor, noted):
            logger.warning("bulk reading stopped", extra={"actor": actor, "route": match.view_name})
            noted, response = as_denied(noted), bulk_reading(request)
        if noted is not None:
            page = Page(
                actor=actor,
                route=match.view_name,
                method=request.method or "",
                path=request.path,
                status=response.status_code,
                address=client_address(request),
                session=session,
            )
            try:
                write_reading(page, noted, day=clock.today())
            except Exception as error:
                transaction.set_rollback(True)
                raise ReadingCannotBeKept(match.view_name) from error
        return response


def _session_reference(request: HttpRequest) -> str:
    """Tells one session from another without being the key of either."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    return salted_hmac("experio.audit.session", key, algorithm="sha256").hexdigest()[:32] if key else ""


def _to_keep(request: HttpRequest, response: HttpResponse, route: str) -> Noted | None:
    """What the row says, or None where there is nothing to keep."""
    status, noted = response.status_code, noted_on(request)
    if status >= 500:
        return None  # nothing was shown, and what was changed has been taken back
    if status in (403, 404):
        return as_denied(noted)
    leads_away = _leads_away(response)
    if leads_away and request.method in SAFE:
        return None  # a redirect shows nothing
    if noted is not None:
        return noted
    if is_about_nobody(route) or shows_nobody(request) or status >= 400:
        return None
    if leads_away and _leads_to_nobody(response):
        return None
    # Also what a forgetful view has changed is taken back.
    transaction.set_rollback(True)
    raise NobodySaidWhoseDataThisIs(f"{route} answered {status} and noted no reading.")


def _leads_away(response: HttpResponse) -> bool:
    is_redirect = 300 <= response.status_code < 400 and response.status_code != 304
    return is_redirect or "HX-Redirect" in response.headers


def _leads_to_nobody(response: HttpResponse) -> bool:
    """To signing in or to confirming who one is: what was sent has changed nothing yet."""
    target = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    try:
        return is_about_nobody(resolve(urlsplit(target).path).view_name)
    except Resolver404:
        return False
