"""What is typed in the journal."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.case import day_input
from cases.models import JournalNote, Visibility


class NoteForm(forms.ModelForm):
    """A note. Managers write only what they may read again, so they are not asked who reads it."""

    class Meta:
        model = JournalNote
        fields = ["kind", "happened_on", "visibility", "text"]
        widgets = {
            "happened_on": day_input(),
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, works_with_case: bool, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"happened_on": today, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()
        if not works_with_case:
            del self.fields["visibility"]
            self.fields["text"].help_text = _("Read by HR and the manager. Write nothing about health.")

    def _post_clean(self) -> None:
        """The action checks the whole row."""

    @property
    def chosen_visibility(self) -> str:
        chosen: str = self.cleaned_data.get("visibility") or Visibility.HR_AND_MANAGER
        return chosen
