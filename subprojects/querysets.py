"""Names for sets of the frame: who may see which employers, units, people and roles."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import permutations
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from experio.sealing import blind_indexes
from experio.sealing.models import SealedRows
from experio.swedish import sort_key
from subprojects.roles import roles_of

WORDS_TOLD_APART = 4  # of a search for a name: their orders are all tried, 24 at most


def running_on(day: date, prefix: str = "") -> Q:
    """Rows with `first_day` and an optional `last_day` that include `day`."""
    return Q(**{f"{prefix}first_day__lte": day}) & (
        Q(**{f"{prefix}last_day": None}) | Q(**{f"{prefix}last_day__gte": day})
    )


def overlapping(first_day: date, last_day: date | None = None) -> Q:
    """Rows with `first_day` and an optional `last_day` that share a day with the span; None: no end yet."""
    ends_later = Q(last_day=None) | Q(last_day__gte=first_day)
    return ends_later if last_day is None else ends_later & Q(first_day__lte=last_day)


class MembershipQuerySet(models.QuerySet[Any]):
    def held_on(self, day: date) -> "MembershipQuerySet":
        return self.filter(running_on(day))


class SubprojectQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any, on: date | None = None) -> "SubprojectQuerySet":
        """Own employers, and for those who follow the project all of its employers."""
        roles = roles_of(user, on)
        projects = roles.office_projects | roles.evaluated_projects
        return self.filter(
            Q(pk__in=roles.hr_subprojects | roles.led_subprojects)
            | Q(project__in=projects)
            | Q(units__in=roles.managed_units)
        ).distinct()

    def worked_by(self, user: Any, on: date | None = None) -> "SubprojectQuerySet":
        """The employers whose staff and cases the person works with as HR officer."""
        return self.filter(pk__in=roles_of(user, on).hr_subprojects)


class UnitQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any, on: date | None = None) -> "UnitQuerySet":
        """A manager's own units; every unit of the employers one works with, leads or follows."""
        roles = roles_of(user, on)
        return self.filter(
            Q(pk__in=roles.managed_units)
            | Q(subproject__in=roles.hr_subprojects | roles.led_subprojects)
            | Q(subproject__project__in=roles.office_projects | roles.evaluated_projects)
        )

    def with_dashboard_for(self, user: Any, on: date | None = None) -> "UnitQuerySet":
        """Units whose dashboard the person may open: managers their own, HR those of the employer."""
        roles = roles_of(user, on)
        return self.filter(Q(pk__in=roles.managed_units) | Q(subproject__in=roles.hr_subprojects))


class StaffMemberQuerySet(SealedRows):
    def visible_to(self, user: Any, on: date | None = None) -> "StaffMemberQuerySet":
        """
        HR officers see the employer's staff, a manager those employed in own units on the day,
        an employee the own row. A delegated case does not open its person's page.
        """
        from subprojects.models.staff import Employment

        roles = roles_of(user, on)
        reasons = Q(pk__in=roles.own_staff_rows) | Q(subproject__in=roles.hr_subprojects)
        if roles.managed_units:
            reasons |= Q(
                Exists(
                    Employment.objects.filter(
                        running_on(roles.day), staff_member=OuterRef("pk"), unit__in=roles.managed_units
                    )
                )
            )
        return self.filter(reasons)

    def worked_by(self, user: Any, on: date | None = None) -> "StaffMemberQuerySet":
        """The staff whose sick leave the person registers as HR officer."""
        return self.filter(subproject__in=roles_of(user, on).hr_subprojects)

    def employed_on(self, day: date) -> "StaffMemberQuerySet":
        from subprojects.models.staff import Employment

        return self.filter(Exists(Employment.objects.filter(running_on(day), staff_member=OuterRef("pk"))))

    def in_unit(self, unit: Any, day: date, *, asked_by: Any) -> "StaffMemberQuerySet":
        """
        Who is employed in the unit on the day. A protected person is among them only for the unit's own
        manager: to anybody else the list of a unit would tell where the person works.
        """
        from subprojects.models.staff import Employment

        found = self.filter(
            Exists(Employment.objects.filter(running_on(day), staff_member=OuterRef("pk"), unit=unit))
        )
        if unit.pk in roles_of(asked_by).managed_units:
            return found
        return found.filter(has_protected_identity=False)

    def with_personal_number(self, subproject_pk: int, number: str) -> "StaffMemberQuerySet":
        """Who has this number (twelve digits) with the employer, found by the keyed index."""
        return self.filter(
            subproject=subproject_pk, personal_number_index__in=blind_indexes(subproject_pk, number)
        )

    def by_personal_number(self, subproject_pk: int, numbers: Iterable[str]) -> dict[str, int]:
        """Which of the numbers are registered with the employer, and the key of whose they are. One query."""
        numbers_of = {index: number for number in numbers for index in blind_indexes(subproject_pk, number)}
        found = self.filter(subproject=subproject_pk, personal_number_index__in=list(numbers_of))
        return {numbers_of[index]: pk for index, pk in found.values_list("personal_number_index", "pk")}

    def search(self, text: str) -> "StaffMemberQuerySet":
        """
        By the beginning of the first name, last name, both, or the employee number. Each word claims
        a part of the name for itself: "amina a" is not every Amina. Protected identities are found
        by their handle only: neither name nor employee number is there to be found.
        """
        words = sort_key(text.strip()).replace(",", " ").split()
        if not words:
            return self.none()
        by_number = Q(employee_number__istartswith=text.strip())
        by_name = Q(has_protected_identity=False)
        for word in words:
            by_name &= (
                Q(sort_key__startswith=word)
                | Q(first_name_key__startswith=word)
                | Q(sort_key__contains=f" {word}")
            )
        if 1 < len(words) <= WORDS_TOLD_APART:
            orders = set(permutations(re.escape(word) for word in words))
            patterns = sorted(f"(^| ){'[^ ]* ([^ ]+ +)*'.join(order)}" for order in orders)
            by_name &= Q(sort_key__regex="|".join(patterns))
        return self.filter(by_number | by_name)
