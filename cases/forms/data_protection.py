"""What is typed on the data protection pages. Each action checks the whole row."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.case import day_input
from cases.models import (
    EVENTS_OF,
    Case,
    ControllerDetails,
    CountedFrom,
    DataRequest,
    JournalNote,
    RecordKind,
    RequestKind,
    RequestOutcome,
    Restriction,
    RetentionHold,
    RetentionRule,
    Withholding,
)
from subprojects.models import StaffMember


class CheckedByAction(forms.ModelForm):
    """Takes texts to values; whether the row holds together is the action's to say."""

    def _post_clean(self) -> None:
        pass


class RequestForm(CheckedByAction):
    """A request that HR records for somebody: what is asked for, when it came, in which words."""

    class Meta:
        model = DataRequest
        fields = ["kind", "received_on", "text"]
        widgets = {"received_on": day_input(), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"received_on": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "–"), *RequestKind.choices]  # type: ignore[attr-defined]
        self.fields["received_on"].widget.attrs["max"] = today.isoformat()


class OwnRequestForm(CheckedByAction):
    """A request by the person: it comes today."""

    class Meta:
        model = DataRequest
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "–"), *RequestKind.choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to a request."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=[("", "–"), *RequestOutcome.choices])
    answer = forms.CharField(
        label=_("Answer and reasons"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads this."),
    )


class ExtensionForm(CheckedByAction):
    """More time, with its reason."""

    class Meta:
        model = DataRequest
        fields = ["extended_to", "extension_reason"]
        widgets = {"extended_to": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


class AboutPersonForm(CheckedByAction):
    """Something about a person, or about one of the person's cases only."""

    def __init__(self, *args: Any, person: StaffMember, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": today}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = Case.objects.filter(staff_member=person).without_health().order_by("-opened_on")
        field.empty_label = _("everything about the person")
        self.fields["first_day"].widget.attrs["max"] = today.isoformat()


class RestrictionForm(AboutPersonForm):
    """A restriction of processing."""

    class Meta:
        model = Restriction
        fields = ["ground", "reason", "first_day", "case", "for_request"]
        widgets = {"first_day": day_input()}

    def __init__(self, *args: Any, person: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        requests: Any = self.fields["for_request"]
        requests.queryset = DataRequest.objects.filter(staff_member=person)
        requests.empty_label = _("none")
        ground: Any = self.fields["ground"]
        ground.choices = [("", "–"), *Restriction._meta.get_field("ground").choices]  # type: ignore[misc]


class LiftForm(forms.Form):
    """Why a restriction is lifted."""

    lift_reason = forms.CharField(label=_("Why it is lifted"), max_length=300)


class HoldForm(AboutPersonForm):
    """A hold on disposal."""

    class Meta:
        model = RetentionHold
        fields = ["reason", "first_day", "case"]
        widgets = {"first_day": day_input()}


class NoteField(forms.ModelChoiceField):
    """A note by its day and kind alone."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.happened_on} {obj.get_kind_display()}"


class WithholdingForm(CheckedByAction):
    """What of a case does not go into the extract, and on what ground."""

    class Meta:
        model = Withholding
        fields = ["note", "ground"]
        field_classes = {"note": NoteField}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["note"]
        field.queryset = JournalNote.objects.filter(case=case).defer("text").order_by("-happened_on", "-pk")
        field.empty_label = _("background and all notes of the case")


class RuleForm(CheckedByAction):
    """A retention rule of one employer."""

    class Meta:
        model = RetentionRule
        fields = [
            "record_kind",
            "counted_from",
            "months",
            "decision_reference",
            "decided_on",
            "valid_from",
            "note",
        ]
        widgets = {"decided_on": day_input(), "valid_from": day_input()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_from": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["record_kind"].choices = [("", "–"), *RecordKind.choices]  # type: ignore[attr-defined]
        self.fields["counted_from"].choices = [("", "–"), *CountedFrom.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The time for each kind is counted from events of its own."""
        said: dict[str, Any] = super().clean() or {}
        kind, event = said.get("record_kind"), said.get("counted_from")
        if kind and event and event not in EVENTS_OF[RecordKind(kind)]:
            self.add_error("counted_from", _("The time for this kind is counted from another event."))
        return said


class EndRuleForm(forms.Form):
    """The rule's last day."""

    valid_to = forms.DateField(label=_("Last day"), widget=day_input())


class ControllerForm(CheckedByAction):
    """What an employer says of itself in the record of processing."""

    class Meta:
        model = ControllerDetails
        fields = [
            "controller_name",
            "controller_contact",
            "officer_name",
            "officer_contact",
            "legal_basis",
            "recipients",
            "security_measures",
            "hands_out_unreviewed_text",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("legal_basis", "recipients", "security_measures")
        }
