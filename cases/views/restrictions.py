"""Restrictions, holds on disposal, and exceptions from the extract: decided and lifted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.data_requests import lift_withholding, withhold
from cases.actions.restrictions import hold, lift_hold, lift_restriction, restrict
from cases.data_protection import PERMISSION, allow_area, of_own_employers, person_of
from cases.forms.data_protection import HoldForm, LiftForm, RestrictionForm, WithholdingForm
from cases.forms.refusal import add_refusal
from cases.models import Restriction, RetentionHold, Withholding
from cases.readings import note_case, note_list, note_person
from cases.views.case import fetch_case
from cases.views.form_page import form_page
from experio import clock
from experio.audit.readings import Act
from experio.requests import StaffRequest
from subprojects.models import StaffMember


def restriction_list(request: StaffRequest) -> HttpResponse:
    """Every restriction and hold in force at one's employers."""
    allow_area(request)
    people = ("staff_member", "case", "subproject")
    restrictions = list(of_own_employers(request, Restriction.objects.in_force()).select_related(*people))
    holds = list(of_own_employers(request, RetentionHold.objects.in_force()).select_related(*people))
    note_list(request, [one.staff_member_id for one in (*restrictions, *holds)])
    context = {"restrictions": restrictions, "holds": holds}
    return render(request, "cases/data_protection/restrictions.html", context)


def restriction_add(request: StaffRequest, key: UUID) -> HttpResponse:
    """Restrict a person's data, or one case."""
    person, today = person_of(request, key), clock.today()
    note_person(request, _act(request), person)
    form = RestrictionForm(_sent(request), person=person, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            restrict(staff_member=person, decided_by=request.user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The data is restricted from now on. Tell the person."))
            return redirect(_page_of(person))
    hint = _(
        "While it is restricted nobody changes the data, it is left out of files, and nothing is disposed "
        "of. It is lifted by a decision."
    )
    return _form(request, form, _("Restrict the processing"), person, hint=hint)


def restriction_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Lift a restriction. The person is told before (GDPR 18.3)."""
    restriction: Restriction = _fetch(request, Restriction, pk)
    person = restriction.staff_member
    note_person(request, _act(request), person)
    form = LiftForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            lift_restriction(
                restriction=restriction,
                lift_reason=form.cleaned_data["lift_reason"],
                lifted_by=request.user,
                today=clock.today(),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The restriction has been lifted."))
            return redirect(_page_of(person))
    hint = _("Tell the person before you lift it.")
    return _form(request, form, _("Lift the restriction"), person, hint=hint, button=_("Lift"))


def hold_add(request: StaffRequest, key: UUID) -> HttpResponse:
    """Hold disposal back for a person, or one case."""
    person, today = person_of(request, key), clock.today()
    note_person(request, _act(request), person)
    form = HoldForm(_sent(request), person=person, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            hold(staff_member=person, set_by=request.user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Nothing of it is disposed of until the hold is lifted."))
            return redirect(_page_of(person))
    return _form(request, form, _("Hold disposal back"), person)


@require_POST
def hold_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Lift a hold: the retention rules apply again."""
    held: RetentionHold = _fetch(request, RetentionHold, pk)
    note_person(request, Act.CHANGED, held.staff_member)
    lift_hold(held=held, lifted_by=request.user, today=clock.today())
    messages.success(request, _("The hold has been lifted."))
    return redirect(_page_of(held.staff_member))


def withholding_add(request: StaffRequest, number: str) -> HttpResponse:
    """Decide that free text of a case does not go into the person's extract."""
    case = fetch_case(request, number)
    note_case(request, _act(request), case)
    if not request.user.has_perm(PERMISSION, case):
        raise PermissionDenied
    form = WithholdingForm(_sent(request), case=case)
    if request.method == "POST" and form.is_valid():
        try:
            withhold(case=case, decided_by=request.user, today=clock.today(), **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The decision has been recorded. The extract names it."))
            return redirect(_page_of(case.staff_member))
    hint = _("The extract says that something is withheld, and on what ground; the text itself is left out.")
    return _form(request, form, _("Leave out of the extract"), case.staff_member, hint=hint)


@require_POST
def withholding_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """The text goes into the extract again."""
    decision: Withholding = _fetch(request, Withholding, pk)
    note_person(request, Act.CHANGED, decision.staff_member)
    lift_withholding(withholding=decision, today=clock.today())
    messages.success(request, _("The text goes into the extract again."))
    return redirect(_page_of(decision.staff_member))


def _fetch(request: StaffRequest, model: type[Any], pk: int) -> Any:
    allow_area(request)
    rows = model.objects.select_related("staff_member__subproject", "case")
    return get_object_or_404(of_own_employers(request, rows), pk=pk)


def _act(request: StaffRequest) -> Act:
    return Act.CHANGED if request.method == "POST" else Act.READ


def _sent(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page_of(person: StaffMember) -> str:
    return reverse("cases:person_data_protection", args=[person.key])


def _form(
    request: StaffRequest, form: Any, title: str, person: StaffMember, *, hint: str = "", button: str = ""
) -> HttpResponse:
    lead, back_url = person.shown_name, _page_of(person)
    return form_page(request, form, title, lead=lead, back_url=back_url, button=button, hint=hint)
