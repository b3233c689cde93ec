"""Disclosure assessments: the employer's list, a new one, one with its versions, its correction, on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions.disclosure_assessment import correct_disclosure, record_disclosure
from cases.forms.disclosure_assessment import DisclosureFilterForm, DisclosureForm
from cases.forms.refusal import add_refusal
from cases.models import Case, DisclosureAssessment
from cases.readings import note_list
from experio.audit.readings import Act, note_reading
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from subprojects.models import Covers, StaffMember, Subproject
from subprojects.secrecy import marking_of

ROWS_A_PAGE = 30


def disclosure_list(request: StaffRequest) -> HttpResponse:
    """The assessments of the employers one works for, newest first."""
    _allow(request)
    filters = DisclosureFilterForm(request.GET)
    found = DisclosureAssessment.objects.visible_to(request.user).in_force()
    if decision := filters.chosen:
        found = found.filter(decision=decision)
    found = found.select_related("staff_member", "case", "decided_by", "subproject")
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    note_list(request, (row.staff_member_id for row in page if row.staff_member_id))
    context = {"page_obj": page, "rows": list(page), "filters": filters, "is_filtered": bool(decision)}
    return render(request, "cases/disclosure_list.html", context)


def disclosure_add(request: StaffRequest) -> HttpResponse:
    """Record an assessment. `?employer=` names one of several, `?case=` or `?staff=` says about whom."""
    _allow(request)
    employers = list(Subproject.objects.worked_by(request.user).order_by("sort_key"))
    chosen = request.GET.get("employer", "")
    employer = next((one for one in employers if one.slug == chosen), employers[0])
    today = clock_today()
    form = DisclosureForm(
        request.POST if request.method == "POST" else None,
        employer=employer,
        today=today,
        initial={"received_on": today, "decided_on": today, "decided_by": request.user.pk}
        | _named(request, employer),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = record_disclosure(assessment=form.assessment(), recorded_by=request.user, today=today)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            _note(request, Act.CHANGED, [saved])
            messages.success(
                request, _("The assessment has been recorded as %(number)s.") % {"number": saved.number}
            )
            return redirect(saved)
    note_reading(request, Act.READ, employer=employer.pk)
    others = [one for one in employers if one != employer]
    context = {"form": form, "employer": employer, "others": others}
    return render(request, "cases/disclosure_form.html", context)


def disclosure_detail(request: StaffRequest, number: str) -> HttpResponse:
    """One assessment as it stands, and the versions before it."""
    versions = _versions(request, number)
    _note(request, Act.READ, versions)
    return render(request, "cases/disclosure_detail.html", _context(versions))


def disclosure_print(request: StaffRequest, number: str) -> HttpResponse:
    """The same for paper: the decision as it is handed over or filed."""
    versions = _versions(request, number)
    _note(request, Act.PRINT, versions)
    return render(request, "cases/disclosure_print.html", _context(versions))


def disclosure_correct(request: StaffRequest, number: str) -> HttpResponse:
    """A new version that says why; what stood before stays."""
    versions = _versions(request, number)
    latest, today = versions[0], clock_today()
    about = latest.case.number if latest.case else ""
    if not about and latest.staff_member:
        about = latest.staff_member.employee_number
    data = request.POST if request.method == "POST" else None
    form = DisclosureForm(
        data,
        instance=latest,
        employer=latest.subproject,
        today=today,
        is_correction=True,
        initial={"about": about, "correction_reason": ""},
    )
    if data is not None and form.is_valid():
        try:
            saved = correct_disclosure(
                assessment=form.assessment(), corrects=latest, recorded_by=request.user, today=today
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            _note(request, Act.CHANGED, [saved])
            messages.success(request, _("The correction has been recorded as a new version."))
            return redirect(saved)
    _note(request, Act.READ, versions)
    context = {"form": form, "employer": latest.subproject, "corrects": versions[0]}
    return render(request, "cases/disclosure_form.html", context)


def _allow(request: StaffRequest) -> None:
    if not request.user.has_perm("cases.assess_disclosure"):
        raise PermissionDenied


def _versions(request: StaffRequest, number: str) -> list[DisclosureAssessment]:
    """Every version, the one in force first; 404 for strangers."""
    found = DisclosureAssessment.objects.visible_to(request.user).filter(number=number)
    return get_list_or_404(
        found.select_related("staff_member", "case", "decided_by", "recorded_by", "subproject").order_by(
            "-version"
        )
    )


def _context(versions: list[DisclosureAssessment]) -> dict[str, Any]:
    latest, *earlier = versions
    covers = {Covers.CASES if latest.case_id else Covers.SICK_LEAVE}
    if latest.staff_member and latest.staff_member.has_protected_identity:
        covers.add(Covers.PROTECTED)
    return {
        "assessment": latest,
        "earlier": earlier,
        "secrecy": marking_of([latest.subproject_id], covers, clock_today()),
    }


def _note(request: StaffRequest, act: Act, versions: list[DisclosureAssessment]) -> None:
    people = {one.staff_member_id for one in versions if one.staff_member_id}
    note_reading(request, act, people=people, case=versions[0].case_id, employer=versions[0].subproject_id)


def _named(request: StaffRequest, employer: Subproject) -> dict[str, str]:
    """Whom the page before this one was about, when it is somebody of the employer."""
    if number := request.GET.get("case", "")[:60]:
        get_object_or_404(Case.objects.without_health(), subproject=employer, number=number)
        return {"about": number}
    if key := request.GET.get("staff", ""):
        try:
            wanted = UUID(key)
        except ValueError as error:
            raise Http404 from error
        person = get_object_or_404(StaffMember, subproject=employer, key=wanted)
        return {"about": person.employee_number}
    return {}
