"""Who has looked: for the person, and for the HR lead one person at a time."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from cases.questions.log_words import in_words
from cases.questions.readings_of_person import readings_by_others, readings_of
from cases.readings import note_person
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest
from subprojects.models import StaffMember
from subprojects.roles import roles_of

ROWS_A_PAGE = 50


def own_readings(request: StaffRequest) -> HttpResponse:
    """Everybody else who has opened something about the person who asks (loggutdrag)."""
    own = roles_of(request.user).own_staff_rows
    if not own:
        raise PermissionDenied
    note_reading(request, Act.READ, people=own)
    page_obj = Paginator(readings_by_others(own, request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page_obj, "rows": in_words(page_obj.object_list)}
    return render(request, "cases/own_readings.html", context)


def readings_person(request: StaffRequest, key: UUID) -> HttpResponse:
    """Who has opened something about a person, and who was refused: for the employer's HR lead."""
    person = get_object_or_404(StaffMember.objects.visible_to(request.user), key=key)
    note_person(request, Act.READ, person)
    if not request.user.has_perm("cases.review_readings", person):
        raise PermissionDenied
    page_obj = Paginator(readings_of([person.pk]), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"person": person, "page_obj": page_obj, "rows": in_words(page_obj.object_list)}
    return render(request, "cases/readings_person.html", context)
