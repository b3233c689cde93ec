"""The record of processing (registerförteckning, GDPR 30), made from what the models say of themselves."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import ControllerDetails, RecordKind, RetentionRule
from cases.questions.disposal_list import rules_on
from experio.data_protection.classification import Category, Purpose, Retention, classified
from subprojects.models import Subproject


@dataclass(frozen=True, slots=True)
class Holding:
    """One table in a processing activity: what it is called, its fields by category, how long it is kept."""

    table: str
    title: str
    subjects: str
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    kept: str


@dataclass(frozen=True, slots=True)
class ProcessingActivity:
    """One purpose (behandling): whose data, which categories, how long, in which tables."""

    purpose: str
    purpose_name: str
    subjects: tuple[str, ...]
    categories: tuple[str, ...]
    retention: tuple[str, ...]
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class RecordOfProcessing:
    """The record of one employer on a day. `missing` names what only the employer can fill in."""

    employer: Subproject
    controller: ControllerDetails | None
    day: date
    activities: tuple[ProcessingActivity, ...]
    measures: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        details = self.controller
        if details is None:
            return (_("controller"), _("data protection officer"), _("legal basis"), _("recipients"))
        wanted = {
            _("data protection officer"): details.officer_name,
            _("legal basis"): details.legal_basis,
            _("recipients"): details.recipients,
        }
        return tuple(name for name, text in wanted.items() if not text)


def record_of_processing(employer: Subproject, day: date) -> RecordOfProcessing:
    """The record as the models and the employer's rules stand on `day`. Two queries."""
    rules = {rule.record_kind: rule for rule in rules_on(employer.pk, day)}
    activities = []
    for purpose in Purpose:
        holdings = tuple(
            Holding(
                table=one.label,
                title=str(one.model._meta.verbose_name_plural),
                subjects=str(one.subject.label),
                categories=tuple(
                    (
                        str(category.label),
                        tuple(
                            str(one.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                            for name, said in one.fields.items()
                            if said.category == category
                        ),
                    )
                    for category in Category
                    if category != Category.TECHNICAL
                    and any(said.category == category for said in one.fields.values())
                ),
                kept=kept_in_words(one.retention, rules),
            )
            for one in classified()
            if one.purpose == purpose
        )
        if holdings:
            activities.append(
                ProcessingActivity(
                    purpose=purpose.value,
                    purpose_name=str(purpose.label),
                    subjects=tuple(dict.fromkeys(one.subjects for one in holdings)),
                    categories=tuple(
                        dict.fromkeys(name for one in holdings for name, _fields in one.categories)
                    ),
                    retention=tuple(dict.fromkeys(one.kept for one in holdings)),
                    holdings=holdings,
                )
            )
    controller = ControllerDetails.objects.filter(subproject=employer).first()
    return RecordOfProcessing(employer, controller, day, tuple(activities), _measures(controller))


def kept_in_words(retention: Retention, rules: dict[str, RetentionRule]) -> str:
    """How long, by the employer's rule where there is one."""
    if retention.value not in RecordKind.values:
        return str(retention.label)
    kind = RecordKind(retention.value)
    rule = rules.get(kind)
    if rule is None:
        return _("%(kind)s: no rule decided, kept until there is one") % {"kind": kind.label}
    return _("%(kind)s: %(time)s from %(event)s (%(reference)s)") % {
        "kind": kind.label,
        "time": months_in_words(rule.months),
        "event": rule.get_counted_from_display(),
        "reference": rule.decision_reference,
    }


def months_in_words(months: int) -> str:
    """24 → "2 years", 18 → "18 months"."""
    if months and months % 12 == 0:
        return ngettext("%(count)d year", "%(count)d years", months // 12) % {"count": months // 12}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def _measures(controller: ControllerDetails | None) -> tuple[str, ...]:
    """What the product does, in a general description (GDPR 30.1 g), then what the employer adds."""
    found = (
        _("Walls between employers in the database: row security follows the dated roles of who asks."),
        _("Personal numbers and health data are encrypted under keys outside the database."),
        _("Two factors at sign-in where the role requires it; sessions end by themselves."),
        _("Every page about a person is a row of a reading log that nobody can change."),
        _("Every change is kept with who and when; disposal takes two people and leaves a record."),
    )
    own = controller.security_measures if controller else ""
    return (*found, own) if own else found
