"""Whom a register extract is for, and on which assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import DisclosureAssessment, ExtractFormat, ExtractReceiver
from experio.data_protection.classification import Category
from subprojects.models import StaffMember


class AssessmentField(forms.ModelChoiceField):
    """An assessment by number, day and decision, and who asked when that was said."""

    def label_from_instance(self, obj: Any) -> str:
        told = f"{obj}, {obj.decided_on}, {obj.get_decision_display()}"
        return f"{told} ({obj.asked_by})" if obj.asked_by else told


class ExtractReleaseForm(forms.Form):
    """Takes texts to values; whether it may be handed out is the action's to say."""

    receiver = forms.ChoiceField(label=_("Who gets it"), choices=[("", "–"), *ExtractReceiver.choices])
    assessment = AssessmentField(
        label=_("Disclosure assessment"),
        queryset=DisclosureAssessment.objects.none(),
        required=False,
        empty_label="–",
        help_text=_(
            "For somebody else: the recorded assessment that releases it. An assessment about one case is "
            "not enough for everything about the person."
        ),
    )
    left_out = forms.MultipleChoiceField(
        label=_("What the assessment masks"),
        required=False,
        choices=[(one.value, one.label) for one in Category if one != Category.TECHNICAL],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "exp-inline"}),
        help_text=_("When it releases with parts masked: these are named in the extract, not shown."),
    )
    file_format = forms.ChoiceField(label=_("Form"), choices=ExtractFormat.choices)

    def __init__(self, *args: Any, person: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assessment"]
        field.queryset = DisclosureAssessment.objects.about(person).in_force().that_release()
