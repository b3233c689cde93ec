"""Choices in the filters of lists and reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_AN_OPTION = _("Choose one of the options.")


def refuse_without_echo(form: forms.Form) -> None:
    """
    Let every choice of the form refuse what is none of its options in words of our own: Django's repeat
    what stood in the address.
    """
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            field.error_messages["invalid_choice"] = NOT_AN_OPTION
