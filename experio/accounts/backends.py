"""Dated roles as an authentication back end: it answers `has_perm`, it never signs anybody in."""

from typing import Any

from django.http import HttpRequest

from experio.permissions import rule_for


class MembershipBackend:
    """Answers every permission that has a rule in some app's `permissions.py`."""

    supports_inactive_user = False

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: int) -> None:
        return None

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        """True when the rule of `perm` says so; what has no rule is refused."""
        if not user.is_active or not user.is_authenticated:
            return False
        predicate = rule_for(perm)
        return bool(predicate and predicate(user, obj))
