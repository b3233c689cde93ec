"""The list of sick leave and the page of one episode."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from cases import exports
from cases.diagnosis_codes import code_text
from cases.forms.filters import EpisodeFilterForm
from cases.models import Case, SickLeaveEpisode
from cases.outlines import EpisodeWithDiagnosis, episodes_for_reader
from cases.questions.absence_status import status_among
from cases.questions.episode_list import episode_rows, filtered_episodes, health_readable
from cases.questions.units import unit_names
from cases.readings import note_list, note_person
from cases.restricted import is_restricted, restrictions_of
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act
from experio.clock import today as clock_today
from experio.requests import StaffRequest
from subprojects.models import Covers, StaffMember
from subprojects.roles import roles_of
from subprojects.secrecy import marking_of_person

ROWS_A_PAGE = 30


def sick_leave_list(request: StaffRequest) -> HttpResponse:
    """The episodes one may see; as a page, a piece of it, or a file with the same columns."""
    if not request.user.has_perm("cases.view_sickleaveepisode"):
        raise PermissionDenied
    today = clock_today()
    # Without the role of an HR officer there is no column, no filter and no query for the diagnosis.
    reads_health = bool(roles_of(request.user).hr_subprojects)
    readable = health_readable(request.user) if reads_health else None
    filters = EpisodeFilterForm(request.GET, user=request.user, reads_health=reads_health)
    episodes = filtered_episodes(filters, user=request.user, today=today, readable=readable)
    if (file_format := request.GET.get("format", "")) in exports.FORMATS:
        if question := needs_confirmation(request, Deed.FILE):
            return question
        unrestricted = episodes.filter(~is_restricted())
        rows = episode_rows(unrestricted, today=today, readable=readable)
        note_list(request, (row.staff_member_id for row in rows), file_format=file_format)
        return exports.download(
            file_format,
            _("sick-leave"),
            exports.episode_columns(reads_health=reads_health),
            exports.episode_values(rows, reads_health=reads_health),
            secrecy=exports.marking_of_file((row.staff_member_id for row in rows), Covers.SICK_LEAVE, today),
        )
    page_obj = Paginator(episodes, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = episode_rows(page_obj.object_list, today=today, readable=readable)
    note_list(request, (row.staff_member_id for row in rows))
    context = {
        "filters": filters,
        "page_obj": page_obj,
        "rows": rows,
        "reads_health": reads_health,
        "can_register": request.user.has_perm("cases.add_sickleaveepisode"),
    }
    template = "cases/_sick_leave_table.html" if request.htmx else "cases/sick_leave_list.html"
    return render(request, template, context)


def sick_leave_detail(request: StaffRequest, key: UUID, pk: int) -> HttpResponse:
    """One episode: day counters, what falls due, extents, certificates."""
    episode: Any = visible_episode(request, key, pk)
    today = clock_today()
    staff_member = episode.staff_member
    reads_health = request.user.has_perm("cases.view_health", episode)
    can_change = request.user.has_perm("cases.change_sickleaveepisode", episode)
    outlines = episodes_for_reader(
        SickLeaveEpisode.objects.filter(staff_member=staff_member).order_by("first_day"),
        reads_health=reads_health,
    )
    outline = next(outline for outline in outlines if outline.pk == pk)
    code = outline.diagnosis_code if isinstance(outline, EpisodeWithDiagnosis) else ""
    open_case = (
        Case.objects.visible_to(request.user).open().filter(staff_member=staff_member).only("number").first()
    )
    context = {
        "outline": outline,
        "restrictions": restrictions_of(staff_member.pk),
        "days": outline.period(today).days,
        "staff_member": staff_member,
        "secrecy": marking_of_person(staff_member, Covers.SICK_LEAVE, today),
        "unit_name": unit_names([staff_member.pk], today).get(staff_member.pk, ""),
        "status": status_among(outlines, outline, today),
        "reads_health": reads_health,
        "code_text": code_text(code),
        "open_case": open_case,
        "can_change": can_change,
        "can_open_case": open_case is None and request.user.has_perm("cases.add_case", staff_member),
        "opens_person": episode.opens_person,
    }
    return render(request, "cases/sick_leave_detail.html", context)


def visible_episode(request: StaffRequest, key: UUID, pk: int) -> SickLeaveEpisode:
    """
    The episode, through its person, without its diagnosis; 404 for strangers.

    The reading is noted here, for whatever page of the episode is asked for.

    Its `opens_person` says whether the reader may open the person's page too: a lent case does not.
    """
    person = StaffMember.objects.visible_to(request.user).filter(pk=OuterRef("staff_member"))
    episodes: Any = SickLeaveEpisode.objects.visible_to(request.user).without_health()
    episodes = episodes.annotate(opens_person=Exists(person.order_by()))
    episode: SickLeaveEpisode = get_object_or_404(
        episodes.select_related("staff_member", "staff_member__subproject"), staff_member__key=key, pk=pk
    )
    note_person(request, Act.READ, episode.staff_member)
    return episode
