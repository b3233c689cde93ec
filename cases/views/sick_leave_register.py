"""Registering and correcting sick leave: find the person, fill in, look once more, save."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.actions.sick_leave import SickLeaveOverlaps, correct_sick_leave, record_sick_leave
from cases.forms.confirmation import Unconfirmed, show_oddities
from cases.forms.sick_leave import (
    ExtentChangeFormSet,
    SickLeaveForm,
    initial_changes,
    initial_of,
)
from cases.models import SickLeaveEpisode
from cases.outlines import episode_outline
from cases.questions.units import unit_names
from cases.readings import note_list, note_person
from cases.views.sick_leave import visible_episode
from cases.views.staff import refuse
from experio.audit.readings import Act
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from subprojects.models import StaffMember

SUGGESTIONS = 12


@require_safe
def staff_search(request: StaffRequest) -> HttpResponse:
    """The people whose name or employee number begins with what has been typed, as a list of links."""
    if not request.user.has_perm("cases.add_sickleaveepisode"):
        raise PermissionDenied
    text = request.GET.get("q", "")
    if not request.htmx:
        return redirect(reverse("cases:sick_leave_add", query={"q": text}))
    context = _found(request, text)
    note_list(request, (person["staff_member_id"] for person in context["found"]))
    return render(request, "cases/_staff_search.html", context)


def sick_leave_add(request: StaffRequest) -> HttpResponse:
    """First who, then what. `?staff=` names the person by key."""
    if not request.user.has_perm("cases.add_sickleaveepisode"):
        raise PermissionDenied
    if "staff" not in request.GET:
        return _choose(request)
    staff_member = _chosen(request)
    note_person(request, Act.READ, staff_member)
    today = clock_today()
    if _asks_for_another_row(request):
        form, changes = _with_another_row(request, staff_member)
    else:
        data = request.POST if request.method == "POST" else None
        form = SickLeaveForm(data, staff_member=staff_member, today=today, initial={"first_day": today})
        changes = ExtentChangeFormSet(data, prefix="changes")
        if request.method == "POST" and _is_valid(form, changes):
            episode = _saved(request, form, changes)
            if episode is not None:
                note_person(request, Act.CHANGED, staff_member)
                messages.success(request, _("The sick leave has been registered."))
                return redirect(episode)
    context = {
        "form": form,
        "changes": changes,
        "staff_member": staff_member,
        "unit_name": _unit_name(staff_member),
        "latest": SickLeaveEpisode.objects.filter(staff_member=staff_member)
        .without_health()
        .select_related("staff_member")
        .first(),
    }
    return render(request, "cases/sick_leave_form.html", context)


def sick_leave_edit(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """Correct days, extents, cause and diagnosis; the history keeps what stood before."""
    episode = visible_episode(request, key, pk)
    if not request.user.has_perm("cases.change_sickleaveepisode", episode):
        raise PermissionDenied
    episode = SickLeaveEpisode.objects.select_related("staff_member").get(pk=episode.pk)
    staff_member = episode.staff_member
    if _asks_for_another_row(request):
        form, changes = _with_another_row(request, staff_member, episode)
    else:
        data = request.POST if request.method == "POST" else None
        outline = episode_outline(episode)
        form = SickLeaveForm(
            data,
            staff_member=staff_member,
            today=clock_today(),
            episode=episode,
            initial=initial_of(episode, outline),
        )
        changes = ExtentChangeFormSet(data, prefix="changes", initial=initial_changes(outline))
        if request.method == "POST" and _is_valid(form, changes) and _saved(request, form, changes):
            note_person(request, Act.CHANGED, staff_member)
            messages.success(request, _("The changes have been saved."))
            return redirect(episode)
    context = {
        "form": form,
        "changes": changes,
        "staff_member": staff_member,
        "unit_name": _unit_name(staff_member),
        "episode": SickLeaveEpisode.objects.select_related("staff_member").get(pk=episode.pk),
    }
    return render(request, "cases/sick_leave_form.html", context)


def _choose(request: StaffRequest) -> HttpResponse:
    """Who is it about? One hit is taken at once."""
    text = request.GET.get("q", "")
    context = _found(request, text)
    if len(context["found"]) == 1:
        return redirect(context["found"][0]["url"])
    note_list(request, (person["staff_member_id"] for person in context["found"]))
    return render(request, "cases/sick_leave_who.html", context)


def _found(request: StaffRequest, text: str) -> dict[str, Any]:
    people = list(
        StaffMember.objects.worked_by(request.user).search(text)[: SUGGESTIONS + 1] if text.strip() else ()
    )
    units = unit_names({person.pk for person in people}, clock_today()) if people else {}
    return {
        "text": text,
        "has_more": len(people) > SUGGESTIONS,
        "found": [
            {
                "staff_member_id": person.pk,
                "url": f"{reverse('cases:sick_leave_add')}?staff={person.key}",
                "name": person.shown_name,
                "employee_number": person.employee_number,
                "unit_name": units.get(person.pk, ""),
            }
            for person in people[:SUGGESTIONS]
        ],
    }


def _chosen(request: StaffRequest) -> StaffMember:
    try:
        key = UUID(request.GET["staff"])
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(StaffMember.objects.worked_by(request.user), key=key)


def _unit_name(staff_member: StaffMember) -> str:
    return unit_names([staff_member.pk], clock_today()).get(staff_member.pk, "")


def _asks_for_another_row(request: StaffRequest) -> bool:
    return request.method == "POST" and "add_extent" in request.POST


def _with_another_row(
    request: StaffRequest, staff_member: StaffMember, episode: SickLeaveEpisode | None = None
) -> tuple[SickLeaveForm, Any]:
    """What has been typed so far, not yet judged, and one more row for an extent."""
    typed = ExtentChangeFormSet(request.POST, prefix="changes")
    rows = [
        {name: request.POST.get(row.add_prefix(name), "") for name in ("first_day", "extent")}
        for row in typed.forms
    ]
    form = SickLeaveForm(
        staff_member=staff_member, today=clock_today(), episode=episode, initial=request.POST.dict()
    )
    return form, ExtentChangeFormSet(prefix="changes", initial=[*rows, {}])


def _is_valid(form: SickLeaveForm, changes: Any) -> bool:
    """Both are judged, so that everything wrong is shown at once; then whether they fit each other."""
    return all([form.is_valid(), changes.is_valid()]) and form.accepts(changes)


def _saved(request: StaffRequest, form: SickLeaveForm, changes: Any) -> SickLeaveEpisode | None:
    """Record or correct; None when it was refused or should be looked at once more."""
    cleaned = form.cleaned_data
    try:
        facts: dict[str, Any] = {
            "first_day": cleaned["first_day"],
            "last_day": cleaned["last_day"],
            "expected_last_day": cleaned["expected_last_day"],
            "cause": cleaned["cause"],
            "diagnosis_code": form.shared_code,
            "extents": form.spans(changes),
        }
        # Saved first and taken back when something odd is found, so that errors come before warnings.
        with transaction.atomic():
            if form.episode is not None:
                episode = correct_sick_leave(episode=form.episode, **facts)
            else:
                episode = record_sick_leave(staff_member=form.staff_member, recorded_by=request.user, **facts)
            form.confirm()
    except Unconfirmed as odd:
        show_oddities(form, odd)
    except SickLeaveOverlaps as overlap:
        form.add_error(
            "first_day",
            format_html(
                '{} <a href="{}">{}</a>',
                overlap.messages[0],
                overlap.other.get_absolute_url(),
                _("Open it"),
            ),
        )
    except ValidationError as error:
        refuse(form, error)
    else:
        return episode
    return None
