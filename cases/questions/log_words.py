"""The reading log in words: what was opened, by whom, in which role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experio.accounts.models import User
from experio.audit.models import Reading
from experio.audit.readings import Act
from subprojects.models import Role

# What a page is called for people who do not work here; the longest beginning of its name wins.
PAGES: dict[str, str | Promise] = {
    "cases:start": _("start page"),
    "cases:own_page": _("own page"),
    "cases:own_readings": _("own page"),
    "cases:staff_list": _("list of staff"),
    "cases:staff_search": _("search for a person"),
    "cases:staff_": _("the person's page"),
    "cases:staff_history": _("change history"),
    "cases:sick_leave_list": _("list of sick leave"),
    "cases:sick_leave_": _("sick leave"),
    "cases:certificate_": _("medical certificates"),
    "cases:fk_report_": _("report to Försäkringskassan"),
    "cases:case_list": _("list of cases"),
    "cases:case_history": _("the case's history"),
    "cases:case_": _("the case"),
    "cases:note_": _("the case's journal"),
    "cases:delegation_": _("lending of the case"),
    "cases:import_": _("import of an absence file"),
    "cases:readings_": _("log of readings"),
    "cases:log_review": _("log review"),
    "cases:affected": _("log of readings"),
    "reports:unit_dashboard": _("the unit's dashboard"),
}


def page_name(route: str) -> str:
    """The page in words; the route's own name where nobody has given it one."""
    found = max((name for name in PAGES if route.startswith(name)), key=len, default="")
    return str(PAGES[found]) if found else route


def roles_in_words(capacity: str) -> str:
    """`hr_officer:North` as “HR officer, North”; several roles one after another."""
    words = []
    for line in capacity.splitlines():
        role, _colon, scope = line.partition(":")
        label = str(Role(role).label) if role in Role.values else role
        words.append(f"{label}, {scope}" if scope else label)
    return "; ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One row of the log as a person reads it."""

    pk: int
    at: datetime
    who: str
    roles: str
    on_behalf_of: str
    act: str
    act_name: str
    page: str
    people: tuple[int, ...]
    case: int | None
    purpose: str
    path: str
    status: int
    address: str

    @property
    def is_refused(self) -> bool:
        return self.act == Act.DENIED


def in_words(rows: Iterable[Reading]) -> tuple[ReadingLine, ...]:
    """The rows with the names of those who read: one query, however many."""
    rows = list(rows)
    users = {row.actor_id for row in rows} | {row.on_behalf_of_id for row in rows if row.on_behalf_of_id}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=users)}
    return tuple(
        ReadingLine(
            pk=row.pk,
            at=row.at,
            who=names.get(row.actor_id, str(row.actor_id)),
            roles=roles_in_words(row.capacity),
            on_behalf_of=names.get(row.on_behalf_of_id or 0, ""),
            act=row.act,
            act_name=str(Act(row.act).label),
            page=page_name(row.route),
            people=tuple(row.people),
            case=row.case,
            purpose=row.purpose,
            path=row.path,
            status=row.status,
            address=row.address,
        )
        for row in rows
    )
