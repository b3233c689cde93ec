"""One place for all deeds: the first to send a form acts, the second gets the first one's answer."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from experio.once.keys import key_of
from experio.queries import FRAME

# Leads to a question first; nothing has taken effect yet.
_QUESTIONS = ("account_", "mfa_", "confirm")
# Rows are of use as long as the page with the form may still be sent: no session is older.
_FORGOTTEN_AT_ONCE = 50


class FormsActOnce:
    """
    Claims the form's key before the view runs. Of two that arrive together the second waits in the database
    until the first is done: then it is answered like the first, or, if the first came to nothing, it acts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        if not _claimed(key, int(request.user.pk)):
            return _answered_again(request, _led_to(key))
        response = self.get_response(request)
        if transaction.get_connection().needs_rollback:
            return response
        leads_to = _leads_to(request, response)
        if leads_to is None:
            _let_go(key)
        else:
            _keep(key, leads_to)
        return response


def took_effect(request: HttpRequest, leads_to: str) -> None:
    """Said by a view that saves and answers with a piece of the page instead of leading somewhere."""
    request._took_effect = leads_to  # type: ignore[attr-defined]


def _leads_to(request: HttpRequest, response: HttpResponse) -> str | None:
    """Where the answer leads, or None if the form has not taken effect."""
    said: str | None = getattr(request, "_took_effect", None)
    if response.status_code in (301, 302, 303):
        said = response.headers["Location"]
    elif response.status_code == 204:
        said = response.headers.get("HX-Redirect") or response.headers.get("HX-Location")
    if said is None or response.status_code >= 400:
        return None
    try:
        route = resolve(urlsplit(said).path).view_name
    except Resolver404:
        return said
    return None if route.startswith(_QUESTIONS) else said


def _answered_again(request: HttpRequest, leads_to: str) -> HttpResponse:
    messages.info(request, _("This form had already been sent. It has taken effect once."))
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return HttpResponseRedirect(leads_to)
    response = HttpResponse(status=204)
    if urlsplit(leads_to).path == urlsplit(htmx.current_url_abs_path or "").path:
        response.headers["HX-Refresh"] = "true"
    else:
        response.headers["HX-Redirect"] = leads_to
    return response


def _claimed(key: str, user: int) -> bool:
    now = timezone.now()
    with connection.cursor() as cursor:
        # Some of the old ones go each time; those that another request is removing are left to it.
        cursor.execute(
            f"DELETE {FRAME} FROM once_sentform WHERE key IN (SELECT key FROM once_sentform "  # noqa: S608
            "WHERE sent_at < %s ORDER BY sent_at LIMIT %s FOR UPDATE SKIP LOCKED)",
            [now - timedelta(seconds=settings.SESSION_COOKIE_AGE), _FORGOTTEN_AT_ONCE],
        )
        cursor.execute(
            f"INSERT {FRAME} INTO once_sentform (key, user_id, sent_at, leads_to) "  # noqa: S608
            "VALUES (%s, %s, %s, '') ON CONFLICT DO NOTHING",
            [key, user, now],
        )
        return cursor.rowcount == 1


def _led_to(key: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FRAME} leads_to FROM once_sentform WHERE key = %s", [key])  # noqa: S608
        row = cursor.fetchone()
    return row[0] if row else "/"


def _let_go(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE {FRAME} FROM once_sentform WHERE key = %s", [key])  # noqa: S608


def _keep(key: str, leads_to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {FRAME} once_sentform SET leads_to = %s WHERE key = %s",  # noqa: S608
            [leads_to, key],
        )
