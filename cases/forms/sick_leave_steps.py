"""Small forms of the episode's page: end it, change its extent, note a certificate or a report."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.sick_leave import day_field
from cases.models import SickLeaveEpisode


class _EpisodeForm(forms.Form):
    """Knows the episode and the day."""

    def __init__(self, *args: Any, episode: SickLeaveEpisode, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.episode = episode
        self.today = today


class EndForm(_EpisodeForm):
    """The person is well (friskanmälan)."""

    last_day = day_field(
        gettext_lazy("Last sick day"),
        help_text=gettext_lazy("The day before the person is well, also when it is a day off."),
    )


class ExtentForm(_EpisodeForm):
    """Another extent from a day on."""

    first_day = day_field(gettext_lazy("From"))
    extent = forms.IntegerField(label=gettext_lazy("Extent, %"), min_value=1, max_value=100)


class DeleteForm(_EpisodeForm):
    """Deleting asks why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Kept in the history. Write nothing about health."),
    )


class CertificateForm(_EpisodeForm):
    """A medical certificate that has come in (läkarintyg)."""

    first_day = day_field(gettext_lazy("First day of the certificate"))
    last_day = day_field(
        gettext_lazy("Last day of the certificate"), help_text=gettext_lazy("It may outlast the absence.")
    )
    received_on = day_field(gettext_lazy("Received on"))

    def clean_received_on(self) -> date:
        received_on: date = self.cleaned_data["received_on"]
        if received_on > self.today:
            raise ValidationError(_("The day has not come yet."))
        return received_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        elif last and last < self.episode.first_day:
            self.add_error("last_day", _("The certificate ends before the sick leave begins."))
        elif first and self.episode.last_day and first > self.episode.last_day:
            self.add_error("first_day", _("The certificate begins after the sick leave has ended."))
        return cleaned


class FkReportForm(_EpisodeForm):
    """When the employer reported the case to Försäkringskassan; empty takes the note back."""

    reported_on = day_field(gettext_lazy("Reported on"), required=False)

    def clean_reported_on(self) -> date | None:
        reported_on: date | None = self.cleaned_data["reported_on"]
        if reported_on is not None and reported_on > self.today:
            raise ValidationError(_("The day has not come yet."))
        return reported_on
