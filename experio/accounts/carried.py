"""
What a form sent after the session had run out is not lost.

The answer is a page that carries it in hidden fields; nothing is kept on the server. The person signs in in
another tab and sends it from here. Signing in has changed the form token meanwhile, so the first sending
shows the page once more with a new one; this is done only for what our own page sent, which the browser says
in `Sec-Fetch-Site` (no other site can make it say so).
"""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from experio.outside.errors import csrf_failure

CARRIED = "carried"


def carrying_page(request: HttpRequest) -> HttpResponse | None:
    """The page that keeps what was sent; None when there is nothing to keep."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if "password" not in name and name not in ("csrfmiddlewaretoken", CARRIED)
        for value in values
    ]
    if not fields:
        return None
    after = urlencode({REDIRECT_FIELD_NAME: reverse("confirmed")})
    context = {
        "carried": fields,
        "address": request.get_full_path(),
        "had_files": bool(request.FILES),
        "is_back": request.user.is_authenticated,
        "sign_in_url": f"{resolve_url(settings.LOGIN_URL)}?{after}",
    }
    return render(request, "account/carried.html", context, status=403 if context["is_back"] else 401)


def old_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form token does not hold: what our own carrying page sent is carried on, all else is refused."""
    is_ours = CARRIED in request.POST and request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_ours and request.user.is_authenticated and (page := carrying_page(request)):
        return page
    return csrf_failure(request, reason)
