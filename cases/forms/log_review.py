"""What is typed in the review of the reading log."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experio.accounts.models import User
from experio.audit.review import Finding
from experio.choices import refuse_without_echo
from experio.periods import Month
from subprojects.models import Membership, Subproject


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DrawForm(forms.Form):
    """Which month of which employer."""

    subproject = forms.ModelChoiceField(
        label=_("Employer"), queryset=Subproject.objects.none(), to_field_name="slug", empty_label=None
    )
    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, subprojects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subproject"].queryset = subprojects  # type: ignore[attr-defined]
        now = Month.of(timezone.localdate())
        months = [str(now.plus(-step)) for step in range(1, 13)] + [str(now)]
        self.fields["month"].choices = [(month, month) for month in months]  # type: ignore[attr-defined]
        refuse_without_echo(self)


class FindingForm(forms.Form):
    """What the look at one row came to."""

    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was asked and answered. Write nothing about health."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_without_echo(self)


class CloseReviewForm(forms.Form):
    """The month in words."""

    summary = forms.CharField(
        label=_("Summary"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was looked at, what was found, what has been done. Write nothing about health."),
    )


class AffectedForm(forms.Form):
    """A span of time, and by whom or from where if that is known."""

    first = forms.DateTimeField(label=_("From"), widget=moment_input())
    end = forms.DateTimeField(label=_("Until"), widget=moment_input())
    user = forms.ModelChoiceField(
        label=_("By"), queryset=User.objects.none(), required=False, empty_label=_("anybody")
    )
    address = forms.GenericIPAddressField(label=_("Network address"), required=False)

    def __init__(self, *args: Any, employers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = Membership.objects.filter(subproject__in=employers) | Membership.objects.filter(
            unit__subproject__in=employers
        )
        lent = User.objects.filter(delegations_received__subproject__in=employers)
        field: Any = self.fields["user"]
        keys = {*readers.values_list("user", flat=True), *lent.values_list("pk", flat=True)}
        field.queryset = User.objects.filter(pk__in=keys).order_by("last_name", "first_name", "pk")
        refuse_without_echo(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, end = cleaned.get("first"), cleaned.get("end")
        if isinstance(first, datetime) and isinstance(end, datetime) and end <= first:
            self.add_error("end", _("The end is not after the beginning."))
        return cleaned
