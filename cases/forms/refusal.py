"""What an action refuses, shown beside the field that caused it."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_refusal(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the error on its field where the form has it, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        for one in errors:
            form.add_error(field if field in form.fields and field != NON_FIELD_ERRORS else None, one)
