"""The measures of sick absence: their names, units and where each is defined."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


@dataclass(frozen=True)
class Measure:
    """`key` stands in files and addresses; `decimals` is how it is shown, everywhere."""

    key: str
    label: Text
    unit: Text
    decimals: int = 0

    @property
    def is_percentage(self) -> bool:
        return self.unit == "%"


MEASURES = (
    Measure("absence_percent", _("Sick absence, % of ordinary hours"), "%", 1),
    Measure("net_days", _("Net days"), pgettext_lazy("unit of a measure", "days")),
    Measure("ongoing", _("Ongoing at month end"), pgettext_lazy("unit of a measure", "episodes")),
    Measure("started", _("Started"), pgettext_lazy("unit of a measure", "episodes")),
    Measure("ended", pgettext_lazy("measure", "Ended"), pgettext_lazy("unit of a measure", "episodes")),
    Measure("long_share_percent", _("Share in spells of 60 days or more"), "%", 1),
    Measure("sick_hours", _("Sick hours"), "h"),
    Measure("ordinary_hours", _("Ordinary hours"), "h"),
    Measure("staff", _("Staff"), pgettext_lazy("unit of a measure", "people")),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
# What the page offers to draw; the rest are the base figures behind them.
DRAWN = MEASURES[:6]

GENDER_LABELS = {"woman": _("Women"), "man": _("Men"), "": _("All")}
AGE_LABELS = {"29": _("29 years or younger"), "30-49": _("30–49 years"), "50": _("50 years or older")}
DIAGNOSIS_LABELS = {
    "psychiatric": _("Mental ill-health (F)"),
    "musculoskeletal": _("Musculoskeletal (M)"),
    "other": _("Other diagnoses"),
    "not_shared": _("Not shared by the employee"),
    "": _("All"),
}
