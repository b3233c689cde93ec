"""The case list, the case page, and what changes a case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions.case import change_case, close_case, hand_over_case, open_case, record_plan
from cases.case_exports import case_columns, case_lines
from cases.case_outlines import with_outline
from cases.exports import download, marking_of_file
from cases.forms.case import CaseForm, CloseCaseForm, HandOverForm, OpenCaseForm, PlanForm
from cases.forms.case_list import CaseFilterForm, CaseView
from cases.forms.journal import NoteForm
from cases.forms.refusal import add_refusal
from cases.models import Case, JournalNote, Visibility
from cases.questions.case_readers import case_readers
from cases.questions.case_story import case_history, case_story
from cases.questions.start_page import waiting_requests
from cases.questions.worklist import (
    DEFAULT_SORT,
    case_rows,
    cases_in,
    narrowed,
    ordered,
    views_for,
)
from cases.readings import note_case, note_list, note_person
from cases.restricted import is_restricted, restrictions_of
from cases.views.form_page import form_page
from cases.views.staff import draw
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.accounts.models import User
from experio.audit.readings import Act
from experio.requests import StaffRequest
from subprojects.models import Covers, StaffMember
from subprojects.roles import roles_of
from subprojects.secrecy import grounds_held, marking_of_row

ROWS_A_PAGE = 25


def case_list(request: StaffRequest) -> HttpResponse:
    """The cases that the person may see, a tab at a time, on the page or as a file."""
    user, today = request.user, clock.today()
    tabs = views_for(user)
    if not user.has_perm("cases.view_case"):
        raise PermissionDenied
    asked = request.GET.get("view", "")
    view = CaseView(asked) if asked in tabs else tabs[0]
    filters = CaseFilterForm(request.GET, officers=_officers_to_choose(user, view))
    filters.is_valid()
    sort = request.GET.get("sort", DEFAULT_SORT)
    cases = ordered(narrowed(cases_in(view, user, today), filters), sort, today)
    if (file_format := request.GET.get("format")) in ("csv", "xlsx"):
        if question := needs_confirmation(request, Deed.FILE):
            return question
        rows = case_rows(list(cases.filter(~is_restricted(case="pk"))), today)
        note_list(request, (row.case.staff_member_id for row in rows), file_format=str(file_format))
        secrecy = marking_of_file((row.case.staff_member_id for row in rows), Covers.CASES, today)
        name = f"{_('cases')}-{today}"
        return download(str(file_format), name, case_columns(), case_lines(rows), secrecy=secrecy)
    page = Paginator(cases, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = case_rows(list(page), today)
    note_list(request, (row.case.staff_member_id for row in rows))
    context = {
        "tabs": [(tab.value, tab.label) for tab in tabs],
        "view": view.value,
        "filters": filters,
        "is_filtered": any(filters.value(name) for name in filters.fields),
        "page_obj": page,
        "rows": rows,
        "requests": waiting_requests(user, today) if view == CaseView.DELEGATED else (),
    }
    name = "cases/_case_table.html" if request.htmx else "cases/case_list.html"
    return render(request, name, context)


def case_add(request: StaffRequest, key: Any) -> HttpResponse:
    """Log a case for a staff member, from the person's page or from an episode."""
    user, today = request.user, clock.today()
    person = get_object_or_404(StaffMember.objects.visible_to(user).select_related("subproject"), key=key)
    note_person(request, Act.READ, person)
    if not user.has_perm("cases.add_case", person):
        raise PermissionDenied
    already = Case.objects.open().filter(staff_member=person).first()
    if already is not None and request.method != "POST":
        messages.info(request, _("This person already has an open case."))
        return redirect(already)
    episode = request.GET.get("episode", "")
    chosen = person.sick_leave_episodes.without_health().filter(
        pk=int(episode) if episode.isdecimal() and len(episode) < 19 else None
    )
    form = OpenCaseForm(
        request.POST if request.method == "POST" else None,
        staff_member=person,
        officer=user,
        today=today,
        initial={"episode": next((one.pk for one in chosen), None)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(staff_member=person, opened_by=user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(request, _("Case %(number)s has been opened.") % {"number": case.number})
            return redirect(case)
    return render(request, "cases/case_form.html", {"form": form, "person": person, "already": already})


def case_detail(request: StaffRequest, number: str) -> HttpResponse:
    """The story of a case. Its own person reads it on the own page instead."""
    case = fetch_case(request, number)
    if is_only_ones_own(request.user, case):
        return redirect("cases:own_page")
    return case_page(request, case)


def case_history_page(request: StaffRequest, number: str) -> HttpResponse:
    """Every change of the case's facts, and who can see the case."""
    case = fetch_case(request, number)
    if is_only_ones_own(request.user, case):
        raise PermissionDenied
    works = request.user.has_perm("cases.change_case", case)
    delegations = tuple(case.delegations.select_related("to_user"))
    context = {
        "case": case,
        "changes": case_history(case, works_with_case=works),
        "readers": case_readers(case, delegations, clock.today()),
    }
    return render(request, "cases/case_history.html", context)


def case_edit(request: StaffRequest, number: str) -> HttpResponse:
    """Correct what was recorded when the case was opened."""
    today = clock.today()
    case = fetch_case(request, number)
    allow(request, "cases.change_case", case)
    form = CaseForm(
        request.POST if request.method == "POST" else None,
        instance=case,
        staff_member=case.staff_member,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_case(case=case, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(request, _("The case has been changed."))
            return redirect(case)
    return _deed_page(request, case, form, _("Correct the case"), _("Save"))


def case_plan(request: StaffRequest, number: str) -> HttpResponse:
    """Record that a plan was made, or why there is none."""
    today = clock.today()
    case = fetch_case(request, number)
    allow(request, "cases.change_case", case)
    before = {"plan_made_on": case.plan_made_on, "no_plan_reason": case.no_plan_reason}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=before, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            record_plan(case=case, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(request, _("The answer about the plan has been saved."))
            return redirect(case)
    return _deed_page(
        request,
        case,
        form,
        _("Return-to-work plan"),
        _("Save"),
        hint=_(
            "A plan is made no later than day 30 when the absence is expected to last at least 60 days. "
            "If none is made, the reason is documented."
        ),
    )


def case_hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Give the case to another officer of the employer for good."""
    today = clock.today()
    case = fetch_case(request, number)
    allow(request, "cases.hand_over_case", case)
    form = HandOverForm(request.POST if request.method == "POST" else None, case=case, today=today)
    if request.method == "POST" and form.is_valid():
        officer = form.cleaned_data["to_officer"]
        try:
            hand_over_case(case=case, to_officer=officer, today=today)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(
                request, _("%(officer)s is now responsible for the case.") % {"officer": officer}
            )
            return redirect(case)
    return _deed_page(
        request,
        case,
        form,
        _("Hand over the case"),
        _("Hand over"),
        hint=_("For good, to a colleague of the same employer. For some days only: delegate the case."),
    )


def case_close(request: StaffRequest, number: str) -> HttpResponse:
    """Close the case with its outcome."""
    today = clock.today()
    case = fetch_case(request, number)
    allow(request, "cases.close_case", case)
    form = CloseCaseForm(request.POST if request.method == "POST" else None, case=case, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            close_case(case=case, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_case(request, Act.CHANGED, case)
            messages.success(request, _("The case has been closed."))
            return redirect(case)
    return _deed_page(request, case, form, _("Close the case"), _("Close the case"))


def fetch_case(request: StaffRequest, number: str) -> Case:
    """
    The case among those the person may see; 404 for a stranger. The background comes with it only
    for whom every visible case is one to work: HR officers who hold no other role. With it come what stands
    above every page of it: the grounds of its secrecy, and whether it is restricted. The reading is noted
    here, for whatever page of the case is asked for.
    """
    roles = roles_of(request.user)
    works_all = bool(roles.hr_subprojects) and not (roles.managed_units or roles.own_staff_rows)
    visible = with_outline(Case.objects.visible_to(request.user), with_health=works_all).annotate(
        grounds=grounds_held("subproject", clock.today()), is_under_restriction=is_restricted(case="pk")
    )
    case: Case = get_object_or_404(visible, number=number)
    note_case(request, Act.READ, case)
    return case


def allow(request: StaffRequest, permission: str, case: Case) -> None:
    if not request.user.has_perm(permission, case):
        raise PermissionDenied


def is_only_ones_own(user: User, case: Case) -> bool:
    """The reader is the person of the case, and does not work it."""
    is_own = case.staff_member_id in roles_of(user).own_staff_rows
    return is_own and not user.has_perm("cases.change_case", case)


def case_page(request: StaffRequest, case: Case, note_form: NoteForm | None = None) -> HttpResponse:
    """The page itself: everything for those who work the case, the outline for the manager."""
    user, today = request.user, clock.today()
    # Both come with the case (`fetch_case`); only a restricted one is asked what restricts it.
    grounds, is_restricted_now = case.grounds, case.is_under_restriction  # type: ignore[attr-defined]
    works = user.has_perm("cases.change_case", case)
    # Whoever follows a case without working it writes in the journal and reads what is shared there:
    # one rule (`cases.permissions.follows_the_case`), so it is asked once.
    follows = user.has_perm("cases.add_journalnote", case)
    notes = JournalNote.objects.filter(case=case)
    readable = notes if works else notes.shared() if follows else notes.none()
    shown = request.GET.get("notes", "")
    if shown in Visibility.values:
        readable = readable.filter(visibility=shown)
    story = case_story(case, today, works_with_case=works, notes=readable)
    can_write = case.is_open and follows
    context = {
        "case": case,
        "story": story,
        "secrecy": marking_of_row(grounds, case.staff_member, Covers.CASES),
        "drawing": draw(story.episodes, today),
        "restrictions": restrictions_of(case.staff_member_id, case.pk) if is_restricted_now else (),
        "note_form": note_form or (NoteForm(works_with_case=works, today=today) if can_write else None),
        "note_views": note_views() if works else (),
        "notes_shown": shown if shown in Visibility.values else "",
        "can_change": works and case.is_open,
        "can_correct_all": works,
        "can_take_back": user.has_perm("cases.delegate_case", case),
        "can_delegate": case.is_open and user.has_perm("cases.delegate_case", case),
        "can_hand_over": case.is_open and user.has_perm("cases.hand_over_case", case),
        "may_assess_disclosure": user.has_perm("cases.assess_disclosure", case),
        "can_close": works and case.is_open and user.has_perm("cases.close_case", case),
        "can_open_staff_page": not works or user.has_perm("cases.add_case", case),
    }
    return render(request, "cases/case_detail.html" if works else "cases/case_outline.html", context)


def note_views() -> tuple[tuple[str, str], ...]:
    """The journal as a whole, or the notes of one visibility, for those who read both kinds."""
    return (("", _("All")), *((str(value), str(label)) for value, label in Visibility.choices))


def _deed_page(
    request: StaffRequest, case: Case, form: Any, title: str, button: str, hint: str = ""
) -> HttpResponse:
    if not case.is_open:
        messages.error(request, _("The case is closed."))
        return redirect(case)
    return deed_page(request, case, form, title, button, hint)


def deed_page(
    request: StaffRequest, case: Case, form: Any, title: str, button: str, hint: str = ""
) -> HttpResponse:
    """A page of the case that is one form."""
    return form_page(
        request,
        form,
        title,
        lead=f"{case.number} · {case.staff_member.shown_name}",
        back_url=case.get_absolute_url(),
        button=button,
        hint=hint,
        template="cases/case_deed.html",
        case=case,
    )


def _officers_to_choose(user: User, view: CaseView) -> Any:
    """The officers of the employers one works for, where the list is not one's own."""
    employers = roles_of(user).hr_subprojects
    if view not in (CaseView.ALL, CaseView.CLOSED) or not employers:
        return None
    worked = Case.objects.filter(subproject__in=employers).values("responsible_officer")
    return User.objects.filter(pk__in=worked).order_by("last_name", "first_name", "pk")
