"""Requests about the own data: the list, recording one, answering, more time, erasure."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.data_requests import answer_request, extend_request, record_request
from cases.actions.disposal import propose_erasure
from cases.data_protection import allow_area, of_own_employers, own_person, person_of
from cases.forms.data_protection import AnswerForm, ExtensionForm, OwnRequestForm, RequestForm
from cases.forms.refusal import add_refusal
from cases.models import DataRequest, RequestKind, SickLeaveEpisode
from cases.questions.data_requests import open_requests, state_of
from cases.questions.disposal_list import reasons_to_keep
from cases.questions.request_changes import changes_for
from cases.readings import note_list, note_person
from cases.views.form_page import form_page
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act
from experio.requests import StaffRequest


def request_list(request: StaffRequest) -> HttpResponse:
    """What people have asked for: open ones first, with the day an answer is due."""
    allow_area(request)
    is_answered = request.GET.get("view") == "answered"
    found = of_own_employers(request, DataRequest.objects.filter(answered_on__isnull=not is_answered))
    rows = open_requests(found, clock.today())
    note_list(request, [row.request.staff_member_id for row in rows])
    context = {"rows": rows, "is_answered": is_answered}
    return render(request, "cases/data_protection/requests.html", context)


def request_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One request: what is asked, what has been done for it, and the answer."""
    asked, today = _fetch(request, pk), clock.today()
    note_person(request, Act.CHANGED if request.method == "POST" else Act.READ, asked.staff_member)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_request(request=asked, answered_by=request.user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The request has been answered."))
            return redirect("cases:request_detail", pk=pk)
    is_erasure = asked.kind == RequestKind.ERASURE and asked.is_open
    context = {
        "asked": asked,
        "person": asked.staff_member,
        "state": state_of(asked, today),
        "form": form if asked.is_open else None,
        "changes": changes_for(asked),
        "episodes": SickLeaveEpisode.objects.filter(staff_member=asked.staff_member_id).without_health()
        if asked.is_open and asked.kind == RequestKind.CORRECTION
        else (),
        "can_release": request.user.has_perm("cases.release_extract", asked.staff_member),
        "can_correct_person": request.user.has_perm("subprojects.correct_particulars", asked.staff_member),
        "is_erasure": is_erasure,
        "reasons": reasons_to_keep(asked.staff_member, today) if is_erasure else (),
    }
    return render(request, "cases/data_protection/request.html", context)


def request_add(request: StaffRequest, key: UUID) -> HttpResponse:
    """Record a request that came on paper, by telephone or in a meeting."""
    person, today = person_of(request, key), clock.today()
    note_person(request, Act.CHANGED if request.method == "POST" else Act.READ, person)
    form = RequestForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = record_request(
                staff_member=person, recorded_by=request.user, today=today, **form.cleaned_data
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The request has been recorded."))
            return redirect("cases:request_detail", pk=made.pk)
    title = _("Record a request")
    return form_page(request, form, title, lead=person.shown_name, back_url=_person_url(person))


def own_request_add(request: StaffRequest, key: UUID) -> HttpResponse:
    """The person asks for the own data, a correction, a restriction or erasure."""
    person, today = own_person(request, key), clock.today()
    note_person(request, Act.CHANGED if request.method == "POST" else Act.READ, person)
    form = OwnRequestForm(
        request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_request(
                staff_member=person,
                received_on=today,
                recorded_by=request.user,
                today=today,
                **form.cleaned_data,
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Your request has been sent. HR answers within a month."))
            return redirect("cases:own_data_protection")
    back = reverse("cases:own_data_protection")
    lead = person.subproject.employer_name
    return form_page(request, form, _("Ask your employer"), lead=lead, back_url=back, button=_("Send"))


def request_extend(request: StaffRequest, pk: int) -> HttpResponse:
    """Take more time, and say why."""
    asked = _fetch(request, pk)
    note_person(request, Act.CHANGED if request.method == "POST" else Act.READ, asked.staff_member)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_request(
                request=asked,
                extended_to=form.cleaned_data["extended_to"],
                reason=form.cleaned_data["extension_reason"],
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("More time has been noted. Tell the person."))
            return redirect("cases:request_detail", pk=pk)
    back = reverse("cases:request_detail", args=[pk])
    lead = asked.staff_member.shown_name
    return form_page(request, form, _("More time for the answer"), lead=lead, back_url=back)


@require_POST
def request_erase(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose the erasure that was asked for; somebody else approves it."""
    asked = _fetch(request, pk)
    note_person(request, Act.CHANGED, asked.staff_member)
    if question := needs_confirmation(request, Deed.PROPOSE_ERASURE):
        return question
    try:
        disposal = propose_erasure(request=asked, proposed_by=request.user, today=clock.today())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cases:request_detail", pk=pk)
    messages.success(request, _("The erasure has been proposed. Somebody else approves it."))
    return redirect("cases:disposal_detail", pk=disposal.pk)


def _fetch(request: StaffRequest, pk: int) -> DataRequest:
    allow_area(request)
    rows = DataRequest.objects.select_related("staff_member__subproject", "answered_by", "recorded_by")
    asked: DataRequest = get_object_or_404(of_own_employers(request, rows), pk=pk)
    return asked


def _person_url(person: object) -> str:
    return reverse("cases:person_data_protection", args=[person.key])  # type: ignore[attr-defined]
