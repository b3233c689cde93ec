"""Lending a case: asking, answering, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.delegation import (
    accept_delegation,
    decline_delegation,
    delegate_case,
    person_of,
    take_back_delegation,
)
from cases.forms.delegation import DelegationForm
from cases.forms.refusal import add_refusal
from cases.models import Delegation
from cases.readings import note_case
from cases.views.case import allow, fetch_case
from experio import clock
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest


def case_delegate(request: StaffRequest, number: str) -> HttpResponse:
    """Ask another officer to work the case for given days."""
    user, today = request.user, clock.today()
    case = fetch_case(request, number)
    allow(request, "cases.delegate_case", case)
    if not case.is_open:
        messages.error(request, _("The case is closed."))
        return redirect(case)
    form = DelegationForm(
        request.POST if request.method == "POST" else None, case=case, lender=user, today=today
    )
    if request.method == "POST" and form.is_valid():
        try:
            delegation = delegate_case(case=case, delegated_by=user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(request, _("%(officer)s has been asked.") % {"officer": delegation.to_user})
            return redirect(f"{case.get_absolute_url()}#delegation")
    return render(request, "cases/delegation_form.html", {"case": case, "form": form})


@require_POST
def delegation_accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept: the case opens on its first day."""
    today = clock.today()
    delegation = _fetch(request, pk)
    if not request.user.has_perm("cases.answer_delegation", delegation):
        raise PermissionDenied
    if not _acted(request, delegation, lambda: accept_delegation(delegation=delegation, today=today)):
        return redirect("cases:start")
    if delegation.first_day > today:
        messages.success(request, _("Accepted. The case opens on %(day)s.") % {"day": delegation.first_day})
        return redirect("cases:start")
    messages.success(request, _("Accepted. You can work with the case now."))
    return redirect("cases:case_detail", delegation.case_number)


@require_POST
def delegation_decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Decline: nothing is opened."""
    delegation = _fetch(request, pk)
    if not request.user.has_perm("cases.answer_delegation", delegation):
        raise PermissionDenied
    if _acted(request, delegation, lambda: decline_delegation(delegation=delegation, today=clock.today())):
        messages.success(request, _("Declined."))
    return redirect("cases:start")


@require_POST
def delegation_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the case back: the rights of the receiver end at once."""
    delegation = _fetch(request, pk)
    if not request.user.has_perm("cases.take_back_delegation", delegation):
        raise PermissionDenied
    if _acted(request, delegation, lambda: take_back_delegation(delegation=delegation)):
        messages.success(request, _("The case has been taken back."))
    return redirect(f"{reverse('cases:case_detail', args=[delegation.case_number])}#delegation")


def _fetch(request: StaffRequest, pk: int) -> Delegation:
    delegation: Delegation = get_object_or_404(Delegation.objects.visible_to(request.user), pk=pk)
    _note(request, Act.READ, delegation)
    return delegation


def _acted(request: StaffRequest, delegation: Delegation, deed: Callable[[], Any]) -> bool:
    """Whether the deed was done; what it refused is told on the next page."""
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    _note(request, Act.CHANGED, delegation)
    return True


def _note(request: StaffRequest, act: Act, delegation: Delegation) -> None:
    """Who was asked does not see the person, but it is that person's case."""
    person = person_of(delegation)
    note_reading(
        request,
        act,
        people=[person] if person else [],
        case=delegation.case_id,
        employer=delegation.subproject_id,
    )
