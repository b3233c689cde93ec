"""The employee's own page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from cases.questions.own_page import own_pages
from cases.views.staff import draw
from experio import clock
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest
from subprojects.roles import roles_of


def own_page(request: StaffRequest) -> HttpResponse:
    """Own sick leave and own case, for who holds the role of an employee."""
    today = clock.today()
    own = roles_of(request.user).own_staff_rows
    if not own:
        raise PermissionDenied
    note_reading(request, Act.READ, people=own)
    pages = [(page, draw(page.episodes, today)) for page in own_pages(own, today)]
    return render(request, "cases/own_page.html", {"pages": pages})
