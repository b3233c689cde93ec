"""The demo world as plain values: made from a seed, the same on every machine, knowing no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from uuid import UUID

from experio.demo.frame import PLANNED_STAFF, DemoEmployer, employers_for

DEFAULT_SEED = 2021
# People are made and written so many at a time, so that a large world needs no more memory than a small.
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class DemoJob:
    """One employment."""

    unit: str
    ssyk_code: str
    weekly_hours: float
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class DemoStep:
    """An extent in per cent from first to last day."""

    extent: int
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class DemoCertificate:
    """A medical certificate and the day it came."""

    first_day: date
    last_day: date
    received_on: date


@dataclass(frozen=True, slots=True)
class DemoSpell:
    """A sick-leave episode. `diagnosis_code` is empty when the employee has not shared it."""

    first_day: date
    last_day: date | None
    expected_last_day: date | None
    cause: str
    diagnosis_code: str
    fk_reported_on: date | None
    source: str
    steps: tuple[DemoStep, ...]
    certificates: tuple[DemoCertificate, ...]


@dataclass(frozen=True, slots=True)
class DemoNote:
    """A journal note; `by_manager` when the manager wrote it, else the officer."""

    kind: str
    is_shared: bool
    happened_on: date
    text: str
    by_manager: bool


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case; `spell` is the place of its episode in the person's list, None when there was none."""

    spell: int | None
    opened_on: date
    reason: str
    background: str
    plan_made_on: date | None
    no_plan_reason: str | None
    closed_on: date | None
    outcome: str | None
    officer: int
    notes: tuple[DemoNote, ...]


@dataclass(frozen=True, slots=True)
class DemoHours:
    """Hours in an activity on one day."""

    activity: str
    day: date
    hours: float


@dataclass(frozen=True, slots=True)
class DemoParticipation:
    """A part in the project; what is None is not known yet."""

    entered_on: date
    left_on: date | None
    labour_status_on_entry: str | None
    education_on_entry: int | None
    was_in_education_on_entry: bool | None
    is_in_education_on_exit: bool | None
    has_gained_qualification: bool | None
    labour_status_on_exit: str | None
    hours: tuple[DemoHours, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A staff member with everything that hangs on the person."""

    number: int
    employer: str
    unit: str
    place: int
    key: UUID
    employee_number: str
    first_name: str
    last_name: str
    birth_date: date
    gender: str
    personal_number: str | None
    has_protected_identity: bool
    jobs: tuple[DemoJob, ...]
    spells: tuple[DemoSpell, ...]
    cases: tuple[DemoCase, ...]
    participation: DemoParticipation | None


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """A world to be: its frame now, its people when they are asked for."""

    seed: int
    staff: int
    today: date
    employers: tuple[DemoEmployer, ...]

    def people(self) -> Iterator[DemoPerson]:
        """Every person, employer by employer and unit by unit. Asked again, it gives the same people."""
        from experio.demo.people import make_people

        return make_people(self)

    def chunks(self) -> Iterator[tuple[DemoPerson, ...]]:
        """The same people, some thousands at a time."""
        people = self.people()
        while chunk := tuple(islice(people, CHUNK)):
            yield chunk


def make_world(*, today: date, seed: int = DEFAULT_SEED, staff: int = PLANNED_STAFF) -> DemoWorld:
    """The world that this seed gives. ValueError when it would hold nobody."""
    if staff < 1:
        raise ValueError("A world needs at least one person.")
    return DemoWorld(seed=seed, staff=staff, today=today, employers=employers_for(staff))


def chance(seed: int, *subject: object) -> Random:
    """A stream of chance of its own for every subject, so that a change to one leaves the others alone."""
    # A text seeds the generator through SHA-512: the same in every process, unlike hash().
    return Random("/".join(map(str, (seed, *subject))))
