"""Extents that together make up an episode: from change days to spans, and whether they fit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.outlines import ExtentSpan
from experio.periods import ONE_DAY


def spans_from_changes(
    first_day: date, last_day: date | None, changes: Sequence[tuple[date, int]]
) -> tuple[ExtentSpan, ...]:
    """
    The spans of an episode from the days on which its extent changed, the first day included.

    Raises ValidationError when the first change is not the episode's first day, or when two changes
    fall on one day, or one after the last day.
    """
    ordered = sorted(changes)
    days = [day for day, _extent in ordered]
    if not ordered or days[0] != first_day:
        raise ValidationError(_("The first extent begins on the first day of the sick leave."))
    if len(set(days)) < len(days):
        raise ValidationError(_("Two extents begin on the same day."))
    if last_day is not None and days[-1] > last_day:
        raise ValidationError(_("An extent begins after the last day of the sick leave."))
    ends: list[date | None] = [day - ONE_DAY for day in days[1:]]
    return tuple(
        ExtentSpan(day, end, extent) for (day, extent), end in zip(ordered, [*ends, last_day], strict=True)
    )


def changes_of(spans: Sequence[ExtentSpan]) -> list[tuple[date, int]]:
    """The days on which the extent changed, and to what."""
    return [(span.first_day, span.extent) for span in spans]


def check_cover(first_day: date, last_day: date | None, spans: Sequence[ExtentSpan]) -> None:
    """The spans hold every day of the episode exactly once. Raises ValidationError."""
    expected: date | None = first_day
    for span in sorted(spans, key=lambda span: span.first_day):
        if expected is None or span.first_day != expected:
            raise ValidationError(_("The extents leave a gap or share a day."))
        expected = None if span.last_day is None else span.last_day + ONE_DAY
    ends_on = None if expected is None else expected - ONE_DAY
    if not spans or ends_on != last_day:
        raise ValidationError(_("The extents must last exactly as long as the sick leave."))


def cut_at(spans: Sequence[ExtentSpan], last_day: date) -> tuple[ExtentSpan, ...]:
    """The spans of an episode that ends on `last_day`: later ones fall away, the last one ends then."""
    kept = sorted((span for span in spans if span.first_day <= last_day), key=lambda span: span.first_day)
    return (*kept[:-1], replace(kept[-1], last_day=last_day)) if kept else ()


def changed_from(
    spans: Sequence[ExtentSpan], day: date, extent: int, last_day: date | None
) -> tuple[ExtentSpan, ...]:
    """The spans when the extent is another one from `day` to the end of the episode."""
    before = cut_at([span for span in spans if span.first_day < day], day - ONE_DAY)
    return (*before, ExtentSpan(day, last_day, extent))
