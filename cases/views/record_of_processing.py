"""The record of processing of one's employer, and what the employer says of itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import record_files
from cases.actions.retention import say_who_is_controller
from cases.data_protection import allow_area, employer_of
from cases.forms.data_protection import ControllerForm
from cases.forms.refusal import add_refusal
from cases.models import ControllerDetails
from cases.questions.record_of_processing import record_of_processing
from cases.views.form_page import form_page
from experio import clock
from experio.requests import StaffRequest
from experio.spreadsheets import attachment

FILES = {
    "json": ("application/json", record_files.json_bytes),
    "md": ("text/markdown; charset=utf-8", record_files.markdown_bytes),
    "pdf": ("application/pdf", record_files.pdf_bytes),
}


def record(request: StaffRequest, slug: str) -> HttpResponse:
    """The record on a page, or as JSON, Markdown or PDF. It describes tables; nobody stands in it."""
    allow_area(request)
    employer = employer_of(request, slug)
    found = record_of_processing(employer, clock.today())
    file_format = request.GET.get("format", "")
    if file_format in FILES:
        content_type, make = FILES[file_format]
        stem = _("record-of-processing")
        name = f"{stem}-{employer.slug}-{found.day}.{file_format}"
        return attachment(make(found), content_type, name)
    context = {"record": found, "facts": record_files.facts_of(found)}
    return render(request, "cases/data_protection/record.html", context)


def controller_edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Controller, data protection officer, legal basis, recipients, own security measures."""
    allow_area(request)
    employer = employer_of(request, slug)
    details = ControllerDetails.objects.filter(subproject=employer).first()
    form = ControllerForm(
        request.POST if request.method == "POST" else None,
        instance=details or ControllerDetails(subproject=employer, controller_name=employer.employer_name),
    )
    if request.method == "POST" and form.is_valid():
        try:
            say_who_is_controller(subproject=employer, said=form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect("cases:record_of_processing", slug=slug)
    title = _("Controller and data protection officer")
    back_url = reverse("cases:record_of_processing", args=[slug])
    return form_page(request, form, title, lead=employer.employer_name, back_url=back_url)
