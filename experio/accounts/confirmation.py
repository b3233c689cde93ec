"""
Who sits there? Asked once more before what cannot be undone: files, extracts, roles, disposals.

A stolen session is not enough for these deeds. The answer (password, code, passkey, or a fresh sign-in at the
employer's identity provider) holds for `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds, fifteen minutes unless set
otherwise. The sign-in itself does not count: the question is who sits there now.

A page that was asked for (GET) is shown by itself after the answer. A file (GET) leaves the browser on the
page before it, which would be the question: the answer leads to a page that fetches the file and shows the
way back. What a form sent (POST) is carried by the confirming page in hidden fields, never kept on the
server, and is sent to the same address together with the answer: the deed is neither lost nor done twice.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core.internal.httpkit import add_query_params
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from experio.accounts.deeds import WHY, Deed
from experio.audit.readings import note_nobody

View = Callable[..., Any]

# Fields of the confirming page; a view never sees them.
PASSWORD, CODE, MARK = "confirm-password", "confirm-code", "confirm-deed"
# Of the page that fetches a file: the page that the file belongs to.
PAGE = "page"


def confirmed_recently(deed: Deed) -> Callable[[View], View]:
    """Decorate a view that may only be reached by a user who confirmed just now who they are."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked_first(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return needs_confirmation(request, deed) or view(request, *args, **kwargs)

        return asked_first

    return decorate


def needs_confirmation(request: HttpRequest, deed: Deed, *, page: str = "") -> HttpResponse | None:
    """
    None when the person confirmed recently; otherwise the answer to give instead of the deed.

    For a GET: a redirect to the confirming page, which leads back to the same address. For a POST: the
    confirming page itself, which carries what was sent. Nothing has been done when it is returned, so ask
    before the first change.

    `deed` is what the confirming page speaks of. `page` is the address to go back to from a file; unless
    said it is the file's own without `format`.
    """
    if is_confirmed(request):
        return None
    if request.method in ("GET", "HEAD"):
        return _to_the_question(request, deed, page)
    if MARK in request.POST and _is_answered(request):
        return None
    return _question_with_the_deed(request, deed)


def is_confirmed(request: HttpRequest, *, within: float | None = None) -> bool:
    """
    Whether the person has said in this session who they are, within so many seconds; unless said, within
    those that an answer holds.
    """
    if not request.user.is_authenticated:
        return False
    answers = [
        float(record["at"])
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated")
    ]
    holds = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if within is None else within
    return bool(answers) and time.time() - max(answers) < holds


def ways_to_confirm(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways this person has, best known first; empty when there is none (the deed stays refused)."""
    ways: list[dict[str, Any]] = get_adapter().get_reauthentication_methods(request.user)
    return ways


def _to_the_question(request: HttpRequest, deed: Deed, page: str) -> HttpResponse:
    ways = ways_to_confirm(request)
    if not ways:
        return _no_way(request)
    then = request.get_full_path()
    if deed is Deed.FILE:
        asked = {REDIRECT_FIELD_NAME: then, PAGE: page or _without_format(request)}
        then = f"{reverse('confirmed')}?{urlencode(asked)}"
    where = add_query_params(ways[0]["url"], {REDIRECT_FIELD_NAME: then, WHY: deed.value})
    if getattr(request, "htmx", False):
        away = HttpResponse(status=204)
        away.headers["HX-Redirect"] = where
        return away
    return HttpResponseRedirect(where)


def _without_format(request: HttpRequest) -> str:
    """The page whose list or report the file holds."""
    query = request.GET.copy()
    query.pop("format", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _question_with_the_deed(request: HttpRequest, deed: Deed) -> HttpResponse:
    note_nobody(request)
    ways = ways_to_confirm(request)
    if not ways:
        return _no_way(request)
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (PASSWORD, CODE, MARK, "csrfmiddlewaretoken")
        for value in values
    ]
    known = {way["id"] for way in ways}
    after = {REDIRECT_FIELD_NAME: reverse("confirmed"), WHY: deed.value}
    context = {
        "deed": deed,
        "carried": carried,
        "had_files": bool(request.FILES),
        "errors": getattr(request, "_confirmation_errors", []),
        "asks_password": "reauthenticate" in known,
        "asks_code": "mfa_reauthenticate" in known,
        "other_ways": [
            {**way, "url": add_query_params(way["url"], after)}
            for way in ways
            if way["id"] not in ("reauthenticate", "mfa_reauthenticate")
        ],
        "address": request.get_full_path(),
    }
    return render(request, "account/confirm_deed.html", context)


def _is_answered(request: HttpRequest) -> bool:
    """Check what the confirming page sent along; the failure is said on the page that is shown again."""
    from allauth.mfa.base.forms import ReauthenticateForm as CodeForm

    from experio.accounts.forms import ConfirmPasswordForm

    if code := request.POST.get(CODE, "").strip():
        form: Any = CodeForm(data={"code": code}, user=request.user)
        if form.is_valid():
            form.save()
            return True
    else:
        form = ConfirmPasswordForm(data={"password": request.POST.get(PASSWORD, "")}, user=request.user)
        if form.is_valid():
            reauthenticate_by_password(request)
            return True
    request._confirmation_errors = [  # type: ignore[attr-defined]
        str(message) for messages in form.errors.values() for message in messages
    ]
    return False


def _no_way(request: HttpRequest) -> HttpResponse:
    """Neither password nor factor nor provider: refused, with the way out in words."""
    return render(request, "account/no_way_to_confirm.html", status=403)


class asked_before_changes:  # noqa: N801  (reads as what it is among the bases of a class)
    """
    Mixed into a page of reference data whose changes give or take rights: adding, changing and deleting ask
    first who sits there, when the form is opened and, if that is long ago, when it is sent.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        question = needs_confirmation(request, Deed.RIGHTS)
        return question or super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        question = needs_confirmation(request, Deed.RIGHTS)
        return question or super().delete_view(request, *args, **kwargs)  # type: ignore[misc]

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        question = needs_confirmation(request, Deed.RIGHTS)
        return question or super().user_change_password(request, *args, **kwargs)  # type: ignore[misc]
