"""
A register extract on its way to the browser; and the page that fetches one that HR has handed out.

The form that hands it out records it and leads to that page, so that the browser does not stay on the form,
or on the question who sits there, with nothing to see.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import register_extract_files
from cases.models import ExtractRelease
from cases.questions.register_extract import Extract, extract_of_release
from cases.readings import note_person
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act
from experio.requests import StaffRequest
from experio.spreadsheets import attachment
from subprojects.models import StaffMember

FILES = {"json": "application/json", "pdf": "application/pdf"}
RELEASED = "released"
# The page fetches the file by itself so long after the hand-out: not each time the person comes back to it.
FETCHES_SECONDS = 20
LONGEST_KEY = 18
"""Digits of a primary key at most."""


def extract_answer(extract: Extract, file_format: str) -> HttpResponse:
    """The file, named after the day and never after the person."""
    make = register_extract_files.json_bytes if file_format == "json" else register_extract_files.pdf_bytes
    stem = _("register-extract")
    return attachment(make(extract), FILES[file_format], f"{stem}-{clock.today()}.{file_format}")


def released_url(release: ExtractRelease) -> str:
    """The page that fetches what has been handed out."""
    address = reverse("cases:extract_release", args=[release.staff_member.key])
    return f"{address}?{urlencode({RELEASED: release.pk})}"


def released_extract(request: StaffRequest, person: StaffMember) -> HttpResponse:
    """
    What the officer handed out just now: a page that fetches the file, or with `format` the file itself. It
    can be fetched as long as an answer to "who sits there?" holds; later it would show later data than was
    handed out, so the person's page says to hand out anew.
    """
    asked = request.GET[RELEASED]
    if not asked.isdecimal() or len(asked) > LONGEST_KEY:
        raise Http404
    own = ExtractRelease.objects.filter(staff_member=person, made_by=request.user)
    release = get_object_or_404(
        own.select_related("staff_member__subproject", "assessment", "made_by"), pk=int(asked)
    )
    now = clock.now()
    note_person(request, Act.READ, person)
    if now - release.made_at > timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT):
        messages.info(request, _("The file can no longer be fetched. Hand out a new extract if needed."))
        return redirect("cases:person_data_protection", key=person.key)
    page = released_url(release)
    if "format" not in request.GET:
        context = {
            "file_url": f"{page}&{urlencode({'format': release.file_format})}",
            "page_url": reverse("cases:person_data_protection", args=[person.key]),
            "is_fetched": now - release.made_at < timedelta(seconds=FETCHES_SECONDS),
        }
        return render(request, "cases/data_protection/extract_released.html", context)
    if question := needs_confirmation(request, Deed.FILE, page=page):
        return question
    note_person(request, Act.EXPORT, person, purpose=release.purpose)
    return extract_answer(extract_of_release(release, now=now), release.file_format)
