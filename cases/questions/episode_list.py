"""The list of sick leave: filtered, sorted, as rows that hold no more than the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case as When_
from django.db.models import Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.forms.filters import LENGTH_BANDS, EpisodeFilterForm
from cases.models import Case, ExtentPeriod, SickLeaveEpisode
from cases.outlines import dotted, extents_of
from cases.questions.units import unit_names
from cases.rules.diagnosis_group import DiagnosisGroup
from experio.periods import Period
from experio.sealing import group_tokens
from experio.sealing.values import Sealed
from subprojects.models import Employment, StaffMember
from subprojects.querysets import running_on
from subprojects.roles import roles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRow:
    """One line of the list. `diagnosis` is empty unless the reader may see it; None when nobody was asked."""

    pk: int
    staff_member_id: int
    staff_key: UUID
    staff_name: str
    employee_number: str
    unit_name: str
    first_day: date
    last_day: date | None
    days: int
    extent: int | None
    cause: str
    diagnosis: str | None = None

    @property
    def url(self) -> str:
        return reverse("cases:sick_leave_detail", args=[self.staff_key, self.pk])

    @property
    def staff_url(self) -> str:
        return reverse("cases:staff_detail", args=[self.staff_key])


def health_readable(user: Any) -> Q:
    """Which episodes' diagnosis the person may read, as a condition: the same set as `with_health_for`."""
    roles = roles_of(user)
    lent = Case.objects.lent_to(user, roles.day).values_list("staff_member", flat=True)
    return Q(subproject__in=roles.hr_subprojects) | Q(staff_member__in=roles.own_staff_rows | set(lent))


def days_long(today: date) -> Func:
    """The length in days as it stands today, both ends included."""
    last_day = Coalesce("last_day", Value(today), output_field=models.DateField())
    return Func(
        last_day,
        F("first_day"),
        template="(%(expressions)s + 1)",
        arg_joiner=" - ",
        output_field=models.IntegerField(),
    )


def filtered_episodes(
    filters: EpisodeFilterForm, *, user: Any, today: date, readable: Q | None
) -> models.QuerySet[SickLeaveEpisode]:
    """The visible episodes that match. `readable` is None for those who read no diagnosis."""
    episodes = SickLeaveEpisode.objects.visible_to(user).without_health()
    if text := filters.chosen("q"):
        found = StaffMember.objects.visible_to(user).search(text)
        episodes = episodes.filter(staff_member__in=found.order_by().values("pk"))
    if unit := filters.chosen("unit"):
        there = Employment.objects.filter(running_on(today), staff_member=OuterRef("staff_member"), unit=unit)
        episodes = episodes.filter(Exists(there))
        if unit.pk not in roles_of(user).managed_units:
            # To anybody but the unit's manager the list of a unit would tell where a protected person works.
            episodes = episodes.filter(staff_member__has_protected_identity=False)
    ongoing = running_on(today)
    match filters.chosen("state"):
        case "ongoing":
            episodes = episodes.filter(ongoing)
        case "ended":
            episodes = episodes.filter(last_day__lt=today)
    if extent := filters.chosen("extent"):
        episodes = episodes.filter(Exists(_latest_extent(extent, today)))
    first, last = filters.chosen("first_day"), filters.chosen("last_day")
    if first or last:
        episodes = episodes.overlapping(Period(first or date.min, max(first or date.min, last or date.max)))
    if band := filters.chosen("length"):
        shortest, longest = LENGTH_BANDS[band]
        episodes = episodes.alias(days_long=days_long(today)).filter(days_long__gte=shortest)
        if longest is not None:
            episodes = episodes.filter(days_long__lte=longest)
    if readable is not None and (group := filters.chosen("diagnosis_group")):
        # Rows whose diagnosis may not be read must not answer the question by being listed.
        episodes = episodes.filter(readable, _in_group(group, user))
    return _sorted(episodes, filters.chosen("sort") or "-first_day", today)


def _in_group(group: str, user: Any) -> Q:
    """Episodes whose diagnosis is of the group, by the tokens of every employer that the person may see."""
    if group == DiagnosisGroup.NOT_SHARED:
        return Q(diagnosis_token=None)
    employers = SickLeaveEpisode.objects.visible_to(user).order_by().values_list("subproject", flat=True)
    return Q(
        diagnosis_token__in=[
            token for employer in employers.distinct() for token in group_tokens(employer, group)
        ]
    )


def _latest_extent(extent: str, today: date) -> Any:
    """The episode's extent today, or its last one when it has ended."""
    spans = ExtentPeriod.objects.filter(episode=OuterRef("pk")).filter(
        running_on(today) | Q(last_day=OuterRef("last_day"), last_day__lt=today)
    )
    if extent == "other":
        return spans.exclude(extent__in=ExtentPeriod.USUAL)
    return spans.filter(extent=int(extent))


def _sorted(episodes: Any, sort: str, today: date) -> Any:
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    keys: dict[str, list[Any]] = {
        "first_day": [F("first_day")],
        # What has no last day ends after everything that has one.
        "last_day": [F("last_day")],
        # A masked name must not be given away by its place in the alphabet.
        "name": [F("staff_member__has_protected_identity"), _shown_sort_key()],
        "number": [F("staff_member__employee_number")],
        "length": [days_long(today)],
    }
    order = [key.desc() if descending else key.asc() for key in keys[name]]
    return episodes.order_by(*order, "-first_day", "-pk")


def _shown_sort_key() -> When_:
    return When_(
        When(staff_member__has_protected_identity=True, then=Value("")),
        default=F("staff_member__sort_key"),
        output_field=models.CharField(db_collation="C"),
    )


def episode_rows(episodes: Any, *, today: date, readable: Q | None) -> tuple[EpisodeRow, ...]:
    """
    The episodes as rows, in their order: three queries, whatever their number.

    The diagnosis is fetched by the database only for rows that the reader may read, and not at all
    when `readable` is None.
    """
    diagnosis: dict[str, Any] = {}
    if readable is not None:
        diagnosis["diagnosis"] = When_(
            When(readable, then=F("diagnosis_code")),
            default=None,
            output_field=SickLeaveEpisode._meta.get_field("diagnosis_code"),
        )
        # Nothing shared and nothing readable look alike in the column.
        diagnosis["may_read"] = When_(
            When(readable, then=Value(True)), default=Value(False), output_field=models.BooleanField()
        )
    found = list(
        episodes.annotate(**diagnosis).values(
            "pk",
            "staff_member_id",
            "staff_member__key",
            "staff_member__first_name",
            "staff_member__last_name",
            "staff_member__employee_number",
            "staff_member__has_protected_identity",
            "first_day",
            "last_day",
            "cause",
            *diagnosis,
        )
    )
    extents = extents_of(row["pk"] for row in found)
    units = unit_names({row["staff_member_id"] for row in found}, today)
    return tuple(_row(row, extents, units, today) for row in found)


def _row(
    row: dict[str, Any], extents: dict[int, Sequence[Any]] | Any, units: dict[int, str], today: date
) -> EpisodeRow:
    person = StaffMember(
        first_name=row["staff_member__first_name"],
        last_name=row["staff_member__last_name"],
        has_protected_identity=row["staff_member__has_protected_identity"],
    )
    first_day, last_day = row["first_day"], row["last_day"]
    asked_on = max(first_day, min(today, last_day or today))
    begun = [span for span in extents.get(row["pk"], ()) if span.first_day <= asked_on]
    diagnosis = row.get("diagnosis")
    code = diagnosis.open(row["pk"]) if isinstance(diagnosis, Sealed) else "" if row.get("may_read") else None
    return EpisodeRow(
        pk=row["pk"],
        staff_member_id=row["staff_member_id"],
        staff_key=row["staff_member__key"],
        staff_name=person.shown_name,
        employee_number=row["staff_member__employee_number"],
        unit_name=units.get(row["staff_member_id"], ""),
        first_day=first_day,
        last_day=last_day,
        days=max(1, ((last_day or today) - first_day).days + 1),
        extent=begun[-1].extent if begun else None,
        cause=row["cause"],
        diagnosis=None if code is None else dotted(code),
    )
