"""Retention rules of one's employers: the list with suggestions, a new rule, its end, its dry run."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions.disposal import propose_disposal
from cases.actions.retention import end_rule, make_rule
from cases.data_protection import allow_area, employer_of, of_own_employers
from cases.forms.data_protection import EndRuleForm, RuleForm
from cases.forms.refusal import add_refusal
from cases.models import CountedFrom, RecordKind, RetentionRule
from cases.questions.disposal_list import dry_run
from cases.questions.record_of_processing import months_in_words
from cases.readings import note_list
from cases.rules.retention_suggestions import SUGGESTIONS, suggestion
from cases.views.form_page import form_page
from experio import clock
from experio.accounts.confirmation import needs_confirmation
from experio.accounts.deeds import Deed
from experio.audit.readings import Act, note_reading
from experio.requests import StaffRequest
from subprojects.models import Subproject

ROWS_A_PAGE = 50


def retention_list(request: StaffRequest) -> HttpResponse:
    """The rules of each employer, and examples to start from that nobody has confirmed."""
    allow_area(request)
    today = clock.today()
    rules = list(of_own_employers(request, RetentionRule.objects.select_related("subproject")))
    employers = [
        {
            "employer": employer,
            "rules": [
                {"rule": rule, "time": months_in_words(rule.months), "holds": rule.holds_on(today)}
                for rule in rules
                if rule.subproject_id == employer.pk
            ],
        }
        for employer in Subproject.objects.worked_by(request.user)
    ]
    suggestions = [
        {
            "key": one.key,
            "kind": RecordKind(one.record_kind).label,
            "event": CountedFrom(one.counted_from).label,
            "time": months_in_words(one.months),
        }
        for one in SUGGESTIONS
    ]
    context = {"employers": employers, "suggestions": suggestions}
    return render(request, "cases/data_protection/retention.html", context)


def retention_add(request: StaffRequest, slug: str) -> HttpResponse:
    """A new rule; `?suggestion=` fills in what an example says. The decision is the employer's own."""
    allow_area(request)
    employer, today = employer_of(request, slug), clock.today()
    chosen = suggestion(request.GET.get("suggestion", ""))
    initial: dict[str, Any] = {}
    if chosen is not None:
        initial = {
            "record_kind": chosen.record_kind,
            "counted_from": chosen.counted_from,
            "months": chosen.months,
        }
    form = RuleForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            make_rule(subproject=employer, recorded_by=request.user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The rule has been recorded. Nothing is disposed of by itself."))
            return redirect("cases:retention_list")
    hint = _("An example is nobody's decision: check the time with your archive authority.") if chosen else ""
    return _form(request, form, _("New retention rule"), employer.employer_name, hint)


def retention_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The rule's last day."""
    rule = _fetch(request, pk)
    form = EndRuleForm(
        request.POST if request.method == "POST" else None, initial={"valid_to": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            end_rule(rule=rule, valid_to=form.cleaned_data["valid_to"])
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The rule has been ended."))
            return redirect("cases:retention_list")
    return _form(request, form, _("End the rule"), f"{rule.get_record_kind_display()}, {rule.subproject}", "")


@require_http_methods(["GET", "HEAD", "POST"])
def retention_dry_run(request: StaffRequest, pk: int) -> HttpResponse:
    """What would go by the rule today and what holds it back; sent as a form, it becomes a proposal."""
    rule, today = _fetch(request, pk), clock.today()
    if request.method == "POST":
        note_reading(request, Act.CHANGED, employer=rule.subproject_id)
        if question := needs_confirmation(request, Deed.PROPOSE_ERASURE):
            return question
        try:
            disposal = propose_disposal(rule=rule, proposed_by=request.user, today=today)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("cases:retention_dry_run", pk=pk)
        messages.success(request, _("The disposal has been proposed. Somebody else approves it."))
        return redirect("cases:disposal_detail", pk=disposal.pk)
    listed = dry_run(rule, today)
    page = Paginator(listed.candidates, ROWS_A_PAGE).get_page(request.GET.get("page"))
    note_list(request, [one.person.pk for one in page])
    context = {
        "rule": rule,
        "time": months_in_words(rule.months),
        "page_obj": page,
        "going": len(listed.going),
        "held": len(listed.held),
        "holds": rule.holds_on(today),
    }
    return render(request, "cases/data_protection/dry_run.html", context)


def _fetch(request: StaffRequest, pk: int) -> RetentionRule:
    allow_area(request)
    rows = RetentionRule.objects.select_related("subproject")
    rule: RetentionRule = get_object_or_404(of_own_employers(request, rows), pk=pk)
    return rule


def _form(request: StaffRequest, form: Any, title: str, lead: str, hint: str) -> HttpResponse:
    return form_page(request, form, title, lead=lead, back_url=reverse("cases:retention_list"), hint=hint)
