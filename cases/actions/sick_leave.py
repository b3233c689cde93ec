"""Verbs that change sick leave: each in one transaction, checked in full, remembered by the database.

Whoever calls them has asked for permission. The staff member's row is locked first, so that two
registrations of one person wait for each other; the exclusion constraint has the last word.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.actions.extent_spans import changed_from, check_cover, cut_at
from cases.models import (
    Certificate,
    DiagnosisStatus,
    ExtentPeriod,
    SickLeaveCause,
    SickLeaveEpisode,
    Source,
)
from cases.outlines import ExtentSpan, extents_of
from cases.restricted import refuse_if_restricted
from experio.history import because
from subprojects.models import StaffMember
from subprojects.querysets import overlapping

OVERLAP = "overlap"


class SickLeaveOverlaps(ValidationError):
    """The days are already part of another episode of the same person: `other`."""

    def __init__(self, other: SickLeaveEpisode) -> None:
        self.other = other
        super().__init__(
            _("The days overlap another sick leave of the same person: %(days)s.") % {"days": days_of(other)},
            code=OVERLAP,
        )


def days_of(episode: Any) -> str:
    """An episode's days in words, for messages."""
    first = date_format(episode.first_day, "SHORT_DATE_FORMAT")
    if episode.last_day is None:
        return _("from %(first)s, ongoing") % {"first": first}
    return f"{first} – {date_format(episode.last_day, 'SHORT_DATE_FORMAT')}"


@transaction.atomic
def record_sick_leave(
    *,
    staff_member: StaffMember,
    first_day: date,
    extents: Sequence[ExtentSpan],
    recorded_by: Any,
    last_day: date | None = None,
    expected_last_day: date | None = None,
    cause: str = SickLeaveCause.SICKNESS,
    diagnosis_code: str | None = None,
    source: str = Source.FORM,
) -> SickLeaveEpisode:
    """
    Register an episode with its extents; `diagnosis_code` None means not shared.

    A form that was sent twice acts once: when the very same sick leave has been recorded by the same
    person, that one is returned. Raises SickLeaveOverlaps, and ValidationError for everything else.
    """
    _lock(staff_member)
    episode = SickLeaveEpisode(
        subproject_id=staff_member.subproject_id,
        staff_member=staff_member,
        first_day=first_day,
        last_day=last_day,
        expected_last_day=expected_last_day,
        cause=cause,
        source=source,
        recorded_by=recorded_by,
        **_diagnosis(diagnosis_code),
    )
    twin = _recorded_before(episode, extents)
    if twin is not None:
        return twin
    _store(episode, extents)
    return episode


@transaction.atomic
def correct_sick_leave(
    *,
    episode: SickLeaveEpisode,
    first_day: date,
    last_day: date | None,
    expected_last_day: date | None,
    cause: str,
    diagnosis_code: str | None,
    extents: Sequence[ExtentSpan],
) -> SickLeaveEpisode:
    """Replace what is recorded about an episode; the history keeps what stood before."""
    _lock(episode.staff_member)
    episode.first_day = first_day
    episode.last_day = last_day
    episode.expected_last_day = expected_last_day
    episode.cause = cause
    for name, value in _diagnosis(diagnosis_code).items():
        setattr(episode, name, value)
    _store(episode, extents)
    return episode


@transaction.atomic
def end_sick_leave(*, episode: SickLeaveEpisode, last_day: date) -> SickLeaveEpisode:
    """The person is well: `last_day` is the last sick day. Extents planned for later fall away."""
    _lock(episode.staff_member)
    if last_day < episode.first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    spans = extents_of([episode.pk]).get(episode.pk, ())
    episode.last_day = last_day
    _store(episode, cut_at(spans, last_day))
    return episode


@transaction.atomic
def change_extent(*, episode: SickLeaveEpisode, first_day: date, extent: int) -> SickLeaveEpisode:
    """Another extent from `first_day` to the end of the episode."""
    _lock(episode.staff_member)
    is_within = episode.first_day <= first_day and (episode.last_day is None or first_day <= episode.last_day)
    if not is_within:
        raise ValidationError({"first_day": _("The day lies outside the sick leave.")})
    spans = extents_of([episode.pk]).get(episode.pk, ())
    _store(episode, changed_from(spans, first_day, extent, episode.last_day))
    return episode


@transaction.atomic
def delete_sick_leave(*, episode: SickLeaveEpisode, reason: str) -> None:
    """Remove an episode that should never have been recorded. The history keeps it, and the reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the sick leave is deleted.")})
    _lock(episode.staff_member)
    with because(reason.strip()):
        episode.delete()


@transaction.atomic
def add_certificate(
    *, episode: SickLeaveEpisode, first_day: date, last_day: date, received_on: date
) -> Certificate:
    """A medical certificate has come in. The same one twice is kept once."""
    _lock(episode.staff_member)
    facts = {"first_day": first_day, "last_day": last_day, "received_on": received_on}
    twin = Certificate.objects.filter(episode=episode, **facts).first()
    if twin is not None:
        return twin
    certificate = Certificate(episode=episode, subproject_id=episode.subproject_id, **facts)
    certificate.full_clean()
    certificate.save()
    return certificate


@transaction.atomic
def note_fk_report(*, episode: SickLeaveEpisode, reported_on: date | None) -> SickLeaveEpisode:
    """The employer has reported the case to Försäkringskassan; None takes the note back."""
    _lock(episode.staff_member)
    if reported_on is not None and reported_on < episode.first_day:
        raise ValidationError({"reported_on": _("The report was made before the sick leave began.")})
    episode.fk_reported_on = reported_on
    episode.save(update_fields=["fk_reported_on"])
    return episode


def _lock(staff_member: StaffMember) -> None:
    StaffMember.objects.select_for_update().only("pk").get(pk=staff_member.pk)
    refuse_if_restricted(staff_member.pk)


def _diagnosis(code: str | None) -> dict[str, str]:
    """Not shared is a value of its own, never an empty code by accident."""
    if code is None:
        return {"diagnosis_status": DiagnosisStatus.NOT_SHARED, "diagnosis_code": ""}
    return {"diagnosis_status": DiagnosisStatus.SHARED, "diagnosis_code": code}


def _recorded_before(episode: SickLeaveEpisode, extents: Sequence[ExtentSpan]) -> SickLeaveEpisode | None:
    """The same facts, recorded by the same person: the form was sent twice."""
    if episode.source != Source.FORM or episode.recorded_by is None:
        return None
    names = (
        "staff_member",
        "first_day",
        "last_day",
        "expected_last_day",
        "cause",
        "diagnosis_status",
        "source",
        "recorded_by",
    )
    twin = SickLeaveEpisode.objects.filter(**{name: getattr(episode, name) for name in names}).first()
    if twin is None or twin.diagnosis_code != episode.diagnosis_code:
        return None
    if extents_of([twin.pk]).get(twin.pk, ()) != tuple(extents):
        return None
    return twin


def _store(episode: SickLeaveEpisode, spans: Sequence[ExtentSpan]) -> None:
    """Check everything, save the episode, and make its extents what `spans` says."""
    if episode.last_day is not None and episode.last_day < episode.first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    _refuse_overlap(episode)
    check_cover(episode.first_day, episode.last_day, spans)
    with refused_by_the_database():
        episode.full_clean()
        episode.save()
        _replace_extents(episode, spans)


def _refuse_overlap(episode: SickLeaveEpisode) -> None:
    others = SickLeaveEpisode.objects.filter(staff_member=episode.staff_member).exclude(pk=episode.pk)
    others = others.filter(overlapping(episode.first_day, episode.last_day))
    other = others.without_health().select_related("staff_member").order_by("first_day").first()
    if other is not None:
        raise SickLeaveOverlaps(other)


def _replace_extents(episode: SickLeaveEpisode, spans: Sequence[ExtentSpan]) -> None:
    """Rows that stay as they are are left alone, so that the history holds only what changed."""
    kept: set[ExtentSpan] = set()
    for row in ExtentPeriod.objects.filter(episode=episode):
        span = ExtentSpan(row.first_day, row.last_day, row.extent)
        if span in spans:
            kept.add(span)
        else:
            row.delete()
    for span in spans:
        if span not in kept:
            period = ExtentPeriod(
                episode=episode,
                subproject_id=episode.subproject_id,
                first_day=span.first_day,
                last_day=span.last_day,
                extent=span.extent,
            )
            period.full_clean()
            period.save()


@contextmanager
def refused_by_the_database() -> Iterator[None]:
    """What PostgreSQL refuses in a race becomes a form error instead of a broken page."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "overlap" not in str(error):
            raise
        raise ValidationError(
            {NON_FIELD_ERRORS: [_("This sick leave overlaps another one of the same person.")]}
        ) from error
