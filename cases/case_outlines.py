"""What every reader of a case gets: who, since when, who is responsible. No word about health.

A `CaseOutline` has no place for the background, and what fills it never loads one. HR officers and
whoever the case is lent to get the rest beside it (`cases.questions.case_story`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.models import Case, CaseOutcome, CaseReason, NoPlanReason


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutline:
    """A case (ärende) without health. The name is masked for a protected identity."""

    pk: int
    number: str
    staff_member_id: int
    staff_key: UUID
    staff_name: str
    employee_number: str
    has_protected_identity: bool
    employer: str
    officer: str
    manager: str
    reason: str
    opened_on: date
    plan_made_on: date | None
    no_plan_reason: str
    closed_on: date | None
    outcome: str

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def has_plan_answer(self) -> bool:
        """A plan was made, or the reason for none is documented."""
        return self.plan_made_on is not None or bool(self.no_plan_reason)


def with_outline(cases: Any, *, with_health: bool = False) -> QuerySet[Case]:
    """The cases with what an outline needs, fetched together; without the background unless asked for."""
    found: QuerySet[Case] = (cases if with_health else cases.without_health()).select_related(
        "staff_member", "subproject", "responsible_officer", "manager"
    )
    return found


def case_outline(case: Case) -> CaseOutline:
    """The outline of a case fetched `with_outline`: no query."""
    person = case.staff_member
    return CaseOutline(
        pk=case.pk,
        number=case.number,
        staff_member_id=person.pk,
        staff_key=person.key,
        staff_name=person.shown_name,
        employee_number=person.employee_number,
        has_protected_identity=person.has_protected_identity,
        employer=case.subproject.name,
        officer=str(case.responsible_officer),
        manager=str(case.manager or ""),
        reason=str(CaseReason(case.reason).label),
        opened_on=case.opened_on,
        plan_made_on=case.plan_made_on,
        no_plan_reason=str(NoPlanReason(case.no_plan_reason).label) if case.no_plan_reason else "",
        closed_on=case.closed_on,
        outcome=str(CaseOutcome(case.outcome).label) if case.outcome else "",
    )
