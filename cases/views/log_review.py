"""The systematic review of the log: draw a month, look at its rows, close it; and whom a breach concerns."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions.log_review import close_log_review, findings_of, open_log_review, record_finding
from cases.forms.log_review import AffectedForm, CloseReviewForm, DrawForm, FindingForm
from cases.forms.refusal import add_refusal
from cases.log_exports import affected_columns, affected_lines
from cases.questions.affected_people import affected_people
from cases.questions.log_review import ReviewLine, review_lines
from cases.questions.readings_of_person import staff_named
from cases.rules.log_review import Reason
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act, note_reading
from experio.audit.review import Finding, LogReview, LogReviewRow
from experio.periods import Month
from experio.requests import StaffRequest
from experio.spreadsheets import csv_response
from subprojects.models import StaffMember, Subproject
from subprojects.roles import roles_of

SHOWN_PEOPLE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def log_review_list(request: StaffRequest) -> HttpResponse:
    """The months that have been drawn, and a form to draw another."""
    employers = _reviewed(request)
    note_reading(request, Act.READ, employer=employers)
    subprojects = Subproject.objects.filter(pk__in=employers).order_by("sort_key")
    form = DrawForm(request.POST if request.method == "POST" else None, subprojects=subprojects)
    if request.method == "POST" and form.is_valid():
        try:
            review = open_log_review(
                subproject=form.cleaned_data["subproject"],
                month=Month.parse(form.cleaned_data["month"]),
                opened_by=request.user,
                role_day=clock.today(),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_reading(request, Act.CHANGED, employer=review.subproject_id)
            messages.success(request, _("The sample has been drawn."))
            return redirect("cases:log_review", review.pk)
    reviews = LogReview.objects.filter(subproject__in=employers).select_related("subproject", "closed_by")
    shown = [(review, findings_of(review)) for review in reviews.prefetch_related("sample")[:24]]
    return render(request, "cases/log_review_list.html", {"form": form, "reviews": shown})


def log_review(request: StaffRequest, pk: int) -> HttpResponse:
    """The rows of one month's sample and what was found."""
    review = _fetch(request, pk)
    lines = review_lines(review)
    _note_lines(request, review, lines)
    shown = request.GET.get("show", "")
    views = [("", _("Not looked at")), *((str(value), str(label)) for value, label in Finding.choices)]
    if shown not in dict(views):
        shown = ""
    counts = Counter(line.finding for line in lines)
    context = {
        "review": review,
        "lines": [line for line in lines if line.finding == shown],
        "views": [(value, label, counts[value]) for value, label in views],
        "show": shown,
        "counts": counts,
        "reasons": dict(Counter(reason for line in lines for reason in line.reason_names)),
        "total": len(lines),
        "by_chance": sum(Reason.CHANCE in line.reasons for line in lines),
        "own": sum(line.found_by == line.actor for line in lines if line.finding),
    }
    return render(request, "cases/log_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def log_review_row(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """Look at one row and note what was found."""
    review = _fetch(request, pk)
    found = get_object_or_404(LogReviewRow, review=review, pk=row)
    (line,) = review_lines(review, only=found)
    _note_lines(request, review, (line,))
    is_own = line.actor == request.user.pk
    before = {"finding": found.finding or None, "note": found.note}
    form = FindingForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            record_finding(row=found, found_by=request.user, is_own=is_own, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_reading(request, Act.CHANGED, people=line.line.people if line.line else ())
            messages.success(request, _("The finding has been noted."))
            following = review.sample.filter(finding="").first()
            if following is None:
                return redirect("cases:log_review", review.pk)
            return redirect("cases:log_review_row", review.pk, following.pk)

    def may_open(person: StaffMember) -> bool:
        # A list may name several employers' people; another HR lead reviews the log of some.
        return request.user.has_perm("cases.review_readings", person)

    context = {
        "review": review,
        "row": line,
        "people": [(person, may_open(person)) for person in line.people],
        "form": form,
        "is_own": is_own,
        "left": review.sample.filter(finding="").count(),
    }
    return render(request, "cases/log_review_row.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def log_review_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the month with a summary."""
    review = _fetch(request, pk)
    note_reading(request, Act.READ, employer=review.subproject_id)
    if not review.is_open:
        return redirect("cases:log_review", review.pk)
    form = CloseReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_log_review(review=review, closed_by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            note_reading(request, Act.CHANGED, employer=review.subproject_id)
            messages.success(request, _("The month has been closed."))
            return redirect("cases:log_review", review.pk)
    context = {"review": review, "form": form, "counts": findings_of(review)}
    return render(request, "cases/log_review_close.html", context)


def affected(request: StaffRequest) -> HttpResponse:
    """Whom a breach concerns: a span of time, by somebody or from somewhere; as a page or a file."""
    employers = _reviewed(request)
    is_asked = "first" in request.GET or "end" in request.GET
    form = AffectedForm(request.GET if is_asked else None, employers=sorted(employers))
    context: dict[str, Any] = {"form": form, "is_asked": is_asked and form.is_valid()}
    if not is_asked or not form.is_valid():
        note_reading(request, Act.READ, employer=employers)
        return render(request, "cases/affected.html", context, status=400 if is_asked else 200)
    asked = form.cleaned_data
    found = affected_people(
        first=asked["first"],
        end=asked["end"],
        user=asked["user"].pk if asked["user"] else None,
        address=asked["address"],
        employers=sorted(employers),
    )
    names = staff_named(person.person for person in found)
    if request.GET.get("format") == "csv":
        if question := needs_confirmation(request, Deed.FILE):
            return question
        note_reading(request, Act.EXPORT, people=(person.person for person in found), employer=employers)
        return csv_response(_("affected-people"), affected_columns(), affected_lines(found, names))
    shown = found[:SHOWN_PEOPLE]
    note_reading(request, Act.SEARCH, people=(person.person for person in shown), employer=employers)
    context |= {
        "total": len(found),
        "people": [(person, names.get(person.person)) for person in shown],
        "has_more": len(found) > len(shown),
    }
    return render(request, "cases/affected.html", context)


def _reviewed(request: StaffRequest) -> frozenset[int]:
    """The employers whose log the person reviews; refused to everybody else."""
    if not request.user.has_perm("cases.review_readings"):
        raise PermissionDenied
    return roles_of(request.user).reviewed_subprojects


def _fetch(request: StaffRequest, pk: int) -> LogReview:
    reviews = LogReview.objects.filter(subproject__in=roles_of(request.user).reviewed_subprojects)
    review: LogReview = get_object_or_404(
        reviews.select_related("subproject", "closed_by", "opened_by"), pk=pk
    )
    return review


def _note_lines(request: StaffRequest, review: LogReview, lines: tuple[ReviewLine, ...]) -> None:
    people = {pk for line in lines if line.line for pk in line.named}
    note_reading(request, Act.LIST, people=people, employer=review.subproject_id)
