"""What a person types about sick leave: days, extents that change, cause, diagnosis or "not shared"."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.extent_spans import spans_from_changes
from cases.actions.sick_leave import days_of
from cases.diagnosis_codes import is_unknown
from cases.forms.confirmation import Confirmable, Oddity
from cases.legal_numbers import thresholds_for
from cases.models import DiagnosisStatus, ExtentPeriod, SickLeaveCause, SickLeaveEpisode
from cases.outlines import EpisodeOutline, ExtentSpan, dotted
from cases.rules.diagnosis_group import InvalidDiagnosisCode, normalised_code
from cases.rules.gap_rules import days_from_end_to_start
from cases.thresholds import ThresholdMissing
from experio.periods import Period
from subprojects.models import Employment, StaffMember
from subprojects.querysets import running_on

OTHER = "other"
FAR_AHEAD = timedelta(days=14)
LONG_AGO = timedelta(days=365)


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A date as the browser's own date field, which keyboards and screen readers know."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SickLeaveForm(Confirmable, forms.Form):
    """One episode (sjukfall). The person comes from the page, not from the form."""

    first_day = day_field(gettext_lazy("First day"))
    last_day = day_field(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave empty while it goes on.")
    )
    extent = forms.ChoiceField(
        label=gettext_lazy("Extent"),
        choices=[
            ("100", "100 %"),
            ("75", "75 %"),
            ("50", "50 %"),
            ("25", "25 %"),
            (OTHER, gettext_lazy("Other")),
        ],
        widget=forms.RadioSelect(attrs={"class": "exp-inline"}),
        initial="100",
    )
    other_extent = forms.IntegerField(
        label=gettext_lazy("Other extent, %"), required=False, min_value=1, max_value=100
    )
    expected_last_day = day_field(
        gettext_lazy("Expected last day"),
        required=False,
        help_text=gettext_lazy(
            "If known. Decides whether a return-to-work plan is needed (60 days or more)."
        ),
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("Cause"), choices=SickLeaveCause, initial=SickLeaveCause.SICKNESS
    )
    diagnosis_status = forms.ChoiceField(
        label=gettext_lazy("Diagnosis"),
        choices=[
            (DiagnosisStatus.NOT_SHARED, gettext_lazy("Not shared by the employee")),
            (DiagnosisStatus.SHARED, gettext_lazy("Shared by the employee")),
        ],
        widget=forms.RadioSelect,
        initial=DiagnosisStatus.NOT_SHARED,
        help_text=gettext_lazy("The employee decides. The employer has no right to know it."),
    )
    diagnosis_code = forms.CharField(
        label=gettext_lazy("Diagnosis code (ICD-10-SE)"),
        required=False,
        max_length=7,
        help_text=gettext_lazy("For example F43 or F43.8A."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(
        self,
        *args: Any,
        staff_member: StaffMember,
        today: date,
        episode: SickLeaveEpisode | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff_member = staff_member
        self.today = today
        self.episode = episode

    def clean_diagnosis_code(self) -> str:
        text = self.cleaned_data["diagnosis_code"].strip()
        if not text:
            return ""
        try:
            return normalised_code(text)
        except InvalidDiagnosisCode as error:
            raise ValidationError(
                _("A code is a letter, two digits and up to two more characters, for example F43.8A.")
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        expected = cleaned.get("expected_last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        if first and expected and expected < first:
            self.add_error("expected_last_day", _("The expected last day is before the first day."))
        lacks_extent = cleaned.get("extent") == OTHER and not cleaned.get("other_extent")
        if lacks_extent and "other_extent" not in self.errors:
            self.add_error("other_extent", _("Write the extent, 1 to 100."))
        is_shared = cleaned.get("diagnosis_status") == DiagnosisStatus.SHARED
        if is_shared and not cleaned.get("diagnosis_code") and "diagnosis_code" not in self.errors:
            self.add_error("diagnosis_code", _("Write a code, or say that the diagnosis was not shared."))
        if cleaned.get("diagnosis_code") and cleaned.get("diagnosis_status") == DiagnosisStatus.NOT_SHARED:
            self.add_error(
                "diagnosis_code", _("Take the code away, or say that the employee has shared the diagnosis.")
            )
        return cleaned

    @property
    def first_extent(self) -> int:
        chosen = self.cleaned_data["extent"]
        return int(self.cleaned_data["other_extent"] if chosen == OTHER else chosen)

    @property
    def shared_code(self) -> str | None:
        """The code, or None when the diagnosis was not shared."""
        is_shared = self.cleaned_data["diagnosis_status"] == DiagnosisStatus.SHARED
        return self.cleaned_data["diagnosis_code"] if is_shared else None

    def accepts(self, changes: "ExtentChanges") -> bool:
        """Whether every changed extent begins within the episode and on a day of its own. What does not is
        said beside its day. Asked when both are valid."""
        first_day, last_day = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        taken: set[date] = set()
        for row in changes.forms:
            day = row.cleaned_data.get("first_day")
            if day is None:
                continue
            if day <= first_day:
                row.add_error("first_day", _("A changed extent begins after the first day."))
            elif last_day is not None and day > last_day:
                row.add_error("first_day", _("An extent begins after the last day of the sick leave."))
            elif day in taken:
                row.add_error("first_day", _("Two extents begin on the same day."))
            taken.add(day)
        return not any(row.errors for row in changes.forms)

    def spans(self, changes: "ExtentChanges") -> tuple[ExtentSpan, ...]:
        """The extents as typed here and below. Raises ValidationError."""
        first_day = self.cleaned_data["first_day"]
        return spans_from_changes(
            first_day,
            self.cleaned_data["last_day"],
            [(first_day, self.first_extent), *changes.changes],
        )

    @cached_property
    def previous(self) -> SickLeaveEpisode | None:
        """The latest episode that ended before this one begins."""
        earlier = SickLeaveEpisode.objects.filter(
            staff_member=self.staff_member, last_day__lt=self.cleaned_data["first_day"]
        )
        if self.episode is not None:
            earlier = earlier.exclude(pk=self.episode.pk)
        return earlier.without_health().order_by("-last_day").first()

    def oddities(self) -> Iterable[Oddity]:
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        if first > self.today + FAR_AHEAD:
            yield Oddity("far_ahead", _("It begins more than two weeks ahead."))
        if first < self.today - LONG_AGO:
            yield Oddity("long_ago", _("It began more than a year ago."))
        yield from self._relapse(first)
        if not Employment.objects.filter(running_on(first), staff_member=self.staff_member).exists():
            yield Oddity("not_employed", _("The person was not employed on the first day."))
        if last is not None and all(day.weekday() >= 5 for day in Period(first, last).each_day()):
            yield Oddity("weekend", _("It covers nothing but a weekend."))
        if self.first_extent not in ExtentPeriod.USUAL:
            yield Oddity("extent", _("The extent is not 25, 50, 75 or 100 %."))
        expected = self.cleaned_data["expected_last_day"]
        if expected and last is None and expected < self.today:
            yield Oddity("expected_passed", _("The expected last day has passed, and it still goes on."))
        if self.shared_code and is_unknown(self.shared_code):
            yield Oddity("unknown_code", _("The diagnosis code is not on the official list."))
        if self.staff_member.has_protected_identity and self.episode is None:
            yield Oddity("protected", _("The person has a protected identity: write as little as you can."))

    def _relapse(self, first: date) -> Iterable[Oddity]:
        previous = self.previous
        if previous is None or previous.last_day is None:
            return
        try:
            relapse_days = thresholds_for(first).relapse_days
        except ThresholdMissing:
            return
        gap = days_from_end_to_start(Period(previous.first_day, previous.last_day), Period(first, first))
        if gap == 1:
            yield Oddity(
                "touches",
                _("It follows the sick leave %(days)s without a day between: perhaps that one goes on.")
                % {"days": days_of(previous)},
            )
        elif gap <= relapse_days:
            yield Oddity(
                "relapse",
                _("It continues the sick-pay period of %(days)s: no new waiting deduction.")
                % {"days": days_of(previous)},
            )


class ExtentChangeForm(forms.Form):
    """From which day the extent is another one. An empty row says nothing."""

    first_day = day_field(gettext_lazy("From"), required=False)
    extent = forms.IntegerField(label=gettext_lazy("Extent, %"), required=False, min_value=1, max_value=100)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, extent = cleaned.get("first_day"), cleaned.get("extent")
        if day and extent is None and "extent" not in self.errors:
            self.add_error("extent", _("Write the extent, 1 to 100."))
        if extent is not None and not day and "first_day" not in self.errors:
            self.add_error("first_day", _("Write the day from which it applies."))
        return cleaned


class ExtentChanges(BaseFormSet):
    """The rows below the first extent."""

    @property
    def changes(self) -> list[tuple[date, int]]:
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data.get("first_day")]
        return [(row["first_day"], row["extent"]) for row in filled]


ExtentChangeFormSet = formset_factory(
    ExtentChangeForm, formset=ExtentChanges, extra=0, max_num=40, validate_max=True, absolute_max=41
)


def initial_of(episode: SickLeaveEpisode, outline: EpisodeOutline) -> dict[str, Any]:
    """What the form shows when an episode is corrected."""
    first = outline.extents[0].extent if outline.extents else 100
    is_usual = first in ExtentPeriod.USUAL
    return {
        "first_day": episode.first_day,
        "last_day": episode.last_day,
        "expected_last_day": episode.expected_last_day,
        "extent": str(first) if is_usual else OTHER,
        "other_extent": None if is_usual else first,
        "cause": episode.cause,
        "diagnosis_status": episode.diagnosis_status,
        "diagnosis_code": dotted(episode.diagnosis_code),
    }


def initial_changes(outline: EpisodeOutline) -> list[dict[str, Any]]:
    return [{"first_day": span.first_day, "extent": span.extent} for span in outline.extents[1:]]
