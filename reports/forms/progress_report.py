"""Which project and period the progress report is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experio.choices import refuse_without_echo
from experio.periods import Month, months_between
from subprojects.models import Project


class ProgressReportForm(forms.Form):
    """Projects the person follows; the months of the chosen one that have begun."""

    project = forms.ModelChoiceField(
        label=gettext_lazy("Project"), queryset=Project.objects.none(), to_field_name="slug", empty_label=None
    )

    def __init__(self, asked: Any, *, projects: Any, until: Month) -> None:
        super().__init__(asked)
        self._field("project").queryset = projects
        found = list(projects)
        begun = [month for project in found for month in _months(project, until)]
        choices = [(str(month), str(month)) for month in sorted(set(begun))]
        last = choices[-1][0] if choices else ""
        self.fields["from"] = forms.ChoiceField(
            label=_("From"), choices=choices, initial=choices[-3:][0][0] if choices else ""
        )
        self.fields["to"] = forms.ChoiceField(label=_("To"), choices=choices, initial=last)
        refuse_without_echo(self)

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        project, first, last = cleaned.get("project"), cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last month is before the first."))
        elif project and first and last and not _runs_in(project, Month.parse(first), Month.parse(last)):
            self.add_error("from", _("The project does not run in these months."))
        return cleaned

    @property
    def months(self) -> tuple[Month, Month]:
        """First and last month, once the form is valid."""
        return Month.parse(self.cleaned_data["from"]), Month.parse(self.cleaned_data["to"])


def _months(project: Project, until: Month) -> tuple[Month, ...]:
    return months_between(Month.of(project.first_day), min(Month.of(project.last_day), until))


def _runs_in(project: Project, first: Month, last: Month) -> bool:
    return Month.of(project.first_day) <= first and last <= Month.of(project.last_day)
