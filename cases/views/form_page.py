"""A page that is one form: the context that `cases/form_page.html` takes, in one place."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from experio.requests import StaffRequest


def form_page(
    request: StaffRequest,
    form: Any,
    title: str,
    *,
    lead: str,
    back_url: str,
    button: str = "",
    hint: str = "",
    template: str = "cases/form_page.html",
    **more: Any,
) -> HttpResponse:
    """
    `lead` says whom or what it is about, `back_url` leads away without saving, `hint` stands above the form.
    `more` is for a template that extends this one.
    """
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "hint": hint,
        "button": button or _("Save"),
        "back_url": back_url,
    }
    return render(request, template, context | more)
