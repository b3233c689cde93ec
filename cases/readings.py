"""What the pages of sick leave and cases tell the reading log."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.http import HttpRequest

from cases.models import Case
from experio.audit.readings import Act, note_reading
from experio.queries import FRAME
from subprojects.models import StaffMember
from subprojects.roles import roles_of

# Belongs to the log, not to the page: not counted among the page's own questions.
_LENT_BY = f"""
SELECT {FRAME} delegation.delegated_by_id
FROM cases_delegation delegation JOIN cases_case lent ON lent.id = delegation.case_id
WHERE delegation.to_user_id = %(user)s AND lent.staff_member_id = %(staff_member)s
  AND delegation.accepted_at IS NOT NULL AND delegation.taken_back_at IS NULL
  AND %(day)s BETWEEN delegation.first_day AND delegation.last_day
ORDER BY delegation.id DESC LIMIT 1
"""  # noqa: S608 - a constant


def note_person(request: HttpRequest, act: Act, person: StaffMember, *, purpose: str = "") -> None:
    """A page about one person, also when it is seen because a case of the person has been lent."""
    note_reading(
        request,
        act,
        people=[person.pk],
        employer=person.subproject_id,
        on_behalf_of=_lender(request.user, person.subproject_id, staff_member=person.pk),
        purpose=purpose,
    )


def note_case(request: HttpRequest, act: Act, case: Case, *, purpose: str = "") -> None:
    """A page about one case and its person."""
    note_reading(
        request,
        act,
        people=[case.staff_member_id],
        case=case.pk,
        employer=case.subproject_id,
        on_behalf_of=_lender(request.user, case.subproject_id, staff_member=case.staff_member_id),
        purpose=purpose,
    )


def note_list(request: HttpRequest, people: Iterable[int | None], *, file_format: str = "") -> None:
    """A list, a search in it, or the file of it: everybody who stands in it."""
    is_search = bool(request.GET.get("q", "").strip())
    act = Act.EXPORT if file_format else Act.SEARCH if is_search else Act.LIST
    note_reading(request, act, people={pk for pk in people if pk is not None})


def _lender(user: Any, employer: int, *, staff_member: int) -> int | None:
    """
    Who lent the case that lets an officer of another employer in; None for everybody who reads by an own
    role. Asked only for those who hold no role that leads here.
    """
    roles = roles_of(user)
    if employer in roles.hr_subprojects or not roles.hr_subprojects or staff_member in roles.own_staff_rows:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_LENT_BY, {"user": user.pk, "staff_member": staff_member, "day": roles.day})
        row = cursor.fetchone()
    return row[0] if row else None
