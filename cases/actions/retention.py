"""Retention rules: made with the decision they rest on, ended when a new decision comes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import ControllerDetails, CountedFrom, RecordKind, RetentionRule
from experio.accounts.models import User
from subprojects.models import Subproject


@transaction.atomic
def make_rule(
    *,
    subproject: Subproject,
    record_kind: str | RecordKind,
    counted_from: str | CountedFrom,
    months: int,
    decision_reference: str,
    decided_on: date,
    valid_from: date,
    recorded_by: User,
    today: date,
    note: str = "",
) -> RetentionRule:
    """A new rule (gallringsregel). Raises ValidationError when one of its kind already holds."""
    if decided_on > today:
        raise ValidationError({"decided_on": _("The day lies in the future.")})
    rule = RetentionRule(
        subproject=subproject,
        record_kind=record_kind,
        counted_from=counted_from,
        months=months,
        decision_reference=decision_reference.strip(),
        decided_on=decided_on,
        valid_from=valid_from,
        note=note.strip(),
        recorded_by=recorded_by,
    )
    rule.full_clean()
    rule.save()
    return rule


@transaction.atomic
def end_rule(*, rule: RetentionRule, valid_to: date) -> RetentionRule:
    """The rule's last day. What it disposed of keeps pointing at it. Twice is once."""
    locked = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    if locked.valid_to == valid_to:
        return locked
    if locked.valid_to is not None:
        raise ValidationError(_("The rule has already been ended."))
    locked.valid_to = valid_to
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def say_who_is_controller(*, subproject: Subproject, said: Mapping[str, Any]) -> ControllerDetails:
    """Save what an employer says of itself in the record of processing: one row an employer."""
    details = ControllerDetails.objects.select_for_update().filter(subproject=subproject).first()
    details = details or ControllerDetails(subproject=subproject)
    for name, value in said.items():
        setattr(details, name, value)
    details.full_clean()
    details.save()
    return details
