"""What a role sees of sick leave: small types, fetched without what the role may not read.

An `EpisodeOutline` is all that a manager gets: it has no place for a diagnosis, and the query that
fills it never asks for one. `EpisodeWithDiagnosis` is for HR officers of the employer, for the person
and for whoever the case has been lent to.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import ExtentPeriod, SickLeaveCause, SickLeaveEpisode
from cases.models.sick_leave import DiagnosisStatus
from experio.periods import Period
from experio.sealing.values import opened


@dataclass(frozen=True, slots=True)
class ExtentSpan:
    """One extent (omfattning), in percent, from first to last day; no last day while it goes on."""

    first_day: date
    last_day: date | None
    extent: int


@dataclass(frozen=True, slots=True)
class CertificateOutline:
    """A medical certificate: which days it covers and when it came. It holds no diagnosis."""

    first_day: date
    last_day: date
    received_on: date

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeOutline:
    """A sick-leave episode (sjukfall) without any word about health."""

    pk: int
    staff_member_id: int
    first_day: date
    last_day: date | None
    expected_last_day: date | None
    cause: str
    fk_reported_on: date | None
    extents: tuple[ExtentSpan, ...]

    @property
    def is_ongoing(self) -> bool:
        return self.last_day is None

    @property
    def cause_name(self) -> str:
        return str(SickLeaveCause(self.cause).label)

    def period(self, until: date) -> Period:
        """The days of the episode; an ongoing one counts up to `until`."""
        return Period(self.first_day, max(self.first_day, self.last_day or until))

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def extent_on(self, day: date) -> int | None:
        """The extent on the day; after the episode its last one, before it the first; None if unknown."""
        if not self.extents:
            return None
        begun = [span for span in self.extents if span.first_day <= day]
        return (begun[-1] if begun else self.extents[0]).extent


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeWithDiagnosis(EpisodeOutline):
    """An episode for those who may read its diagnosis."""

    diagnosis_status: str
    diagnosis_code: str

    @property
    def is_shared(self) -> bool:
        return self.diagnosis_status == DiagnosisStatus.SHARED

    @property
    def dotted_code(self) -> str:
        """The code as it is written by hand: F438A becomes F43.8A; empty when not shared."""
        return dotted(self.diagnosis_code)


OUTLINE_FIELDS = (
    "pk",
    "staff_member_id",
    "first_day",
    "last_day",
    "expected_last_day",
    "cause",
    "fk_reported_on",
)
DIAGNOSIS_FIELDS = (*OUTLINE_FIELDS, "diagnosis_status", "diagnosis_code")


def dotted(code: str) -> str:
    """An ICD-10-SE code with its dot after the third character."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def extents_of(episode_pks: Iterable[int]) -> dict[int, tuple[ExtentSpan, ...]]:
    """The extents of many episodes, each in order: one query."""
    spans: dict[int, list[ExtentSpan]] = defaultdict(list)
    rows = ExtentPeriod.objects.filter(episode__in=list(episode_pks)).order_by("episode", "first_day")
    for episode, first_day, last_day, extent in rows.values_list(
        "episode", "first_day", "last_day", "extent"
    ):
        spans[episode].append(ExtentSpan(first_day, last_day, extent))
    return {episode: tuple(of_one) for episode, of_one in spans.items()}


def episode_outlines(episodes: Any) -> tuple[EpisodeOutline, ...]:
    """A queryset of episodes as outlines, in its order: two queries, none of which names a diagnosis."""
    rows = list(episodes.values(*OUTLINE_FIELDS))
    extents = extents_of(row["pk"] for row in rows)
    return tuple(EpisodeOutline(**row, extents=extents.get(row["pk"], ())) for row in rows)


def episodes_with_diagnosis(episodes: Any) -> tuple[EpisodeWithDiagnosis, ...]:
    """A queryset of episodes whose diagnosis the reader may see: two queries."""
    rows = list(episodes.values(*DIAGNOSIS_FIELDS))
    for row in rows:
        row["diagnosis_code"] = opened(row["diagnosis_code"], row["pk"])
    extents = extents_of(row["pk"] for row in rows)
    return tuple(EpisodeWithDiagnosis(**row, extents=extents.get(row["pk"], ())) for row in rows)


def episodes_for_reader(episodes: Any, *, reads_health: bool) -> tuple[EpisodeOutline, ...]:
    """The shape that the reader may have; without health the diagnosis is never fetched."""
    return episodes_with_diagnosis(episodes) if reads_health else episode_outlines(episodes)


def episode_outline(episode: SickLeaveEpisode) -> EpisodeOutline:
    """One loaded episode as an outline: one query, for its extents."""
    fields = {name: getattr(episode, name) for name in OUTLINE_FIELDS}
    return EpisodeOutline(**fields, extents=extents_of([episode.pk]).get(episode.pk, ()))
