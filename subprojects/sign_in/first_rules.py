"""Which roles need a second factor in a new installation."""

from datetime import date
from typing import Any

from subprojects.models import Role, SecondFactorRule

FIRST_DAY = date(2019, 5, 1)
FIRST_RULES = {
    Role.HR_OFFICER: True,
    Role.MANAGER: False,
    Role.PROJECT_OFFICE: True,
    Role.SUBPROJECT_LEAD: False,
    Role.EVALUATOR: False,
    Role.EMPLOYEE: False,
    Role.ADMINISTRATOR: True,
}
"""Who sees diagnoses, all employers' figures, or gives out roles needs one from the start."""


def seed_second_factor_rules(*, using: str = "default") -> None:
    """Add the first rules, once in the life of a database: history tells whether there has been any."""
    history: Any = SecondFactorRule.pgh_event_model  # type: ignore[attr-defined]
    if history.objects.using(using).exists():
        return
    for role, is_required in FIRST_RULES.items():
        SecondFactorRule.objects.using(using).create(role=role, first_day=FIRST_DAY, is_required=is_required)
