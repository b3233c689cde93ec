"""The data protection area, a person's page in it, the employee's own, and the register extract."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.actions.extract_release import release_extract
from cases.data_protection import allow_area, of_own_employers, person_of
from cases.forms.extract_release import ExtractReleaseForm
from cases.forms.refusal import add_refusal
from cases.models import (
    Case,
    DataRequest,
    Disposal,
    ExtractRelease,
    Restriction,
    RetentionHold,
    Withholding,
)
from cases.questions.consents import consent_overview
from cases.questions.data_requests import open_requests
from cases.questions.register_extract import register_extract
from cases.readings import note_person
from cases.views.extract_files import FILES, RELEASED, extract_answer, released_extract, released_url
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest
from subprojects.models import StaffMember, Subproject
from subprojects.roles import roles_of


def overview(request: StaffRequest) -> HttpResponse:
    """How much waits, and where everything is. Counts only: nobody is named."""
    allow_area(request)
    today = clock.today()
    waiting = list(of_own_employers(request, DataRequest.objects.filter(answered_on=None)))
    context = {
        "open_requests": len(waiting),
        "overdue_requests": sum(one.due_on < today for one in waiting),
        "restrictions": of_own_employers(request, Restriction.objects.in_force()).count(),
        "holds": of_own_employers(request, RetentionHold.objects.in_force()).count(),
        "proposals": of_own_employers(
            request, Disposal.objects.filter(carried_out_at=None, withdrawn_at=None)
        ).count(),
        "employers": Subproject.objects.worked_by(request.user),
    }
    return render(request, "cases/data_protection/overview.html", context)


def person_page(request: StaffRequest, key: UUID) -> HttpResponse:
    """What the duties have led to for one person: requests, restrictions, holds, exceptions, shared facts."""
    person = person_of(request, key)
    note_person(request, Act.READ, person)
    context = {
        "person": person,
        "requests": open_requests(DataRequest.objects.filter(staff_member=person), clock.today()),
        "restrictions": Restriction.objects.filter(staff_member=person).select_related("case", "decided_by"),
        "holds": RetentionHold.objects.filter(staff_member=person).select_related("case", "set_by"),
        "withholdings": Withholding.objects.filter(staff_member=person, lifted_on=None).select_related(
            "case", "note"
        ),
        "releases": ExtractRelease.objects.filter(staff_member=person).select_related(
            "assessment", "made_by"
        ),
        "cases": Case.objects.filter(staff_member=person).only("number", "opened_on"),
        "shared": consent_overview(person),
        "can_release": request.user.has_perm("cases.release_extract", person),
        "can_review": request.user.has_perm("cases.review_readings", person),
    }
    return render(request, "cases/data_protection/person.html", context)


def own_page(request: StaffRequest) -> HttpResponse:
    """The employee's own: extract, what is shared, what is restricted, the own requests."""
    own = roles_of(request.user).own_staff_rows
    if not own:
        raise PermissionDenied
    note_reading(request, Act.READ, people=own)
    today = clock.today()
    people = [
        {
            "person": person,
            "requests": open_requests(DataRequest.objects.filter(staff_member=person), today),
            "restrictions": Restriction.objects.in_force().filter(staff_member=person).select_related("case"),
            "shared": consent_overview(person),
        }
        for person in StaffMember.objects.filter(pk__in=own).select_related("subproject")
    ]
    return render(request, "cases/data_protection/own.html", {"people": people})


def extract_file(request: StaffRequest, key: UUID) -> HttpResponse:
    """
    The own register extract as JSON or PDF; who sits there is asked once more. HR hands one out by
    `extract_release`.
    """
    person = get_object_or_404(
        StaffMember.objects.visible_to(request.user).select_related("subproject"), key=key
    )
    if person.pk not in roles_of(request.user).own_staff_rows:
        raise PermissionDenied
    file_format = request.GET.get("format", "")
    if file_format not in FILES:
        raise Http404
    if question := needs_confirmation(request, Deed.FILE, page=reverse("cases:own_data_protection")):
        return question
    note_person(request, Act.EXPORT, person)
    extract = register_extract(person, made_by=request.user, is_own=True, now=clock.now())
    return extract_answer(extract, file_format)


def extract_release(request: StaffRequest, key: UUID) -> HttpResponse:
    """
    HR hands an extract out: to the person, or to somebody else on an assessment that releases it. With
    `released` the page that fetches what was handed out just now, and with `format` its file.
    """
    person = person_of(request, key)
    if not request.user.has_perm("cases.release_extract", person):
        raise PermissionDenied
    if request.method != "POST" and RELEASED in request.GET:
        return released_extract(request, person)
    data = request.POST if request.method == "POST" else None
    form = ExtractReleaseForm(data, person=person, initial={"receiver": request.GET.get("receiver", "")})
    if data is not None and form.is_valid():
        if question := needs_confirmation(request, Deed.HAND_OUT):
            return question
        try:
            release = release_extract(
                staff_member=person, made_by=request.user, now=clock.now(), **form.cleaned_data
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_person(request, Act.CHANGED, person, purpose=release.purpose)
            return redirect(released_url(release))
    note_person(request, Act.READ, person)
    context = {"person": person, "form": form, "can_assess": request.user.has_perm("cases.assess_disclosure")}
    return render(request, "cases/data_protection/extract.html", context)
