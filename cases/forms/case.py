"""What is typed about a case: opening, correcting, planning, handing over and closing it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseOutcome, CaseReason, NoPlanReason, SickLeaveEpisode
from cases.officers import managers_of, officers_of
from experio.accounts.models import User
from subprojects.models import StaffMember


def day_input() -> forms.DateInput:
    """The browser's own date field, which reads and writes ISO dates in every language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EpisodeField(forms.ModelChoiceField):
    """A choice of sick leave by its days alone: nothing about health stands in the list."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.first_day} – {obj.last_day or _('ongoing')}"


class CaseForm(forms.ModelForm):
    """The facts of a case. The person comes from the address and is never a field."""

    class Meta:
        model = Case
        fields = ["reason", "opened_on", "episode", "manager", "background"]
        field_classes = {"episode": EpisodeField}
        widgets = {"opened_on": day_input(), "background": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, staff_member: StaffMember, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "–"), *CaseReason.choices]  # type: ignore[attr-defined]
        self.fields["opened_on"].widget.attrs["max"] = today.isoformat()
        self.fields["episode"].queryset = (  # type: ignore[attr-defined]
            SickLeaveEpisode.objects.filter(staff_member=staff_member).without_health().order_by("-first_day")
        )
        self.fields["episode"].empty_label = _("none")  # type: ignore[attr-defined]
        self.fields["manager"].empty_label = _("none")  # type: ignore[attr-defined]
        managers = managers_of(staff_member, today)
        if self.instance.pk and self.instance.manager_id:
            managers = managers | User.objects.filter(pk=self.instance.manager_id)
        self.fields["manager"].queryset = managers  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The action checks the whole row: a half-filled one must not be judged here."""


class OpenCaseForm(CaseForm):
    """Log a case (öppna ärende) for one person; the responsible officer is oneself unless changed."""

    class Meta(CaseForm.Meta):
        fields = ["reason", "opened_on", "episode", "responsible_officer", "manager", "background"]

    def __init__(
        self, *args: Any, staff_member: StaffMember, officer: User, today: date, **kwargs: Any
    ) -> None:
        given = kwargs.pop("initial", None) or {}
        likely_manager = managers_of(staff_member, today).first()
        kwargs["initial"] = {
            "opened_on": today,
            "responsible_officer": officer.pk,
            "manager": likely_manager and likely_manager.pk,
            **given,
        }
        super().__init__(*args, staff_member=staff_member, today=today, **kwargs)
        field: Any = self.fields["responsible_officer"]
        field.queryset = officers_of(staff_member.subproject_id, today)
        field.empty_label = None


class PlanForm(forms.Form):
    """The return-to-work plan: the day it was made, or the reason why there is none."""

    plan_made_on = forms.DateField(label=_("Plan made on"), required=False, widget=day_input())
    no_plan_reason = forms.ChoiceField(
        label=_("Or: why no plan is made"), required=False, choices=[("", "–"), *NoPlanReason.choices]
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_made_on"].widget.attrs["max"] = today.isoformat()


class CloseCaseForm(forms.Form):
    """How and when the case ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "–"), *CaseOutcome.choices])
    closed_on = forms.DateField(label=_("Closed on"), widget=day_input())

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"closed_on": today}
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].widget.attrs |= {
            "min": case.opened_on.isoformat(),
            "max": today.isoformat(),
        }


class HandOverForm(forms.Form):
    """Who takes the case over for good."""

    to_officer = forms.ModelChoiceField(
        label=_("New responsible officer"), queryset=User.objects.none(), empty_label="–"
    )

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = officers_of(case.subproject_id, today).exclude(pk=case.responsible_officer_id)
        self.fields["to_officer"].queryset = others  # type: ignore[attr-defined]
