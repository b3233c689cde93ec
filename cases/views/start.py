"""The start page: what needs me today, and one click to each."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.questions.start_page import start_page
from experio import clock
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest


@require_safe
def start(request: StaffRequest) -> HttpResponse:
    """The start page by role. Who is an employee and nothing else comes to the own page at once."""
    page = start_page(request.user, clock.today())
    if page.is_own_page_only:
        return redirect("cases:own_page")
    note_reading(request, Act.LIST, people=page.people)
    return render(request, "cases/start.html", {"page": page})
