"""Finding a protected person by a number that is no longer kept in plain words."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from experio.sealing import blind_indexes
from subprojects.models.protection import ProtectedNumbers


def protected_among(
    subproject_pk: int, employee_numbers: Collection[str], personal_numbers: Collection[str] = ()
) -> tuple[dict[str, int], dict[str, int]]:
    """
    Which of the numbers belong to protected people of the employer: employee number → primary key, personal
    number → primary key. One query; no number is hashed for an employer without any protected person.
    """
    kept = ProtectedNumbers.objects.filter(subproject=subproject_pk).values_list(
        "employee_number_index", "personal_number_index", "staff_member"
    )
    by_employee = {row[0]: row[2] for row in kept}
    by_personal = {row[1]: row[2] for row in kept if row[1]}
    if not by_employee:
        return {}, {}
    return (
        dict(_found(subproject_pk, employee_numbers, by_employee)),
        dict(_found(subproject_pk, personal_numbers, by_personal)),
    )


def refuse_taken_numbers(
    subproject_pk: int, employee_number: str, personal_number: str | None, *, besides: int | None = None
) -> None:
    """
    Raises ValidationError when a protected person (`besides` oneself) has one of the numbers already: the
    same refusal as for anybody else, which does not say whose they are.
    """
    wanted = Q(employee_number_index__in=blind_indexes(subproject_pk, employee_number))
    if personal_number:
        wanted |= Q(personal_number_index__in=blind_indexes(subproject_pk, personal_number))
    taken = ProtectedNumbers.objects.filter(wanted, subproject=subproject_pk).exclude(staff_member=besides)
    if (row := taken.first()) is None:
        return
    if row.employee_number_index in blind_indexes(subproject_pk, employee_number):
        raise ValidationError({"employee_number": _("Another staff member has this employee number.")})
    raise ValidationError({"personal_number": _("Another staff member has this personal number.")})


def _found(subproject_pk: int, numbers: Collection[str], known: dict[str, int]) -> Iterable[tuple[str, int]]:
    for number in numbers:
        for index in blind_indexes(subproject_pk, number) if number else ():
            if index in known:
                yield number, known[index]
