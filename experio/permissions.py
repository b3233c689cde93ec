"""
The registry behind `user.has_perm(perm, object)`.

Each app states its rules in its `permissions.py`: one small predicate per permission, silent,
answering from the person's dated roles. What no rule mentions is refused.
"""

from collections.abc import Callable
from typing import Any

Rule = Callable[[Any, Any], bool]

_rules: dict[str, Rule] = {}


def rule(*permissions: str) -> Callable[[Rule], Rule]:
    """Register a predicate `(user, thing) -> bool` as the answer to these permissions."""

    def register(predicate: Rule) -> Rule:
        for permission in permissions:
            if permission in _rules:
                raise ValueError(f"{permission} already has a rule.")
            _rules[permission] = predicate
        return predicate

    return register


def rule_for(permission: str) -> Rule | None:
    """The predicate that answers `permission`, or None when no rule mentions it."""
    return _rules.get(permission)


def permission_names() -> frozenset[str]:
    """Every permission that some rule answers: what the tests and the access page list."""
    return frozenset(_rules)
