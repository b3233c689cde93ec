"""
What is said when something goes wrong: a heading, what to do now, and a number to tell; never data.

The pages of refusals keep the menu while the database answers. All others, and these too when it does
not, are drawn without database, session or user: any of them may be what failed.
"""

import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error as DatabaseProblem
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experio import clock
from experio.outside.number import number_of
from experio.outside.trouble import is_unavailable
from experio.version import VERSION

RETRY_AFTER_SECONDS = 10
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@dataclass(frozen=True)
class Refusal:
    """The words of one status. `with_menu`: the person goes on from here, so the menu is of use."""

    heading: str | Promise
    advice: str | Promise
    with_menu: bool = False


NOT_UNDERSTOOD = Refusal(
    _("The request could not be understood"), _("Go back, load the page again and try once more.")
)
NOT_ALLOWED = Refusal(
    _("You may not do this"),
    _(
        "Your role does not allow it. If you need it for your work, ask your employer's administrator "
        "of Experio."
    ),
    with_menu=True,
)
FORM_TOO_OLD = Refusal(
    _("The form has grown too old"),
    _(
        "Nothing was saved. Load the page again and send the form once more. If it happens again, your "
        "browser may refuse cookies."
    ),
)
NOT_THERE = Refusal(
    _("The page does not exist"),
    _("The address may be mistyped, or the page may be about something you have not been given access to."),
    with_menu=True,
)
NOT_BY_HAND = Refusal(
    _("This page cannot be opened"),
    _("The address only takes what a form sends. Go back to the page with the form."),
    with_menu=True,
)
TOO_LARGE = Refusal(
    _("What you sent is too large"),
    _("Nothing was saved. Go back and send less at a time."),
)
TOO_MANY_PEOPLE = Refusal(
    _("Too many people in a short time"),
    _(
        "You have been shown more people in the last hour than one needs for ordinary work, so this page was "
        "not shown. Wait an hour, or ask whoever runs Experio to raise the limit if your work needs it."
    ),
)
TOO_OFTEN = Refusal(_("Too many attempts"), _("Wait a few minutes and try again."))
FAILED = Refusal(
    _("Something went wrong"),
    _("What you did was not saved. The error has been noted. Try again in a while."),
)
UNAVAILABLE = Refusal(
    _("Experio cannot answer just now"),
    _("Wait a moment and load the page again. If you were saving something, look whether it is there first."),
)

REFUSALS = {
    400: NOT_UNDERSTOOD,
    403: NOT_ALLOWED,
    404: NOT_THERE,
    405: NOT_BY_HAND,
    413: TOO_LARGE,
    429: TOO_OFTEN,
    500: FAILED,
    503: UNAVAILABLE,
}


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 403)


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 404)


def too_many_attempts(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 429)


def bulk_reading(request: HttpRequest) -> HttpResponse:
    """Too many people within an hour (`experio.audit.limits`)."""
    return page(request, 429, TOO_MANY_PEOPLE)


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed decides: a database that does not answer is 503 and asks for patience, all else is 500."""
    error = sys.exc_info()[1]
    return unavailable(request) if error is not None and is_unavailable(error) else page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = page(request, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, FORM_TOO_OLD)


def page(request: HttpRequest, status: int, refusal: Refusal | None = None) -> HttpResponse:
    """The page of a status, in the language that was chosen, with the request's number."""
    refusal = refusal or REFUSALS[status]
    context = {"refusal": refusal, "number": number_of(request), "status": status}
    with translation.override(_language(request)):
        text = _with_menu(request, context) if refusal.with_menu and hasattr(request, "user") else None
        if text is None:
            text = _bare(context)
        response = HttpResponse(text, status=status)
        response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response


def _language(request: HttpRequest) -> str:
    """As the page's own choice of language reads it, for that may not have been reached."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _with_menu(request: HttpRequest, context: dict[str, Any]) -> str | None:
    try:
        return render_to_string("refusal.html", context, request)
    except DatabaseProblem:
        return None


def _bare(context: dict[str, Any]) -> str:
    surroundings = {"is_demo": settings.DEMO, "today": clock.today(), "version": VERSION, "is_bare": True}
    return render_to_string("refusal.html", {**surroundings, **context})
