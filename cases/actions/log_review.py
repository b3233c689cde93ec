"""Drawing a month's sample, noting what was found, closing the month."""

import secrets
from collections import Counter
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.questions.log_sample import draw_sample
from cases.rules.log_review import SampleRules
from experio.audit.review import Finding, LogReview, LogReviewRow
from experio.periods import Month
from subprojects.models import Subproject


@transaction.atomic
def open_log_review(
    *, subproject: Subproject, month: Month, opened_by: Any, role_day: date, rules: SampleRules | None = None
) -> LogReview:
    """Draw the sample of a month that is over or running. Raises ValidationError when it was drawn before."""
    rules, seed = rules or SampleRules(), secrets.token_hex(8)
    if month > Month.of(timezone.localdate()):
        raise ValidationError({"month": _("The month has not begun.")})
    sample = draw_sample(employer=subproject.pk, month=month, seed=seed, rules=rules, role_day=role_day)
    review = LogReview(
        subproject=subproject,
        month=month.first_day,
        seed=seed,
        rules=rules.as_kept(),
        rows_in_month=sample.rows_in_month,
        opened_by=opened_by,
    )
    review.full_clean()
    review.save()
    LogReviewRow.objects.bulk_create(
        LogReviewRow(
            review=review,
            subproject=subproject,
            reading=drawn.reading,
            reading_at=drawn.at,
            reasons=[reason.value for reason in drawn.reasons],
        )
        for drawn in sample.rows
    )
    return review


@transaction.atomic
def record_finding(
    *, row: LogReviewRow, finding: str, note: str, found_by: Any, is_own: bool
) -> LogReviewRow:
    """
    What the look at a row came to. Whoever reviews an own reading (`is_own`) explains it. Raises
    ValidationError, also when the month has been closed meanwhile.
    """
    review = LogReview.objects.select_for_update().get(pk=row.review_id)
    if not review.is_open:
        raise ValidationError(_("The month has been closed."))
    row.finding, row.note = finding, note.strip()
    row.found_by, row.found_at = found_by, timezone.now()
    if is_own and not row.note:
        raise ValidationError({"note": _("This is your own reading: write why you opened the page.")})
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def close_log_review(*, review: LogReview, summary: str, closed_by: Any) -> LogReview:
    """Close the month; every row has been looked at. Raises ValidationError."""
    review = LogReview.objects.select_for_update().get(pk=review.pk)
    if not review.is_open:
        raise ValidationError(_("The month has been closed."))
    if left := review.sample.filter(finding="").count():
        raise ValidationError(_("%(count)s rows have not been looked at yet.") % {"count": left})
    if not summary.strip():
        raise ValidationError({"summary": _("Write what the review came to.")})
    review.summary, review.closed_by, review.closed_at = summary.strip(), closed_by, timezone.now()
    review.full_clean()
    review.save()
    return review


def findings_of(review: LogReview) -> dict[str, int]:
    """How many rows came to what; `left` have not been looked at, `in_order` with or without a note."""
    found = Counter(row.finding for row in review.sample.all())
    counts = {value: found[value] for value in Finding.values}
    return {**counts, "left": found[""], "in_order": found[Finding.OK] + found[Finding.NOTE]}
