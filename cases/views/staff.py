"""The staff list, a person's page, and adding and correcting staff."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import exports
from cases.actions.staff import add_staff_member, correct_staff_member
from cases.forms.confirmation import Unconfirmed, show_oddities
from cases.forms.filters import StaffFilterForm
from cases.forms.protection import NewPersonProtectForm
from cases.forms.staff import EmploymentForm, EmploymentFormSet, StaffMemberForm, employers_of
from cases.models import Case, SickLeaveEpisode
from cases.outlines import EpisodeOutline, episodes_for_reader
from cases.questions.absence_status import current_episode, status_among
from cases.questions.change_history import change_history
from cases.questions.staff_list import filtered_staff, staff_rows
from cases.readings import note_list, note_person
from cases.restricted import is_restricted, restrictions_of
from cases.timeline import Span, Timeline, timeline
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act, note_reading
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from subprojects.models import Covers, StaffMember
from subprojects.secrecy import marking_of_person

ROWS_A_PAGE = 30


def staff_list(request: StaffRequest) -> HttpResponse:
    """Who works where, and who is away today; as a page, a piece of it, or a file."""
    if not request.user.has_perm("subprojects.view_staffmember"):
        raise PermissionDenied
    today = clock_today()
    filters = StaffFilterForm(request.GET, user=request.user)
    staff = filtered_staff(filters, user=request.user, today=today)
    if (file_format := request.GET.get("format", "")) in exports.FORMATS:
        if question := needs_confirmation(request, Deed.FILE):
            return question
        unrestricted = staff.filter(~is_restricted("pk"))
        rows = staff_rows(unrestricted, user=request.user, today=today)
        note_list(request, (row.staff_member_id for row in rows), file_format=file_format)
        return exports.download(
            file_format,
            _("staff"),
            exports.staff_columns(),
            exports.staff_values(rows),
            secrecy=exports.marking_of_file((row.staff_member_id for row in rows), Covers.SICK_LEAVE, today),
        )
    page_obj = Paginator(staff, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = staff_rows(page_obj.object_list, user=request.user, today=today)
    note_list(request, (row.staff_member_id for row in rows))
    context = {
        "filters": filters,
        "page_obj": page_obj,
        "rows": rows,
        "can_add": request.user.has_perm("subprojects.add_staffmember"),
    }
    return render(request, "cases/_staff_table.html" if request.htmx else "cases/staff_list.html", context)


def staff_detail(request: StaffRequest, key: UUID) -> HttpResponse:
    """A person's page: where the absence stands, what falls due, two years drawn, every episode."""
    staff_member = get_object_or_404(
        StaffMember.objects.visible_to(request.user).select_related("subproject"), key=key
    )
    note_person(request, Act.READ, staff_member)
    today = clock_today()
    reads_health = request.user.has_perm("cases.view_health", staff_member)
    episodes = episodes_for_reader(
        SickLeaveEpisode.objects.filter(staff_member=staff_member).order_by("first_day"),
        reads_health=reads_health,
    )
    works_here = request.user.has_perm("cases.add_sickleaveepisode", staff_member)
    context = {
        "staff_member": staff_member,
        "employments": staff_member.employments.select_related("unit", "occupation").order_by("-first_day"),
        "may_open_identity": staff_member.has_protected_identity
        and request.user.has_perm("subprojects.open_identity", staff_member),
        "restrictions": restrictions_of(staff_member.pk),
        "secrecy": marking_of_person(staff_member, Covers.SICK_LEAVE, today),
        "status": status_among(episodes, current_episode(episodes, today), today),
        "drawing": draw(episodes, today),
        "episodes": [(episode, episode.period(today).days) for episode in reversed(episodes)],
        "reads_health": reads_health,
        "cases": Case.objects.visible_to(request.user)
        .filter(staff_member=staff_member)
        .only("number", "opened_on", "closed_on", "outcome"),
        "can_change": not staff_member.has_protected_identity
        and request.user.has_perm("subprojects.change_staffmember", staff_member),
        "can_register": works_here,
        "can_review": request.user.has_perm("cases.review_readings", staff_member),
        "can_open_case": request.user.has_perm("cases.add_case", staff_member),
    }
    return render(request, "cases/staff_detail.html", context)


def staff_history(request: StaffRequest, key: UUID) -> HttpResponse:
    """Who changed what and when. `?episode=` narrows it to one sick leave."""
    staff_member = get_object_or_404(StaffMember.objects.visible_to(request.user), key=key)
    note_person(request, Act.READ, staff_member)
    chosen = request.GET.get("episode", "")
    entries = change_history(
        staff_member,
        reads_health=request.user.has_perm("cases.view_health", staff_member),
        shows_person=request.user.has_perm("subprojects.change_staffmember", staff_member),
        episode=int(chosen) if chosen.isascii() and chosen.isdigit() else None,
    )
    context = {"staff_member": staff_member, "entries": entries, "is_narrowed": bool(chosen)}
    return render(request, "cases/staff_history.html", context)


def staff_add(request: StaffRequest) -> HttpResponse:
    """A new person with a first employment."""
    if not request.user.has_perm("subprojects.add_staffmember"):
        raise PermissionDenied
    note_reading(request, Act.READ)
    today = clock_today()
    form = StaffMemberForm(request.POST or None, today=today)
    employment = EmploymentForm(
        request.POST or None,
        prefix="employment",
        subprojects=employers_of(request.user),
        initial={"first_day": today, "weekly_hours": 40},
    )
    protection = NewPersonProtectForm(request.POST or None, prefix="protection", today=today)
    if request.method == "POST" and all([form.is_valid(), employment.is_valid(), protection.is_valid()]):
        try:
            with transaction.atomic():
                staff_member = add_staff_member(
                    staff_member=form.instance,
                    employment=employment.instance,
                    protection=protection.chosen(request.user),
                )
                form.confirm()
        except Unconfirmed as odd:
            show_oddities(form, odd)
        except ValidationError as error:
            refuse(form, error)
        else:
            note_person(request, Act.CHANGED, staff_member)
            messages.success(request, _("The staff member has been added."))
            return redirect(_next_after_adding(request, staff_member))
    context = {"form": form, "employment": employment, "protection": protection}
    return render(request, "cases/staff_add.html", context)


def staff_edit(request: StaffRequest, key: UUID) -> HttpResponse:
    """Correct a person's particulars and employments."""
    staff_member = get_object_or_404(StaffMember.objects.visible_to(request.user), key=key)
    note_person(request, Act.READ, staff_member)
    if not request.user.has_perm("subprojects.change_staffmember", staff_member):
        raise PermissionDenied
    if staff_member.has_protected_identity:
        # Who it is and where the person works is corrected by the named few, on the opened page.
        return redirect("cases:identity_open", key=staff_member.key)
    form = StaffMemberForm(request.POST or None, instance=staff_member, today=clock_today())
    rows = EmploymentFormSet(
        request.POST or None,
        instance=staff_member,
        prefix="employments",
        form_kwargs={"subprojects": [staff_member.subproject_id]},
    )
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        changed = [row.instance for row in rows.forms if row.has_changed()]
        try:
            with transaction.atomic():
                correct_staff_member(staff_member=form.instance, employments=changed)
                form.confirm()
        except Unconfirmed as odd:
            show_oddities(form, odd)
        except ValidationError as error:
            refuse(form, error)
        else:
            note_person(request, Act.CHANGED, staff_member)
            messages.success(request, _("The changes have been saved."))
            return redirect(staff_member)
    shown = StaffMember.objects.get(pk=staff_member.pk)
    context = {"staff_member": shown, "form": form, "employments": rows}
    return render(request, "cases/staff_edit.html", context)


def draw(episodes: tuple[EpisodeOutline, ...], today: date) -> Timeline:
    """Two years of extents as a drawing."""
    return timeline(
        (
            Span(span.first_day, span.last_day, span.extent)
            for episode in episodes
            for span in episode.extents
        ),
        today=today,
    )


def refuse(form: Any, error: ValidationError) -> None:
    """What an action refused, beside the field where the form has it, else above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)


def _next_after_adding(request: StaffRequest, staff_member: StaffMember) -> str:
    if "register" in request.POST:
        return f"{reverse('cases:sick_leave_add')}?staff={staff_member.key}"
    return str(staff_member.get_absolute_url())
