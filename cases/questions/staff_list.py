"""The staff list: filtered, sorted, with who is away today. No word about health."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case as When_
from django.db.models import Exists, F, OuterRef, Value, When
from django.urls import reverse

from cases.forms.filters import StaffFilterForm
from cases.models import Case, SickLeaveEpisode
from cases.outlines import extents_of
from cases.questions.units import unit_names
from subprojects.models import StaffMember
from subprojects.querysets import running_on


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One line of the list; `absent_since` None when the person is not on sick leave today."""

    staff_member_id: int
    key: UUID
    name: str
    employee_number: str
    unit_name: str
    birth_year: int | None
    absent_since: date | None
    extent: int | None
    case_number: str

    @property
    def url(self) -> str:
        return reverse("cases:staff_detail", args=[self.key])

    @property
    def case_url(self) -> str:
        return reverse("cases:case_detail", args=[self.case_number])


def filtered_staff(filters: StaffFilterForm, *, user: Any, today: date) -> models.QuerySet[StaffMember]:
    """The visible staff members that match."""
    staff = StaffMember.objects.visible_to(user)
    if text := filters.chosen("q"):
        staff = staff.search(text)
    if unit := filters.chosen("unit"):
        staff = staff.in_unit(unit, today, asked_by=user)
    elif not filters.chosen("employed"):
        staff = staff.employed_on(today)
    absent = Exists(SickLeaveEpisode.objects.filter(running_on(today), staff_member=OuterRef("pk")))
    match filters.chosen("state"):
        case "absent":
            staff = staff.filter(absent)
        case "present":
            staff = staff.exclude(absent)
    return _sorted(staff, filters.chosen("sort") or "name")


def _sorted(staff: Any, sort: str) -> Any:
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    # A masked name or birth date must not be given away by its place in the order.
    masked_name = When_(
        When(has_protected_identity=True, then=Value("")),
        default=F("sort_key"),
        output_field=models.CharField(db_collation="C"),
    )
    masked_birth = When_(
        When(has_protected_identity=True, then=None),
        default=F("birth_date"),
        output_field=models.DateField(),
    )
    keys: dict[str, list[Any]] = {
        "name": [F("has_protected_identity"), masked_name],
        "number": [F("employee_number")],
        "birth_date": [masked_birth],
    }
    order = [key.desc() if descending else key.asc() for key in keys[name]]
    return staff.order_by(*order, "employee_number", "pk")


def staff_rows(staff: Any, *, user: Any, today: date) -> tuple[StaffRow, ...]:
    """The staff members as rows, in their order: five queries, whatever their number."""
    people = list(
        staff.only(
            "key", "first_name", "last_name", "employee_number", "birth_date", "has_protected_identity"
        )
    )
    pks = {person.pk for person in people}
    units = unit_names(pks, today)
    episodes = {
        episode["staff_member_id"]: episode
        for episode in SickLeaveEpisode.objects.filter(running_on(today), staff_member__in=pks).values(
            "pk", "staff_member_id", "first_day"
        )
    }
    extents = extents_of(episode["pk"] for episode in episodes.values())
    cases = dict(
        Case.objects.visible_to(user)
        .open()
        .filter(staff_member__in=pks)
        .order_by()
        .values_list("staff_member", "number")
    )
    rows = []
    for person in people:
        episode = episodes.get(person.pk)
        spans = extents.get(episode["pk"], ()) if episode else ()
        begun = [span.extent for span in spans if span.first_day <= today]
        is_masked = person.has_protected_identity
        rows.append(
            StaffRow(
                staff_member_id=person.pk,
                key=person.key,
                name=person.shown_name,
                employee_number=person.employee_number,
                unit_name=units.get(person.pk, ""),
                birth_year=None if is_masked else person.birth_date.year,
                absent_since=episode["first_day"] if episode else None,
                extent=begun[-1] if begun else None,
                case_number=cases.get(person.pk, ""),
            )
        )
    return tuple(rows)
