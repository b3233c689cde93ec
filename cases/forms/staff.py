"""What an HR officer types about a staff member and the employments."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.confirmation import Confirmable, Oddity
from experio.personal_number import (
    InvalidPersonalNumber,
    NumberFault,
    NumberKind,
    PersonalNumber,
    parse_personal_number,
)
from subprojects.models import Employment, Gender, StaffMember, Subproject, Unit

OLDEST_YEARS, YOUNGEST_YEARS = 100, 13
DAY = {"type": "date"}


class StaffMemberForm(Confirmable, forms.ModelForm):
    """
    A person (medarbetare). The personal number is optional, and never shown in lists. Protecting an identity
    is a form of its own.
    """

    parsed: PersonalNumber | None = None

    class Meta:
        model = StaffMember
        fields = (
            "employee_number",
            "first_name",
            "last_name",
            "birth_date",
            "gender",
            "personal_number",
        )
        widgets = {
            "birth_date": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "gender": forms.RadioSelect(attrs={"class": "exp-inline"}),
            "employee_number": forms.TextInput(attrs={"autocomplete": "off"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "personal_number": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        gender = self.fields["gender"]
        assert isinstance(gender, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        gender.choices = Gender.choices
        # Ten digits, spaces and a hyphen are typed too; what is kept has twelve digits.
        number = forms.CharField(
            label=gettext_lazy("Personal number"),
            required=False,
            max_length=20,
            help_text=gettext_lazy("Ten or twelve digits. Leave it empty if it is not needed."),
            widget=self.fields["personal_number"].widget,
        )
        number.widget.attrs["maxlength"] = "20"
        self.fields["personal_number"] = number

    def clean_birth_date(self) -> date:
        birth_date: date = self.cleaned_data["birth_date"]
        age = self.today.year - birth_date.year
        if birth_date > self.today:
            raise ValidationError(_("The day has not come yet."))
        if age > OLDEST_YEARS or age < YOUNGEST_YEARS:
            raise ValidationError(_("Nobody employed was born then."))
        return birth_date

    def clean_personal_number(self) -> str | None:
        text = self.cleaned_data["personal_number"]
        if not text:
            return None
        try:
            self.parsed = parse_personal_number(text, today=self.today)
        except InvalidPersonalNumber as error:
            raise ValidationError(_NUMBER_FAULTS[error.fault]) from error
        if self.parsed.kind is NumberKind.INTERIM:
            raise ValidationError(_("An interim number is not kept; leave the field empty."))
        return self.parsed.digits

    def oddities(self) -> Iterable[Oddity]:
        number = self.parsed
        if number is None:
            return
        if number.birth_date and number.birth_date != self.cleaned_data["birth_date"]:
            yield Oddity("birth_date", _("The personal number states another date of birth."))
        if number.gender and number.gender.value != self.cleaned_data["gender"]:
            yield Oddity("gender", _("The personal number states another gender."))
        if number.is_century_guessed:
            yield Oddity(
                "century", _("Ten digits were typed: the birth year is read as %s.") % number.digits[:4]
            )


_NUMBER_FAULTS = {
    NumberFault.SHAPE: gettext_lazy("A personal number has ten or twelve digits."),
    NumberFault.DATE: gettext_lazy("The date in the number does not exist."),
    NumberFault.CHECK_DIGIT: gettext_lazy("The check digit is wrong."),
    NumberFault.NOT_BORN_YET: gettext_lazy("The date in the number has not come yet."),
}


class EmploymentForm(forms.ModelForm):
    """Where, as what, how many hours a week, from when to when."""

    class Meta:
        model = Employment
        fields = ("unit", "occupation", "weekly_hours", "first_day", "last_day")
        widgets = {
            "first_day": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, subprojects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        unit.queryset = Unit.objects.filter(subproject__in=subprojects)
        unit.empty_label = _("Choose a unit")
        occupation = self.fields["occupation"]
        assert isinstance(occupation, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        occupation.empty_label = _("Choose an occupation")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned


class EmploymentRows(BaseInlineFormSet):
    """A person's employments, and one empty row for another."""


EmploymentFormSet = inlineformset_factory(
    StaffMember,
    Employment,
    form=EmploymentForm,
    formset=EmploymentRows,
    extra=1,
    can_delete=False,
    max_num=30,
)


def employers_of(user: Any) -> Any:
    """The employers whose staff the person may add."""
    return Subproject.objects.worked_by(user)
