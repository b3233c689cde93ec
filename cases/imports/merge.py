"""A spell of a file and the registered sick leave it belongs to → the sick leave as it should be.

What wins, in short: days are added; extents of the file's days are the file's; a diagnosis or cause is
replaced only by one that the file states; days are taken away only when the file shows that the person was
back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.imports.free_days import is_free_by_calendar
from cases.imports.rows import Cause
from cases.imports.spells import FOREVER, ExtentSpan, Spell
from cases.models import DiagnosisStatus, SickLeaveEpisode, Source

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EpisodeState:
    """The facts of a sick-leave episode that a file can set."""

    first_day: date
    last_day: date | None
    cause: str
    diagnosis_status: str
    diagnosis_code: str
    spans: tuple[ExtentSpan, ...]

    @property
    def end(self) -> date:
        return self.last_day or FOREVER

    def as_model(self) -> SickLeaveEpisode:
        """An unsaved episode with these facts, marked as come by file."""
        return SickLeaveEpisode(
            first_day=self.first_day,
            last_day=self.last_day,
            cause=self.cause,
            diagnosis_status=self.diagnosis_status,
            diagnosis_code=self.diagnosis_code,
            source=Source.FILE,
        )


@dataclass(frozen=True, slots=True)
class StoredEpisode:
    """A registered episode."""

    pk: int
    state: EpisodeState
    came_by_file: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Registered episodes and spells of one person that are one and the same sick leave, each in order of
    day.
    """

    stored: tuple[StoredEpisode, ...]
    spells: tuple[Spell, ...]


def grouped(
    stored: Sequence[StoredEpisode], spells: Sequence[Spell], attendance: Iterable[date] = ()
) -> Iterator[Group]:
    """Put each spell together with the registered episodes it overlaps or touches. Episodes that no spell
    concerns are left out.
    """
    at_work = frozenset(attendance)
    things: list[StoredEpisode | Spell] = sorted([*stored, *spells], key=_first_day)
    group: list[StoredEpisode | Spell] = []
    for thing in things:
        if group and not any(_belong_together(other, thing, at_work) for other in group):
            yield from _as_group(group)
            group = []
        group.append(thing)
    yield from _as_group(group)


def merged(group: Group) -> tuple[EpisodeState, bool]:
    """(the sick leave as it should be, whether days are registered that the file does not confirm)."""
    states = [episode.state for episode in group.stored]
    ends = [state.end for state in states] + [spell.last_day or FOREVER for spell in group.spells]
    first_day = min([state.first_day for state in states] + [spell.first_day for spell in group.spells])
    end = max(ends)
    # Several spells of the file within one registered sick leave have healthy days between them.
    longer = bool(states) and len(group.spells) > 1
    if states:
        final, last_spell = states[-1], max(group.spells, key=_end_of)
        if _ends_earlier(final, last_spell):
            confirms_start = last_spell.first_day <= final.first_day or not last_spell.start_is_stated
            if confirms_start:
                end = _end_of(last_spell)
            longer = longer or not confirms_start
        first_spell = group.spells[0]
        longer = longer or (first_spell.start_is_stated and first_spell.first_day > states[0].first_day)
    layers = [*(state.spans for state in states), *(spell.spans for spell in group.spells)]
    status, code = _diagnosis(group)
    return (
        EpisodeState(
            first_day=first_day,
            last_day=None if end == FOREVER else end,
            cause=_cause(group),
            diagnosis_status=status,
            diagnosis_code=code,
            spans=overlaid(layers, first_day, end),
        ),
        longer,
    )


def overlaid(layers: Sequence[Sequence[ExtentSpan]], first_day: date, end: date) -> tuple[ExtentSpan, ...]:
    """Extents from `first_day` to `end`, later layers above earlier ones; days without any keep the extent
    before.
    """
    changes = {first_day}
    for layer in layers:
        for span in layer:
            changes.add(span.first_day)
            if span.last_day is not None and span.last_day < FOREVER:
                changes.add(span.last_day + ONE_DAY)
    days = sorted(day for day in changes if first_day <= day <= end)
    spans: list[ExtentSpan] = []
    for place, day in enumerate(days):
        extent = next(
            (found for layer in reversed(layers) if (found := _extent_on(layer, day)) is not None),
            spans[-1].extent if spans else 100,
        )
        last = days[place + 1] - ONE_DAY if place + 1 < len(days) else end
        last_day = None if last == FOREVER else last
        if spans and spans[-1].extent == extent:
            spans[-1] = ExtentSpan(spans[-1].first_day, last_day, extent)
        else:
            spans.append(ExtentSpan(day, last_day, extent))
    return tuple(spans)


def _extent_on(layer: Sequence[ExtentSpan], day: date) -> int | None:
    for span in layer:
        if span.first_day <= day <= (span.last_day or FOREVER):
            return span.extent
    return None


def _ends_earlier(state: EpisodeState, spell: Spell) -> bool:
    """The file shows an end within the registered sick leave."""
    return spell.end_is_stated and state.first_day <= _end_of(spell) < state.end


def _cause(group: Group) -> str:
    specific = [spell.cause for spell in group.spells if spell.cause is not Cause.SICKNESS]
    if specific:
        return str(specific[0])
    return group.stored[0].state.cause if group.stored else str(Cause.SICKNESS)


def _diagnosis(group: Group) -> tuple[str, str]:
    """(status, code). What the file does not tell stays as registered; a new one is 'not shared'."""
    told = [spell.diagnosis for spell in group.spells if spell.diagnosis.is_stated]
    if told:
        code = next((diagnosis.code for diagnosis in reversed(told) if diagnosis.code), "")
        return (DiagnosisStatus.SHARED.value, code) if code else (DiagnosisStatus.NOT_SHARED.value, "")
    for episode in group.stored:
        if episode.state.diagnosis_code:
            return episode.state.diagnosis_status, episode.state.diagnosis_code
    return DiagnosisStatus.NOT_SHARED.value, ""


def _belong_together(
    one: StoredEpisode | Spell, other: StoredEpisode | Spell, at_work: frozenset[date]
) -> bool:
    """Whether `other`, which begins no earlier, is the same sick leave as `one`."""
    if isinstance(one, StoredEpisode) and isinstance(other, StoredEpisode):
        return False
    end, begin = _end_of(one), _first_day(other)
    if end == FOREVER or (begin - end).days <= 1:
        return True
    # Between the daily files of two months lies the same kind of gap as between two weeks of one file.
    daily = one.ends_daily if isinstance(one, Spell) else one.came_by_file
    daily = daily and (other.begins_daily if isinstance(other, Spell) else other.came_by_file)
    if not daily or (isinstance(one, Spell) and isinstance(other, Spell)):
        return False
    return all(
        is_free_by_calendar(day) and day not in at_work
        for day in (end + ONE_DAY * number for number in range(1, (begin - end).days))
    )


def _as_group(things: Sequence[StoredEpisode | Spell]) -> Iterator[Group]:
    spells = tuple(thing for thing in things if isinstance(thing, Spell))
    if spells:
        yield Group(tuple(thing for thing in things if isinstance(thing, StoredEpisode)), spells)


def _first_day(thing: StoredEpisode | Spell) -> date:
    return thing.first_day if isinstance(thing, Spell) else thing.state.first_day


def _end_of(thing: StoredEpisode | Spell) -> date:
    return (thing.last_day or FOREVER) if isinstance(thing, Spell) else thing.state.end
