"""What a step is called and why it is asked for, in words for people. No word about health."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.rules.due import DueState
from cases.rules.milestones import DueStep, StepKind

_TITLES = {
    StepKind.CERTIFICATE: gettext_lazy("Medical certificate"),
    StepKind.CERTIFICATE_RENEWAL: gettext_lazy("New medical certificate"),
    StepKind.FK_REPORT: gettext_lazy("Report to Försäkringskassan"),
    StepKind.ASK_LENGTH: gettext_lazy("Ask how long the absence will last"),
    StepKind.PLAN: gettext_lazy("Return-to-work plan"),
    StepKind.PLAN_AT_ONCE: gettext_lazy("Return-to-work plan at once"),
    StepKind.DOCUMENT_NO_PLAN: gettext_lazy("Write down why no plan is made"),
}

_STATES = {
    DueState.OVERDUE: gettext_lazy("overdue"),
    DueState.DUE: gettext_lazy("due now"),
    DueState.UPCOMING: gettext_lazy("coming"),
    DueState.DONE: gettext_lazy("done"),
    DueState.LAPSED: gettext_lazy("lapsed"),
}


def title_of(step: DueStep) -> str:
    """The step in a few words."""
    if step.kind is StepKind.CHAIN_DAY:
        return _("Day %(number)d of the rehabilitation chain") % {"number": step.day_number}
    return str(_TITLES[step.kind])


def state_name(state: DueState) -> str:
    return str(_STATES[state])


def why(step: DueStep) -> str:
    """One sentence that says why the step is asked for and by when."""
    latest = {"day": step.day_number, "latest": _day(step.latest_on)}
    sentences = {
        StepKind.CERTIFICATE: _("Sick pay needs a certificate from day %(day)d of the sick period."),
        StepKind.CERTIFICATE_RENEWAL: _("The certificate received does not cover the days from %(latest)s."),
        StepKind.FK_REPORT: _(
            "From day %(day)d of the sick-pay period; at the latest %(latest)s, or benefit may be lost."
        ),
        StepKind.ASK_LENGTH: _(
            "On day %(day)d nobody has said how long it will last; 60 days or more calls for a plan."
        ),
        StepKind.PLAN: _(
            "The absence may last 60 days or more: a plan no later than the day it has lasted 30 days."
        ),
        StepKind.PLAN_AT_ONCE: _("The absence turned out to last 60 days or more: the plan is due at once."),
        StepKind.DOCUMENT_NO_PLAN: _(
            "Full return is expected within 60 days: no plan is needed, but the reason must be written down."
        ),
        StepKind.CHAIN_DAY: _(
            "From the next day Försäkringskassan compares the ability to work with other work."
        ),
    }
    return sentences[step.kind] % latest


def source_name(step: DueStep) -> str:
    """The law or routine that asks for it."""
    return _("Routine") if step.source == "routine" else step.source


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
