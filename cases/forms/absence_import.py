"""Uploading an absence file: which employer, which file."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.imports.limits import file_bytes_at_most
from cases.imports.reading import read_file, refuse_other_name
from cases.imports.rows import FileRefused, ReadResult
from subprojects.models import Subproject


class AbsenceImportForm(forms.Form):
    """The file is read when the form is cleaned, so that its faults stand beside the field."""

    subproject = forms.ModelChoiceField(
        label=_("Subproject"), queryset=Subproject.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xml,.pax,.paxml,.csv,.txt,.xlsx"}),
        help_text=_("PAXml 2.0, CSV or Excel (.xlsx). The format is found out by itself."),
    )
    create_staff = forms.BooleanField(
        label=_("Create staff members who are not registered"),
        required=False,
        help_text=_("Needs employee number, name, date of birth, gender and unit in the file."),
    )

    read: ReadResult
    content: bytes

    def __init__(self, *args: Any, subprojects: "QuerySet[Subproject]", today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["subproject"]
        field.queryset = subprojects  # type: ignore[attr-defined]
        only = list(subprojects[:2])
        if len(only) == 1:
            field.initial = only[0]
            field.widget = forms.HiddenInput()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        # Never more into memory than an import may have.
        self.content = file.read(file_bytes_at_most() + 1)
        try:
            self.read = read_file(self.content, today=self.today)
            refuse_other_name(file.name or "", self.read.format)
        except FileRefused as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from None
        return file
