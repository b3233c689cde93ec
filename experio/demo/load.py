"""Writes a demo world into an empty database, as the owner and in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models, transaction

from cases.models import Case, Certificate, ExtentPeriod, JournalNote, SickLeaveEpisode
from cases.rules.diagnosis_group import diagnosis_group
from experio.accounts.models import User
from experio.database import as_owner
from experio.demo import rebuild
from experio.demo.accounts import employee_place, manager_name, officer_names
from experio.demo.frame_rows import FrameKeys, write_frame
from experio.demo.lending import LentFrom, write_delegations
from experio.demo.protection import shown_columns, write_protected, write_readers_and_grounds
from experio.demo.tables import analyze, copy_rows, set_sequences
from experio.demo.world import DemoPerson, DemoWorld
from experio.sealing import blind_index, group_token, seal
from experio.walls.loading import opened_for_loading
from subprojects.models import (
    Activity,
    ActivityHours,
    Employment,
    Membership,
    Occupation,
    Participation,
    Project,
    ProjectPhase,
    StaffMember,
    Subproject,
    Unit,
)

# From so many staff on, constraints and indexes are built after the load instead of row by row.
LARGE = 10_000
FRAME_TABLES: tuple[type[models.Model], ...] = (
    User,
    Project,
    ProjectPhase,
    Activity,
    Subproject,
    Unit,
    Occupation,
)
PEOPLE_TABLES: tuple[type[models.Model], ...] = (
    StaffMember,
    Employment,
    SickLeaveEpisode,
    ExtentPeriod,
    Certificate,
    Case,
    JournalNote,
    Participation,
    ActivityHours,
)

# Told how far the work has come: what is done, how much of it, of how much.
Listener = Callable[[str, int, int], None]


class DemoRefused(Exception):
    """The demo world is not made; the message says why in one line."""


@dataclass(slots=True)
class Written:
    """How many rows a load wrote."""

    employers: int = 0
    units: int = 0
    users: int = 0
    staff: int = 0
    employments: int = 0
    episodes: int = 0
    extents: int = 0
    certificates: int = 0
    cases: int = 0
    notes: int = 0
    delegations: int = 0
    participations: int = 0
    hours: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def is_empty() -> bool:
    """
    Whether the database holds nobody and nothing yet; the legal numbers do not count. Staff and cases
    stand behind the walls, but never without an employer, which does not.
    """
    return not any(model._default_manager.exists() for model in (User, Project, Subproject))


def load_world(world: DemoWorld, *, tell: Listener) -> Written:
    """
    Write the world, all of it or nothing.

    Raises DemoRefused outside demo mode, and when there is something in the database already: invented
    people must never stand among real ones.
    """
    if not settings.DEMO:
        raise DemoRefused("The demo world is made in demo mode only (EXPERIO_DEMO=true).")
    if not is_empty():
        raise DemoRefused("The database is not empty, and the demo world is made in an empty one only.")
    with as_owner():
        with transaction.atomic(), opened_for_loading():
            written = _Load(world, tell).run()
        tell("Counting for the planner", 0, 1)
        analyze()
        tell("Counting for the planner", 1, 1)
    return written


class _Load:
    """One load: hands out keys in order, so that the same world gets the same keys."""

    def __init__(self, world: DemoWorld, tell: Listener) -> None:
        self.world = world
        self.tell = tell
        self.written = Written()
        self.case_sequences: dict[tuple[str, int], int] = {}
        self.tokens: dict[tuple[int, str], str] = {}
        self.lendable: list[LentFrom] = []

    def run(self) -> Written:
        is_large = self.world.staff >= LARGE
        self.tell("The frame", 0, 1)
        self.keys: FrameKeys = write_frame(self.world)
        self.tell("The frame", 1, 1)
        aside = rebuild.set_aside(PEOPLE_TABLES) if is_large else ()
        for chunk in self.world.chunks():
            self._write_chunk(chunk)
            self.tell("People and their sick leave", self.written.staff, self.world.staff)
        if is_large:
            rebuild.give_room_to_build()
        for done, thing in enumerate(aside):
            self.tell("Constraints and indexes", done, len(aside))
            rebuild.bring_back(thing)
        if aside:
            self.tell("Constraints and indexes", len(aside), len(aside))
        self._write_employee_role()
        write_readers_and_grounds(self.keys)
        self.written.delegations = write_delegations(self.world.today, self.lendable, self.keys.users)
        set_sequences((*FRAME_TABLES, *PEOPLE_TABLES))
        self.written.users = len(self.keys.users)
        self.written.employers = len(self.keys.subprojects)
        self.written.units = len(self.keys.units)
        return self.written

    def _write_chunk(self, people: Sequence[DemoPerson]) -> None:
        first_episode = self.written.episodes + 1
        self._write_people(people)
        self._write_sick_leave(people)
        self._write_cases(people, first_episode)
        self._write_participations(people)

    def _write_people(self, people: Sequence[DemoPerson]) -> None:
        employer = self.keys.subprojects
        self.written.staff += copy_rows(
            StaffMember,
            (
                "id",
                "subproject_id",
                "key",
                "employee_number",
                "first_name",
                "last_name",
                "birth_date",
                "gender",
                "personal_number",
                "personal_number_index",
                "has_protected_identity",
                "recorded_at",
            ),
            (
                (
                    person.number,
                    employer[person.employer],
                    person.key,
                    shown["employee_number"],
                    shown["first_name"],
                    shown["last_name"],
                    shown["birth_date"],
                    person.gender,
                    _sealed(StaffMember, "personal_number", person.number, shown["personal_number"]),
                    _index(employer[person.employer], shown["personal_number"]),
                    person.has_protected_identity,
                    _at(max(person.jobs[0].first_day, date(2019, 5, 1))),
                )
                for person, shown in ((person, shown_columns(person)) for person in people)
            ),
        )
        write_protected(people, self.keys)
        self.written.employments += copy_rows(
            Employment,
            (
                "id",
                "staff_member_id",
                "subproject_id",
                "unit_id",
                "occupation_id",
                "weekly_hours",
                "first_day",
                "last_day",
            ),
            (
                (
                    key,
                    person.number,
                    employer[person.employer],
                    self.keys.units[job.unit],
                    self.keys.occupations[job.ssyk_code],
                    job.weekly_hours,
                    job.first_day,
                    job.last_day,
                )
                for key, (person, job) in enumerate(
                    ((person, job) for person in people for job in person.jobs), self.written.employments + 1
                )
            ),
        )

    def _write_sick_leave(self, people: Sequence[DemoPerson]) -> None:
        episodes: list[tuple[Any, ...]] = []
        extents: list[tuple[Any, ...]] = []
        certificates: list[tuple[Any, ...]] = []
        episode, extent, certificate = (
            self.written.episodes,
            self.written.extents,
            self.written.certificates,
        )
        for person in people:
            employer = self.keys.subprojects[person.employer]
            officer = self.keys.users[officer_names(person.employer)[0]]
            for spell in person.spells:
                episode += 1
                episodes.append(
                    (
                        episode,
                        employer,
                        person.number,
                        spell.first_day,
                        spell.last_day,
                        spell.expected_last_day,
                        spell.cause,
                        "shared" if spell.diagnosis_code else "not_shared",
                        _sealed(SickLeaveEpisode, "diagnosis_code", episode, spell.diagnosis_code),
                        self._group_token(employer, spell.diagnosis_code),
                        spell.fk_reported_on,
                        spell.source,
                        officer,
                        _at(spell.first_day),
                    )
                )
                for step in spell.steps:
                    extent += 1
                    extents.append((extent, episode, employer, step.extent, step.first_day, step.last_day))
                for paper in spell.certificates:
                    certificate += 1
                    certificates.append(
                        (certificate, episode, employer, paper.first_day, paper.last_day, paper.received_on)
                    )
        self.written.episodes += copy_rows(
            SickLeaveEpisode,
            (
                "id",
                "subproject_id",
                "staff_member_id",
                "first_day",
                "last_day",
                "expected_last_day",
                "cause",
                "diagnosis_status",
                "diagnosis_code",
                "diagnosis_token",
                "fk_reported_on",
                "source",
                "recorded_by_id",
                "recorded_at",
            ),
            episodes,
        )
        self.written.extents += copy_rows(
            ExtentPeriod, ("id", "episode_id", "subproject_id", "extent", "first_day", "last_day"), extents
        )
        self.written.certificates += copy_rows(
            Certificate,
            ("id", "episode_id", "subproject_id", "first_day", "last_day", "received_on"),
            certificates,
        )

    def _write_cases(self, people: Sequence[DemoPerson], first_episode: int) -> None:
        found = []
        for person in people:
            found += [(person, case, first_episode) for case in person.cases]
            first_episode += len(person.spells)
        # Numbered as they were opened, employer by employer.
        found.sort(key=lambda row: (row[0].employer, row[1].opened_on, row[0].number))
        rows: list[tuple[Any, ...]] = []
        notes: list[tuple[Any, ...]] = []
        note_key = self.written.notes
        for key, (person, case, first) in enumerate(found, self.written.cases + 1):
            employer = self.keys.subprojects[person.employer]
            officers = officer_names(person.employer)
            officer_name = officers[case.officer % len(officers)]
            officer = self.keys.users[officer_name]
            manager = self.keys.users.get(manager_name(person.unit))
            number, year, sequence = self._case_number(person.employer, case.opened_on)
            rows.append(
                (
                    key,
                    employer,
                    number,
                    year,
                    sequence,
                    person.number,
                    None if case.spell is None else first + case.spell,
                    case.opened_on,
                    case.reason,
                    _sealed(Case, "background", key, case.background),
                    officer,
                    manager,
                    case.plan_made_on,
                    case.no_plan_reason,
                    case.closed_on,
                    case.outcome,
                    officer,
                    _at(case.opened_on),
                )
            )
            for note in case.notes:
                note_key += 1
                notes.append(
                    (
                        note_key,
                        key,
                        employer,
                        note.kind,
                        "hr_and_manager" if note.is_shared else "hr_only",
                        note.happened_on,
                        _sealed(JournalNote, "text", note_key, note.text),
                        (manager if note.by_manager else None) or officer,
                        _at(note.happened_on),
                    )
                )
            self.lendable.append(
                LentFrom(key, number, employer, officer_name, case.opened_on, case.closed_on)
            )
        self.written.cases += copy_rows(
            Case,
            (
                "id",
                "subproject_id",
                "number",
                "year",
                "sequence",
                "staff_member_id",
                "episode_id",
                "opened_on",
                "reason",
                "background",
                "responsible_officer_id",
                "manager_id",
                "plan_made_on",
                "no_plan_reason",
                "closed_on",
                "outcome",
                "recorded_by_id",
                "recorded_at",
            ),
            rows,
        )
        self.written.notes += copy_rows(
            JournalNote,
            (
                "id",
                "case_id",
                "subproject_id",
                "kind",
                "visibility",
                "happened_on",
                "text",
                "written_by_id",
                "written_at",
            ),
            notes,
        )

    def _group_token(self, employer: int, code: str) -> str | None:
        if not code:
            return None
        group = diagnosis_group(code)
        if (employer, group) not in self.tokens:
            self.tokens[employer, group] = group_token(employer, group)
        return self.tokens[employer, group]

    def _case_number(self, employer: str, opened_on: date) -> tuple[str, int, int]:
        sequence = self.case_sequences.get((employer, opened_on.year), 0) + 1
        self.case_sequences[employer, opened_on.year] = sequence
        return f"{employer}-{opened_on.year}-{sequence:04d}", opened_on.year, sequence

    def _write_participations(self, people: Iterable[DemoPerson]) -> None:
        rows: list[tuple[Any, ...]] = []
        hours: list[tuple[Any, ...]] = []
        hours_key = self.written.hours
        for person in people:
            part = person.participation
            if part is None:
                continue
            key = self.written.participations + len(rows) + 1
            employer = self.keys.subprojects[person.employer]
            rows.append(
                (
                    key,
                    self.keys.project,
                    employer,
                    person.number,
                    part.entered_on,
                    part.left_on,
                    part.labour_status_on_entry,
                    part.education_on_entry,
                    part.was_in_education_on_entry,
                    part.is_in_education_on_exit,
                    part.has_gained_qualification,
                    part.labour_status_on_exit,
                )
            )
            for spent in part.hours:
                hours_key += 1
                hours.append(
                    (
                        hours_key,
                        key,
                        employer,
                        self.keys.activities[spent.activity],
                        spent.day,
                        Decimal(str(spent.hours)),
                    )
                )
        self.written.participations += copy_rows(
            Participation,
            (
                "id",
                "project_id",
                "subproject_id",
                "staff_member_id",
                "entered_on",
                "left_on",
                "labour_status_on_entry",
                "education_on_entry",
                "was_in_education_on_entry",
                "is_in_education_on_exit",
                "has_gained_qualification",
                "labour_status_on_exit",
            ),
            rows,
        )
        self.written.hours += copy_rows(
            ActivityHours, ("id", "participation_id", "subproject_id", "activity_id", "day", "hours"), hours
        )

    def _write_employee_role(self) -> None:
        """The person who signs in as employee is a staff member, so the role comes after the staff."""
        unit, place = employee_place()
        for person in self.world.people():
            if (person.unit, person.place) == (unit, place):
                Membership.objects.create(
                    user_id=self.keys.users["employee"],
                    role="employee",
                    staff_member_id=person.number,
                    first_day=date(2019, 5, 1),
                )
                return


def _sealed(model: type[models.Model], column: str, row: int, text: str | None) -> str | None:
    return seal(text, table=model._meta.db_table, column=column, row=row) if text else None


def _index(employer: int, number: str | None) -> str | None:
    return blind_index(employer, number) if number else None


def _at(day: date) -> str:
    """The moment a fact of that day was written down: the next morning is near enough for a demo."""
    return f"{day.isoformat()} 09:00+02"
