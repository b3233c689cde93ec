"""What is typed about a request for disclosure and the decision on it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import day_input
from cases.models import Case, DisclosureAssessment, DisclosureDecision
from cases.officers import officers_of
from experio.accounts.models import User
from experio.choices import refuse_without_echo
from subprojects.models import SecrecyGround, StaffMember, Subproject


class DisclosureForm(forms.ModelForm):
    """
    The whole assessment on one page. Whom it is about is named by employee number (or handle) or case number:
    a list of people to choose from would be a list of people shown.
    """

    about = forms.CharField(
        label=gettext_lazy("About whom"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Case number or employee number; empty when it is about nobody in particular."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = DisclosureAssessment
        fields = [
            "received_on",
            "asked_by",
            "request_text",
            "ground",
            "damage_test",
            "decision",
            "released",
            "appeal_information",
            "decided_by",
            "decided_on",
            "correction_reason",
        ]
        widgets = {
            "received_on": day_input(),
            "decided_on": day_input(),
            "request_text": forms.Textarea(attrs={"rows": 3}),
            "damage_test": forms.Textarea(attrs={"rows": 4}),
            "released": forms.Textarea(attrs={"rows": 3}),
            "appeal_information": forms.Textarea(attrs={"rows": 3}),
            "ground": forms.TextInput(attrs={"list": "grounds"}),
        }

    def __init__(
        self, *args: Any, employer: Subproject, today: date, is_correction: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.employer, self.today = employer, today
        self.fields["about"].widget.attrs["maxlength"] = "60"
        self.order_fields(["correction_reason", "received_on", "asked_by", "request_text", "about"])
        if is_correction:
            self.fields["correction_reason"].required = True
        else:
            del self.fields["correction_reason"]
        decision: Any = self.fields["decision"]
        decision.choices = [("", "–"), *DisclosureDecision.choices]
        deciding: Any = self.fields["decided_by"]
        deciding.queryset = officers_of(employer.pk, today)
        if self.instance.decided_by_id:
            deciding.queryset = deciding.queryset | User.objects.filter(pk=self.instance.decided_by_id)
        deciding.empty_label = "–"
        for name in ("received_on", "decided_on"):
            self.fields[name].widget.attrs["max"] = today.isoformat()
        self.grounds = list(
            SecrecyGround.objects.held_on(today)
            .filter(subproject=employer)
            .order_by("provision")
            .values_list("provision", flat=True)
            .distinct()
        )
        self.case: Case | None = None
        self.staff_member: StaffMember | None = None

    def clean_about(self) -> str:
        """The case or person of the own employer. Raises when there is none of that number."""
        text: str = self.cleaned_data["about"].strip()
        if not text:
            return text
        self.case = (
            Case.objects.filter(subproject=self.employer, number=text)
            .without_health()
            .select_related("staff_member")
            .first()
        )
        if self.case is not None:
            self.staff_member = self.case.staff_member
            return text
        self.staff_member = StaffMember.objects.filter(subproject=self.employer, employee_number=text).first()
        if self.staff_member is None:
            raise ValidationError(_("There is no case and nobody with this number."))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == DisclosureDecision.REFUSED and cleaned.get("released"):
            self.add_error("released", _("Nothing is released when it is refused."))
        if decision in (DisclosureDecision.FULL, DisclosureDecision.MASKED) and not cleaned.get("released"):
            self.add_error("released", _("Say what is released."))
        if decision in (DisclosureDecision.REFUSED, DisclosureDecision.MASKED) and not cleaned.get(
            "appeal_information"
        ):
            self.add_error("appeal_information", _("Say what the person was told about how to appeal."))
        received, decided = cleaned.get("received_on"), cleaned.get("decided_on")
        if received and received > self.today:
            self.add_error("received_on", _("The day has not come yet."))
        if decided and decided > self.today:
            self.add_error("decided_on", _("The day has not come yet."))
        if received and decided and decided < received:
            self.add_error("decided_on", _("The decision lies before the request."))
        return cleaned

    def _post_clean(self) -> None:
        """The action checks the whole row."""

    def assessment(self) -> DisclosureAssessment:
        """An unsaved row of what was typed. Asked when the form is valid."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "about"}
        return DisclosureAssessment(
            subproject=self.employer, case=self.case, staff_member=self.staff_member, **typed
        )


class DisclosureFilterForm(forms.Form):
    """Which assessments are listed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        required=False,
        choices=[("", gettext_lazy("All")), *DisclosureDecision.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_without_echo(self)

    @property
    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("decision") or "")
