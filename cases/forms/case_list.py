"""What a person asks to see of the case list, read once for page and file."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.models import CaseReason
from experio.accounts.models import User


class CaseView(TextChoices):
    """The tabs of the case list."""

    MINE = "mine", _("Mine")
    UNIT = "unit", _("My unit's cases")
    DELEGATED = "delegated", _("Delegated to me")
    ALL = "all", _("All open")
    CLOSED = "closed", _("Closed")


class PlanState(TextChoices):
    """Whether the question of a return-to-work plan has been answered."""

    MADE = "made", _("plan made")
    NONE = "none", _("documented: no plan")
    MISSING = "missing", _("nothing documented")


class CaseFilterForm(forms.Form):
    """Search and filters; an unknown value is ignored, for an address may be old."""

    q = forms.CharField(
        label=_("Name, employee number or case number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", _("All")), *CaseReason.choices]
    )
    plan = forms.ChoiceField(label=_("Plan"), required=False, choices=[("", _("All")), *PlanState.choices])
    officer = forms.ModelChoiceField(
        label=_("Officer"), required=False, queryset=User.objects.none(), empty_label=_("All")
    )

    def __init__(self, *args: Any, officers: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if officers is None:
            del self.fields["officer"]
        else:
            self.fields["officer"].queryset = officers  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:
        """What was asked for, or None when it was left out or cannot be understood."""
        return (self.cleaned_data.get(name) or None) if self.is_bound and not self.errors.get(name) else None
