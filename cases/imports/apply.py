"""A plan → the database: one transaction, all or nothing."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import pghistory
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from cases.imports.plan import Change, ImportPlan, PlannedEpisode, plan_import
from cases.imports.rows import ReadResult
from cases.imports.staff import StaffRef
from cases.models import Case, Certificate, ExtentPeriod, SickLeaveEpisode, Source
from cases.restricted import restricted_among
from subprojects.models import Employment, StaffMember, Subproject

BATCH = 1_000
TRIES = 3
_LOCK_SPACE = 0x1A9  # advisory locks: one import an employer at a time
_DEADLOCK, _SERIALIZATION, _OVERLAP, _DUPLICATE = "40P01", "40001", "23P01", "23505"
_WORTH_ANOTHER_TRY = {_DEADLOCK, _SERIALIZATION, _OVERLAP, _DUPLICATE}

T = TypeVar("T")


class ImportRefused(Exception):
    """The import cannot be carried out and nothing was saved. `plan`, if any, tells the lines."""

    def __init__(self, code: str, message: str, plan: ImportPlan | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.plan = plan


def carry_out(
    read: ReadResult,
    subproject: Subproject,
    *,
    recorded_by: Any,
    today: date,
    create_staff: bool = False,
    expected: str | None = None,
    record: Callable[[ImportPlan], None] | None = None,
) -> ImportPlan:
    """Plan and apply a file in one transaction; returns the plan that was applied.

    `expected` is the fingerprint of the plan that a person has confirmed: if the registered data has changed
    so that something else would now be done, nothing is. `record` is called within the transaction. A
    deadlock, or a row that somebody else registered at the same moment, is met by planning anew, three times
    at most. Raises ImportRefused.
    """

    def attempt() -> ImportPlan:
        with transaction.atomic():
            _one_at_a_time(subproject)
            plan = plan_import(read, subproject, today=today, create_staff=create_staff)
            if expected is not None and plan.fingerprint != expected:
                raise ImportRefused(
                    "changed_since_preview",
                    _(
                        "The registered data has changed since the preview, so nothing was saved. "
                        "Look through the new preview and confirm again."
                    ),
                    plan,
                )
            apply_plan(plan, recorded_by=recorded_by)
            if record is not None:
                record(plan)
            return plan

    return _with_new_tries(attempt)


def apply_plan(plan: ImportPlan, *, recorded_by: Any) -> None:
    """Save everything the plan says, in order of staff member. Raises ImportRefused if a line is refused."""
    if not plan.can_be_applied:
        raise ImportRefused(
            "refused_lines", _("The file has lines that are refused, so nothing was saved."), plan
        )
    _refuse_restricted(plan)
    with transaction.atomic(), pghistory.context(source="file"):
        created = _create_staff(plan)
        changed = _in_order(plan, Change.CHANGED, created)
        _absorb(changed, plan.subproject)
        _change(changed, plan.subproject)
        _create(_in_order(plan, Change.NEW, created), plan.subproject, recorded_by)


def _refuse_restricted(plan: ImportPlan) -> None:
    """Nobody's restricted data is changed, by a file neither: the lines are named, and nothing is saved."""
    touched = {episode.staff for episode in plan.episodes if episode.change is not Change.UNCHANGED}
    restricted = restricted_among(key for key in touched if isinstance(key, int))
    if restricted:
        numbers = StaffMember.objects.filter(pk__in=restricted).values_list("employee_number", flat=True)
        raise ImportRefused(
            "restricted",
            _(
                "The processing of the data of some people is restricted, so nothing was saved. Take these "
                "employee numbers out of the file: %(numbers)s."
            )
            % {"numbers": ", ".join(sorted(numbers))},
            plan,
        )


def _in_order(
    plan: ImportPlan, change: Change, created: dict[StaffRef, int]
) -> list[tuple[int, PlannedEpisode]]:
    """(primary key of the staff member, episode), always in one order, so that imports do not deadlock."""
    pairs = [
        (created.get(episode.staff, episode.staff), episode)
        for episode in plan.episodes
        if episode.change is change
    ]
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].after.first_day))  # type: ignore[arg-type]


def _create_staff(plan: ImportPlan) -> dict[StaffRef, int]:
    new = list(plan.new_staff.items())
    members = StaffMember.objects.bulk_create([staff.member for _ref, staff in new], batch_size=BATCH)
    employments = []
    for member, (_ref, staff) in zip(members, new, strict=True):
        staff.employment.staff_member = member
        employments.append(staff.employment)
    Employment.objects.bulk_create(employments, batch_size=BATCH)
    return {ref: member.pk for member, (ref, _staff) in zip(members, new, strict=True)}


def _absorb(changed: list[tuple[int, PlannedEpisode]], subproject: Subproject) -> None:
    """Episodes that prove to be one: certificates and cases go to the first, the others are deleted."""
    for _staff, episode in changed:
        if episode.absorbed:
            Certificate.objects.filter(episode__in=episode.absorbed).update(episode=episode.keep)
            Case.objects.filter(episode__in=episode.absorbed).update(episode=episode.keep)
            SickLeaveEpisode.objects.filter(subproject=subproject, pk__in=episode.absorbed).delete()


def _change(changed: list[tuple[int, PlannedEpisode]], subproject: Subproject) -> None:
    models = []
    new_extents = []
    for _staff, episode in changed:
        model = episode.after.as_model()
        model.pk = episode.keep
        model.subproject = subproject
        models.append(model)
        if episode.before is None or episode.before.spans != episode.after.spans:
            new_extents.append(episode)
    fields = ["first_day", "last_day", "cause", "diagnosis_status", "diagnosis_code"]
    SickLeaveEpisode.objects.bulk_update(models, fields, batch_size=BATCH // 2)
    for start in range(0, len(new_extents), BATCH):
        keys = [episode.keep for episode in new_extents[start : start + BATCH]]
        ExtentPeriod.objects.filter(episode__in=keys).delete()
    ExtentPeriod.objects.bulk_create(
        [
            extent
            for episode in new_extents
            for extent in _extents(episode, SickLeaveEpisode(pk=episode.keep), subproject)
        ],
        batch_size=BATCH,
    )


def _create(new: list[tuple[int, PlannedEpisode]], subproject: Subproject, recorded_by: Any) -> None:
    for start in range(0, len(new), BATCH):
        part = new[start : start + BATCH]
        models = []
        for staff, episode in part:
            model = episode.after.as_model()
            model.staff_member_id = staff
            model.subproject = subproject
            model.recorded_by = recorded_by
            model.source = Source.FILE
            models.append(model)
        SickLeaveEpisode.objects.bulk_create(models, batch_size=BATCH)
        ExtentPeriod.objects.bulk_create(
            [
                extent
                for model, (_staff, episode) in zip(models, part, strict=True)
                for extent in _extents(episode, model, subproject)
            ],
            batch_size=BATCH,
        )


def _extents(episode: PlannedEpisode, model: SickLeaveEpisode, subproject: Subproject) -> list[ExtentPeriod]:
    return [
        ExtentPeriod(
            episode=model,
            subproject=subproject,
            extent=span.extent,
            first_day=span.first_day,
            last_day=span.last_day,
        )
        for span in episode.after.spans
    ]


def _one_at_a_time(subproject: Subproject) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, subproject.pk % 2**31])


def _with_new_tries(attempt: Callable[[], T]) -> T:
    """Again after what a moment's wait can cure; inside a transaction each try is a savepoint."""
    for number in range(1, TRIES + 1):
        try:
            return attempt()
        except (OperationalError, IntegrityError) as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in _WORTH_ANOTHER_TRY:
                raise
            if number == TRIES:
                raise ImportRefused(
                    "busy",
                    _(
                        "Somebody else changed the same sick leave at the same time, so nothing was saved. "
                        "Try again."
                    ),
                ) from error
            time.sleep(0.2 * number)
    raise AssertionError("unreachable")
