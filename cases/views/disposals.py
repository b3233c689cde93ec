"""Disposals: the list of proposals and records, one of them, its approval and its withdrawal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.disposal import approve_disposal, withdraw_disposal
from cases.data_protection import allow_area, of_own_employers
from cases.models import Disposal, DisposalRow, RecordKind
from cases.questions.disposal_list import MODEL_OF
from cases.readings import note_list
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest

ROWS_A_PAGE = 50


def disposal_list(request: StaffRequest) -> HttpResponse:
    """What waits for approval, and the records of what has been carried out. Nobody is named."""
    allow_area(request)
    rows = of_own_employers(
        request, Disposal.objects.select_related("subproject", "proposed_by", "approved_by", "rule")
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/data_protection/disposals.html", {"page_obj": page})


def disposal_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One disposal: while it waits, whom it names; afterwards its record, which names nobody."""
    disposal = _fetch(request, pk)
    named: Any = _named(disposal) if disposal.is_waiting else []
    page = Paginator(named, ROWS_A_PAGE).get_page(request.GET.get("page"))
    note_list(request, [person.pk for person, _what in page])
    context = {
        "disposal": disposal,
        "page_obj": page,
        "counts": sorted(disposal.counts.items()),
        "is_own": disposal.proposed_by_id == request.user.pk,
    }
    return render(request, "cases/data_protection/disposal.html", context)


@require_POST
def disposal_approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve and carry out; who sits there is asked once more."""
    disposal = _fetch(request, pk)
    note_reading(request, Act.CHANGED, employer=disposal.subproject_id)
    if question := needs_confirmation(request, Deed.ERASE):
        return question
    try:
        approve_disposal(disposal=disposal, approved_by=request.user, today=clock.today())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The disposal has been carried out. This is its record."))
    return redirect("cases:disposal_detail", pk=pk)


@require_POST
def disposal_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    disposal = _fetch(request, pk)
    note_reading(request, Act.CHANGED, employer=disposal.subproject_id)
    try:
        withdraw_disposal(disposal=disposal, withdrawn_by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The proposal has been withdrawn."))
    return redirect("cases:disposal_detail", pk=pk)


def _fetch(request: StaffRequest, pk: int) -> Disposal:
    allow_area(request)
    rows = Disposal.objects.select_related("subproject", "rule", "proposed_by", "approved_by", "withdrawn_by")
    disposal: Disposal = get_object_or_404(of_own_employers(request, rows), pk=pk)
    return disposal


def _named(disposal: Disposal) -> list[tuple[Any, str]]:
    """Whom a proposal names: the person, and which record in words."""
    keys = DisposalRow.objects.filter(disposal=disposal, is_record=True).values("row")
    rows = MODEL_OF[disposal.record_kind].objects.filter(pk__in=keys)
    if disposal.record_kind == RecordKind.PERSON:
        return [(person, _("person")) for person in rows]
    if hasattr(rows, "without_health"):
        rows = rows.without_health()
    return [(row.staff_member, _in_words(row)) for row in rows.select_related("staff_member").order_by("pk")]


def _in_words(row: Any) -> str:
    if hasattr(row, "number"):
        return str(row.number)
    first = getattr(row, "first_day", None) or row.entered_on
    return f"{first} – {getattr(row, 'last_day', None) or getattr(row, 'left_on', '')}"
