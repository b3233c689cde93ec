"""What a person asks to see in the lists of staff and of sick leave."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.sick_leave import day_field
from experio.choices import refuse_without_echo
from subprojects.models import Unit

EVERYTHING = ("", gettext_lazy("All"))

LENGTH_BANDS = {
    "1-7": (1, 7),
    "8-14": (8, 14),
    "15-29": (15, 29),
    "30-59": (30, 59),
    "60-89": (60, 89),
    "90-179": (90, 179),
    "180-364": (180, 364),
    "365-": (365, None),
}
"""Length in days, as it stands today; the bands follow the days on which something happens."""

EPISODE_SORTS = ("first_day", "last_day", "name", "number", "length")
STAFF_SORTS = ("name", "number", "birth_date")


def sort_field(names: tuple[str, ...]) -> forms.ChoiceField:
    """`name` ascending, `-name` descending; set by the links in the table's headings."""
    choices = [(f"{sign}{name}", f"{sign}{name}") for name in names for sign in ("", "-")]
    return forms.ChoiceField(choices=choices, required=False, widget=forms.HiddenInput)


class ListFilterForm(forms.Form):
    """What both lists ask for."""

    q = forms.CharField(
        label=gettext_lazy("Name or employee number"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Unit.objects.with_dashboard_for(user)
        refuse_without_echo(self)

    def chosen(self, name: str) -> Any:
        """The cleaned value, or None when it is empty or was refused."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order has been chosen."""
        return any(self.chosen(name) for name in self.fields if name != "sort")


class StaffFilterForm(ListFilterForm):
    """The staff list."""

    state = forms.ChoiceField(
        label=gettext_lazy("Sick leave"),
        required=False,
        choices=[
            EVERYTHING,
            ("absent", gettext_lazy("On sick leave now")),
            ("present", gettext_lazy("Not on sick leave")),
        ],
    )
    employed = forms.ChoiceField(
        label=gettext_lazy("Employment"),
        required=False,
        choices=[("", gettext_lazy("Employed now")), ("all", gettext_lazy("All, also former"))],
    )
    sort = sort_field(STAFF_SORTS)


class EpisodeFilterForm(ListFilterForm):
    """The list of sick leave. Who may not read health gets no field for it."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            EVERYTHING,
            ("ongoing", gettext_lazy("Ongoing")),
            ("ended", gettext_lazy("Ended")),
        ],
    )
    extent = forms.ChoiceField(
        label=gettext_lazy("Extent"),
        required=False,
        choices=[
            EVERYTHING,
            ("25", "25 %"),
            ("50", "50 %"),
            ("75", "75 %"),
            ("100", "100 %"),
            ("other", gettext_lazy("Other")),
        ],
    )
    length = forms.ChoiceField(
        label=gettext_lazy("Length, days"),
        required=False,
        choices=[EVERYTHING, *((band, band.replace("-", "–")) for band in LENGTH_BANDS)],
    )
    first_day = day_field(gettext_lazy("From"), required=False)
    last_day = day_field(gettext_lazy("To"), required=False)
    diagnosis_group = forms.ChoiceField(
        label=gettext_lazy("Diagnosis group"),
        required=False,
        choices=[
            EVERYTHING,
            ("psychiatric", gettext_lazy("Mental ill-health (F)")),
            ("musculoskeletal", gettext_lazy("Musculoskeletal (M)")),
            ("other", gettext_lazy("Other")),
            ("not_shared", gettext_lazy("Not shared")),
        ],
    )
    sort = sort_field(EPISODE_SORTS)

    def __init__(self, *args: Any, reads_health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reads_health:
            del self.fields["diagnosis_group"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first: date | None = cleaned.get("first_day")
        last: date | None = cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned
