"""Protected identities: setting the mark, opening one identity, correcting it, lifting the mark."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.protection import correct_identity, lift_protection, protect_identity
from cases.actions.staff import change_employments
from cases.forms.confirmation import Unconfirmed, show_oddities
from cases.forms.protection import LiftForm, ProtectForm, PurposeForm
from cases.forms.refusal import add_refusal
from cases.forms.staff import EmploymentFormSet, StaffMemberForm
from cases.questions.protected_identity import account_count, identity_of
from cases.readings import note_person
from cases.views.form_page import form_page
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from subprojects.identity import Identity
from subprojects.models import StaffMember

OWN_SIGN_IN = gettext_lazy(
    "The person has a sign-in of their own. Ask the administrator to change its user name and e-mail address "
    "if they tell the name."
)


def staff_protect(request: StaffRequest, key: UUID) -> HttpResponse:
    """Mark a person's identity as protected."""
    person = _person(request, key, "subprojects.protect_identity")
    note_person(request, Act.READ, person)
    if person.has_protected_identity:
        return redirect(person)
    form = ProtectForm(request.POST if request.method == "POST" else None, today=clock_today())
    if request.method == "POST" and form.is_valid():
        try:
            mark = protect_identity(staff_member=person, set_by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_person(request, Act.CHANGED, person)
            messages.success(request, _("The identity is now protected."))
            if account_count(person):
                messages.warning(request, OWN_SIGN_IN)
            return redirect(mark.staff_member)
    hint = _(
        "From now on name, employee number, personal number and date of birth are sealed, and hidden "
        "together with the unit in every list, search, file and report. Only the employer's named few can "
        "open them, one person at a time and with a purpose. The address of this person's page changes."
    )
    return _form_page(request, person, form, _("Protect the identity"), hint)


def protection_lift(request: StaffRequest, key: UUID) -> HttpResponse:
    """End the protection: the name stands in lists and files again."""
    person = _protected(request, key, "subprojects.lift_protection")
    if question := needs_confirmation(request, Deed.LIFT_PROTECTION):
        return question
    form = LiftForm(request.POST if request.method == "POST" else None, today=clock_today())
    if request.method == "POST" and form.is_valid():
        try:
            lift_protection(staff_member=person, lifted_by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_person(request, Act.CHANGED, person)
            messages.success(request, _("The protection has been lifted."))
            return redirect(person)
    note_person(request, Act.READ, person)
    hint = _(
        "Name, number, date of birth and unit stand in lists and files again, for everybody who may see the "
        "person. Do this only when the protection has really ended."
    )
    return _form_page(request, person, form, _("Lift the protection"), hint)


def _form_page(request: StaffRequest, person: StaffMember, form: Any, title: str, hint: str) -> HttpResponse:
    lead = f"{person.shown_name} · {person.employee_number}"
    back_url = person.get_absolute_url()
    return form_page(request, form, title, lead=lead, back_url=back_url, button=title, hint=hint)


def identity_open(request: StaffRequest, key: UUID) -> HttpResponse:
    """
    Ask for the purpose; then show who the person is, in the answer to that form and nowhere else. Loading it
    again asks again, and is one more row of the reading log.
    """
    person = _protected(request, key, "subprojects.open_identity")
    if question := needs_confirmation(request, Deed.OPEN_IDENTITY):
        return question
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        note_person(request, Act.READ, person)
        return render(request, "cases/identity_ask.html", {"form": form, "staff_member": person})
    note_person(request, Act.READ, person, purpose=form.stated)
    identity = identity_of(person)
    context = {
        "staff_member": person,
        "identity": identity,
        "purpose": form.stated,
        "employments": person.employments.select_related("unit", "occupation").order_by("-first_day"),
        "own_sign_in": OWN_SIGN_IN if account_count(person) else "",
        "form": StaffMemberForm(instance=_plain(person, identity), today=clock_today()),
        "rows": _employment_rows(person),
    }
    return render(request, "cases/identity_opened.html", context)


def identity_correct(request: StaffRequest, key: UUID) -> HttpResponse:
    """What the opened page's form sends: another name, number, birth date or employment."""
    person = _protected(request, key, "subprojects.open_identity")
    if request.method != "POST":
        return redirect("cases:identity_open", key=person.key)
    note_person(request, Act.CHANGED, person, purpose=_("correction of a protected identity"))
    form = StaffMemberForm(
        request.POST, instance=StaffMember(subproject_id=person.subproject_id), today=clock_today()
    )
    rows = _employment_rows(person, request.POST)
    if form.is_valid() and rows.is_valid() and _corrected(person, form, rows):
        messages.success(request, _("The changes have been saved."))
        return redirect(person)
    context = {"staff_member": person, "form": form, "rows": rows}
    return render(request, "cases/identity_correct.html", context)


def _corrected(person: StaffMember, form: StaffMemberForm, rows: Any) -> bool:
    """Save both; False when it was refused or should be looked at once more."""
    said = form.instance
    identity = Identity(
        employee_number=said.employee_number,
        first_name=said.first_name,
        last_name=said.last_name,
        birth_date=said.birth_date,
        personal_number=said.personal_number,
    )
    changed = [row.instance for row in rows.forms if row.has_changed()]
    try:
        with transaction.atomic():
            correct_identity(staff_member=person, identity=identity, gender=said.gender)
            change_employments(staff_member=person, employments=changed)
            form.confirm()
    except Unconfirmed as odd:
        show_oddities(form, odd)
    except ValidationError as error:
        add_refusal(form, error)
    else:
        return True
    return False


def _employment_rows(person: StaffMember, data: Any = None) -> Any:
    return EmploymentFormSet(
        data,
        instance=person,
        prefix="employments",
        form_kwargs={"subprojects": [person.subproject_id]},
    )


def _plain(person: StaffMember, identity: Identity) -> StaffMember:
    """The person as a form shows it; never saved."""
    return StaffMember(
        subproject_id=person.subproject_id,
        employee_number=identity.employee_number,
        first_name=identity.first_name,
        last_name=identity.last_name,
        birth_date=identity.birth_date,
        personal_number=identity.personal_number,
        gender=person.gender,
    )


def _person(request: StaffRequest, key: UUID, permission: str) -> StaffMember:
    visible = StaffMember.objects.visible_to(request.user).select_related("subproject")
    person: StaffMember = get_object_or_404(visible, key=key)
    if not request.user.has_perm(permission, person):
        raise PermissionDenied
    return person


def _protected(request: StaffRequest, key: UUID, permission: str) -> StaffMember:
    person = _person(request, key, permission)
    if not person.has_protected_identity:
        raise Http404
    return person
