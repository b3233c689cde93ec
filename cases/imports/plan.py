"""What an import would change: the spells of a file against the sick leave that is registered.

A spell that overlaps a registered sick leave, or begins the day after it, is the same sick leave: it is
corrected or goes on, never registered twice. `merge.py` says what wins.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.imports.merge import EpisodeState, Group, StoredEpisode, grouped, merged
from cases.imports.new_staff import NewStaff
from cases.imports.rows import Problem, Problems, ReadResult, Remark, Remarks
from cases.imports.spells import ExtentSpan, Spell, join_spells
from cases.imports.staff import Employments, KnownStaff, StaffRef, chunks, find_staff
from cases.models import ExtentPeriod, SickLeaveEpisode, Source
from experio.sealing.values import opened
from subprojects.models import Subproject

NEARBY = timedelta(days=40)  # farther from a file's days no registered sick leave can be joined by days off


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PlannedEpisode:
    """One sick leave of the file: what is registered, and what will be."""

    change: Change
    staff: StaffRef
    after: EpisodeState
    before: EpisodeState | None
    lines: tuple[int, ...]
    keep: int | None = None  # primary key of the episode that lives on
    absorbed: tuple[int, ...] = ()  # primary keys of episodes that become part of it


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do. Nothing has been saved."""

    subproject: Subproject
    format: str
    rows: int
    episodes: tuple[PlannedEpisode, ...]
    new_staff: dict[StaffRef, NewStaff]
    refused: tuple[Problem, ...]
    refused_count: int
    skipped: Counter[str]
    remarks: tuple[Remark, ...]
    counts: Counter[Change] = field(default_factory=Counter)

    @property
    def can_be_applied(self) -> bool:
        """All rows or none: one refused line stops the whole file."""
        return self.refused_count == 0

    @property
    def has_changes(self) -> bool:
        return bool(self.counts[Change.NEW] or self.counts[Change.CHANGED])

    @property
    def fingerprint(self) -> str:
        """Changes when the plan would do anything else: what was confirmed is what is done."""
        digest = hashlib.sha256()
        for episode in self.episodes:
            digest.update(
                repr(
                    (episode.change, episode.staff, episode.after, episode.before, episode.absorbed)
                ).encode()
            )
        digest.update(repr((self.refused_count, sorted(map(str, self.new_staff)))).encode())
        return digest.hexdigest()


def plan_import(
    read: ReadResult, subproject: Subproject, *, today: date, create_staff: bool = False
) -> ImportPlan:
    """Compare a file with what is registered. Reads the database, writes nothing."""
    remarks, refused = Remarks(), Problems()
    remarks.merge(read.remarks.as_tuple())
    refused.take_over(read.refused)
    known = find_staff(read, subproject, create_staff=create_staff, remarks=remarks)
    for row in read.rows:
        if row.person in known.unknown:
            refused.add(row.line, *known.unknown[row.person], row.person.employee_number)
    read = replace(read, rows=[row for row in read.rows if row.person in known.who])
    employments = Employments.read(known)
    joined = join_spells(
        read, who=lambda person: known.who.get(person, person), day_hours=employments.day_hours
    )
    remarks.merge(joined.remarks.as_tuple())
    refused.take_over(joined.refused)
    planned = []
    for group in _groups(joined.spells, known, read):
        episode = _planned(group, employments, today, remarks)
        if problem := _problem_with(episode):
            refused.add(episode.lines[0], "invalid", problem, known.number_in_file(episode.staff))
        planned.append(episode)
    if not planned and not refused.total:
        remarks.add("nothing_to_import", _("The file holds no sick leave: there is nothing to import."))
    planned.sort(key=lambda episode: (episode.lines[:1], episode.after.first_day))
    refused.sort(key=lambda problem: problem.line or 0)
    return ImportPlan(
        subproject=subproject,
        format=read.format,
        rows=len(read.rows),
        episodes=tuple(planned),
        new_staff=dict(known.to_create),
        refused=tuple(_fit_to_show(problem, known) for problem in refused),
        refused_count=refused.total,
        skipped=read.skipped,
        remarks=remarks.as_tuple(),
        counts=Counter(episode.change for episode in planned),
    )


def _fit_to_show(problem: Problem, known: KnownStaff) -> Problem:
    """The line alone, when the number on it is a protected person's."""
    return replace(problem, employee_number="") if problem.employee_number in known.unsaid else problem


def _groups(spells: list[Spell], known: KnownStaff, read: ReadResult) -> Iterator[tuple[StaffRef, Group]]:
    spells_of: dict[StaffRef, list[Spell]] = defaultdict(list)
    for spell in spells:
        spells_of[spell.person].append(spell)  # type: ignore[index]
    stored_of = _stored_near(spells_of, read)
    attendance: dict[StaffRef, set[date]] = defaultdict(set)
    for person, days in read.attendance.items():
        if person in known.who:
            attendance[known.who[person]] |= days
    for staff, own in spells_of.items():
        for group in grouped(stored_of.get(staff, []), own, attendance.get(staff, set())):
            yield staff, group


def _stored_near(
    spells_of: dict[StaffRef, list[Spell]], read: ReadResult
) -> dict[StaffRef, list[StoredEpisode]]:
    """Registered sick leave of the staff in the file, around the days of the file. Two queries a chunk."""
    stored: dict[StaffRef, list[StoredEpisode]] = defaultdict(list)
    if not spells_of or read.first_day is None or read.last_day is None:
        return stored
    until = read.last_day + NEARBY
    if any(spell.last_day is None for spells in spells_of.values() for spell in spells):
        until = date.max
    for chunk in chunks(pk for pk in spells_of if isinstance(pk, int)):
        near = SickLeaveEpisode.objects.filter(staff_member__in=chunk, first_day__lte=until).exclude(
            last_day__lt=read.first_day - NEARBY
        )
        spans: dict[int, list[ExtentSpan]] = defaultdict(list)
        extents = ExtentPeriod.objects.filter(episode__in=near).order_by("episode", "first_day")
        for pk, first_day, last_day, extent in extents.values_list(
            "episode", "first_day", "last_day", "extent"
        ):
            spans[pk].append(ExtentSpan(first_day, last_day, extent))
        fields = (
            "pk", "staff_member", "first_day", "last_day", "cause", "diagnosis_status", "diagnosis_code",
            "source",
        )  # fmt: skip
        for pk, staff, first_day, last_day, cause, status, code, source in near.values_list(*fields):
            state = EpisodeState(first_day, last_day, cause, status, opened(code, pk), tuple(spans[pk]))
            stored[staff].append(StoredEpisode(pk, state, came_by_file=source == Source.FILE))
    return stored


def _planned(
    found: tuple[StaffRef, Group], employments: Employments, today: date, remarks: Remarks
) -> PlannedEpisode:
    staff, group = found
    after, registered_is_longer = merged(group)
    lines = tuple(line for spell in group.spells for line in spell.lines)
    if registered_is_longer:
        remarks.add(
            "registered_longer",
            _("The registered sick leave has more days than the file; those days were left as they are."),
            lines[0],
        )
    if not employments.covers(staff, after.first_day):
        remarks.add("not_employed", _("The person has no registered employment on the first day."), lines[0])
    if after.first_day > today:
        remarks.add("begins_ahead", _("The sick leave begins after today."), lines[0])
    kept = group.stored[0] if group.stored else None
    if kept is None:
        return PlannedEpisode(Change.NEW, staff, after, None, lines)
    absorbed = tuple(episode.pk for episode in group.stored[1:])
    change = Change.UNCHANGED if kept.state == after and not absorbed else Change.CHANGED
    return PlannedEpisode(change, staff, after, kept.state, lines, kept.pk, absorbed)


def _problem_with(episode: PlannedEpisode) -> str:
    """The rules of the model itself, the same as for a form; the database keeps the last word on overlap."""
    if episode.change is Change.UNCHANGED:
        return ""
    try:
        model = episode.after.as_model()
        model.clean_fields(exclude=["subproject", "staff_member", "recorded_by"])
        model.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
