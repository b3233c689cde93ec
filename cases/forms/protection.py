"""What is typed to protect an identity, to open one, and to lift the protection."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.staff import Protection
from cases.forms.case import day_input
from subprojects.models import ProtectionKind

SHORTEST_REASON, SHORTEST_PURPOSE = 10, 15
WITHOUT_NAMES = gettext_lazy("Write neither name nor place, and nothing about the threat.")


class ReadingPurpose(models.TextChoices):
    """Why one of the named few opens an identity."""

    CONTACT = "contact", gettext_lazy("to reach the person")
    PAYROLL = "payroll", gettext_lazy("to compare with payroll")
    AUTHORITY = "authority", gettext_lazy("a form or letter to an authority")
    CORRECTION = "correction", gettext_lazy("to correct what is recorded")
    DISCLOSURE = "disclosure", gettext_lazy("to assess a request for disclosure")
    OTHER = "other", gettext_lazy("something else")


def reason_field(label: Any, shortest: int) -> forms.CharField:
    """A sentence that is asked for; a word or two is not one."""
    return forms.CharField(
        label=label,
        min_length=shortest,
        max_length=300,
        help_text=WITHOUT_NAMES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProtectForm(forms.Form):
    """On what the protection rests, since when, and why it is set."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The protection rests on"), choices=[("", "–"), *ProtectionKind.choices]
    )
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=day_input())
    reason = reason_field(gettext_lazy("Reason"), SHORTEST_REASON)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": today, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["first_day"].widget.attrs["max"] = today.isoformat()

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day > self.today:
            raise ValidationError(_("The day has not come yet."))
        return day


class NewPersonProtectForm(ProtectForm):
    """The same for somebody who is being added: nothing chosen means that nothing is protected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, reason = self.fields["kind"], self.fields["reason"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the type checker
        kind.choices = [("", _("the identity is not protected")), *ProtectionKind.choices]
        for field in (kind, reason, self.fields["first_day"]):
            field.required = False

    def clean_first_day(self) -> date:
        return super().clean_first_day() if self.cleaned_data.get("first_day") else self.today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write why the identity is protected."))
        return cleaned

    def chosen(self, set_by: Any) -> Protection | None:
        """The protection to begin with, None when nothing was chosen. Asked when the form is valid."""
        if not self.cleaned_data["kind"]:
            return None
        return Protection(set_by=set_by, **self.cleaned_data)


class LiftForm(forms.Form):
    """Why and on which day the protection ends."""

    lifted_on = forms.DateField(label=gettext_lazy("Lifted on"), widget=day_input())
    reason = reason_field(gettext_lazy("Reason"), SHORTEST_REASON)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"lifted_on": today}
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["lifted_on"].widget.attrs["max"] = today.isoformat()

    def clean_lifted_on(self) -> date:
        day: date = self.cleaned_data["lifted_on"]
        if day > self.today:
            raise ValidationError(_("The day has not come yet."))
        return day


class PurposeForm(forms.Form):
    """Why the identity is opened: a choice and a sentence, both kept in the reading log."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=[("", "–"), *ReadingPurpose.choices])
    explanation = reason_field(gettext_lazy("What you need the identity for"), SHORTEST_PURPOSE)

    @property
    def stated(self) -> str:
        """The purpose as the reading log keeps it."""
        chosen = ReadingPurpose(self.cleaned_data["purpose"]).label
        return f"{chosen}: {self.cleaned_data['explanation']}"
