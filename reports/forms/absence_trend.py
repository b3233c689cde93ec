"""What a person asked to see of the absence trend: read once, used by page and files alike."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experio.choices import refuse_without_echo
from experio.periods import Month, months_between
from reports.measures import AGE_LABELS, DRAWN
from reports.questions.absence_trend import SPLITS, TrendQuestion
from subprojects.models import Project, Subproject, Unit

SPLIT_LABELS = {"gender": gettext_lazy("gender"), "diagnosis_group": gettext_lazy("diagnosis group")}


class TrendFilterForm(forms.Form):
    """
    The choices are only what the person may see. Without anything chosen the page shows the whole period
    by gender.
    """

    subproject = forms.ModelChoiceField(
        label=gettext_lazy("Subproject"),
        queryset=Subproject.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("The whole project"),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("All units"),
    )
    age_group = forms.ChoiceField(label=gettext_lazy("Age group"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure in the chart"), required=False)
    by = forms.MultipleChoiceField(
        label=gettext_lazy("Split by"),
        required=False,
        choices=[(split, SPLIT_LABELS[split]) for split in SPLITS],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "exp-inline"}),
    )

    def __init__(
        self,
        asked: QueryDict,
        *,
        project: Project,
        months: Sequence[Month],
        subprojects: Any,
        units: Any,
        sees_whole_project: bool,
    ) -> None:
        listed = months or months_between(Month.of(project.first_day), Month.of(project.last_day))
        self.project, self.first, self.last = project, listed[0], listed[-1]
        super().__init__(self._asked(asked))
        self._choose("subproject").queryset = subprojects
        self._choose("unit").queryset = units
        self.fallback: Subproject | None = None
        if not sees_whole_project:
            # Somebody who follows one employer only starts there.
            self._choose("subproject").empty_label = None
            self.fallback = subprojects.first()
        self._choose("age_group").choices = [("", _("All ages")), *AGE_LABELS.items()]
        self._choose("measure").choices = [(measure.key, measure.label) for measure in DRAWN]
        choices = [(str(month), str(month)) for month in listed]
        self.fields["from"] = forms.ChoiceField(label=_("From"), choices=choices)
        self.fields["to"] = forms.ChoiceField(label=_("To"), choices=choices)
        self.order_fields(["subproject", "unit", "age_group", "from", "to", "measure", "by"])
        refuse_without_echo(self)

    def _choose(self, name: str) -> Any:
        return self.fields[name]

    def _asked(self, asked: QueryDict) -> dict[str, Any]:
        """What was asked, completed: a page that shows something says in its filters what it shows."""
        known = {
            name: asked[name]
            for name in ("subproject", "unit", "age_group", "measure", "from", "to")
            if name in asked
        }
        by = asked.getlist("by")
        if not known and not by:
            by = ["gender"]
        return {
            "measure": DRAWN[0].key,
            **known,
            "from": known.get("from") or str(self.first),
            "to": known.get("to") or str(self.last),
            "by": by,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unit, subproject = cleaned.get("unit"), cleaned.get("subproject")
        if unit and subproject and unit.subproject_id != subproject.pk:
            self.add_error("unit", _("The unit does not belong to the chosen subproject."))
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last month is before the first."))
        return cleaned

    def question(self) -> TrendQuestion:
        """The question, once the form is valid."""
        cleaned = self.cleaned_data
        unit: Unit | None = cleaned["unit"]
        subproject = unit.subproject if unit else cleaned["subproject"] or self.fallback
        return TrendQuestion(
            project=self.project,
            first=Month.parse(cleaned["from"]),
            last=Month.parse(cleaned["to"]),
            subproject=subproject,
            unit=unit,
            age_group=cleaned["age_group"],
            by=tuple(split for split in SPLITS if split in cleaned["by"]),
        )
