"""The small changes of an episode: end it, change its extent, delete it, certificates, FK report."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions.sick_leave import (
    add_certificate,
    change_extent,
    days_of,
    delete_sick_leave,
    end_sick_leave,
    note_fk_report,
)
from cases.forms.sick_leave_steps import CertificateForm, DeleteForm, EndForm, ExtentForm, FkReportForm
from cases.models import SickLeaveEpisode
from cases.readings import note_person
from cases.views.sick_leave import visible_episode
from cases.views.staff import refuse
from experio.audit.readings import Act
from experio.clock import today as clock_today
from experio.requests import StaffRequest


def sick_leave_end(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """The person is well again."""
    episode = _allowed(request, key, pk, "cases.change_sickleaveepisode")
    today = clock_today()
    form = EndForm(
        request.POST or None,
        episode=episode,
        today=today,
        initial={"last_day": max(episode.first_day, today - timedelta(days=1))},
    )
    return _step(
        request,
        episode,
        form,
        act=lambda data: end_sick_leave(episode=episode, last_day=data["last_day"]),
        title=_("End the sick leave"),
        done=_("The sick leave has been ended."),
    )


def sick_leave_extent(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """The extent is another one from a day on."""
    episode = _allowed(request, key, pk, "cases.change_sickleaveepisode")
    today = clock_today()
    form = ExtentForm(request.POST or None, episode=episode, today=today, initial={"first_day": today})
    return _step(
        request,
        episode,
        form,
        act=lambda data: change_extent(episode=episode, first_day=data["first_day"], extent=data["extent"]),
        title=_("Change the extent"),
        done=_("The extent has been changed."),
    )


def certificate_add(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """A medical certificate has come in."""
    episode = _allowed(request, key, pk, "cases.change_sickleaveepisode")
    today = clock_today()
    form = CertificateForm(
        request.POST or None,
        episode=episode,
        today=today,
        initial={"first_day": episode.first_day, "received_on": today},
    )
    return _step(
        request,
        episode,
        form,
        act=lambda data: add_certificate(episode=episode, **data),
        title=_("Note a medical certificate"),
        done=_("The certificate has been noted."),
    )


def fk_report_note(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """The employer has reported the case to Försäkringskassan."""
    episode = _allowed(request, key, pk, "cases.change_sickleaveepisode")
    today = clock_today()
    form = FkReportForm(
        request.POST or None,
        episode=episode,
        today=today,
        initial={"reported_on": episode.fk_reported_on or today},
    )
    return _step(
        request,
        episode,
        form,
        act=lambda data: note_fk_report(episode=episode, reported_on=data["reported_on"]),
        title=_("Note the report to Försäkringskassan"),
        done=_("The report has been noted."),
    )


def sick_leave_delete(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """Remove what should never have been registered; asks why."""
    episode = _allowed(request, key, pk, "cases.delete_sickleaveepisode")
    form = DeleteForm(request.POST or None, episode=episode, today=clock_today())
    return _step(
        request,
        episode,
        form,
        act=lambda data: delete_sick_leave(episode=episode, reason=data["reason"]),
        title=_("Delete the sick leave"),
        done=_("The sick leave has been deleted."),
        deletes=True,
    )


def _allowed(request: StaffRequest, key: UUID, pk: int, permission: str) -> SickLeaveEpisode:
    episode = visible_episode(request, key, pk)
    if not request.user.has_perm(permission, episode):
        raise PermissionDenied
    return episode


def _step(
    request: StaffRequest,
    episode: SickLeaveEpisode,
    form: Any,
    *,
    act: Callable[[dict[str, Any]], Any],
    title: str,
    done: str,
    deletes: bool = False,
) -> HttpResponse:
    """One small form on a page of its own: act when it is sent and right, else show it."""
    staff_member, days = episode.staff_member, days_of(episode)
    target = staff_member.get_absolute_url() if deletes else episode.get_absolute_url()
    back = episode.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            note_person(request, Act.CHANGED, staff_member)
            messages.success(request, done)
            return redirect(target)
    context = {
        "form": form,
        "title": title,
        "days": days,
        "staff_member": staff_member,
        "back": back,
        "deletes": deletes,
    }
    return render(request, "cases/sick_leave_step.html", context)
