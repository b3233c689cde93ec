"""django-guardian's question with a date: what has been lent to a person, case by case, today."""

from typing import Any

from guardian.backends import ObjectPermissionBackend, check_support
from guardian.core import ObjectPermissionChecker

from cases.models import Case, SickLeaveEpisode
from experio.clock import today
from subprojects.roles import roles_of

# What a substitute may do with a lent case. Lending it on stays with the employer's own officers.
LENT_PERMISSIONS = ("view_case", "change_case", "view_health", "add_journalnote", "close_case")

# What the lent case opens of its person's episodes: reading, nothing else.
_EPISODE_PERMISSIONS = {"cases.view_sickleaveepisode": "view_case", "cases.view_health": "view_health"}


class DatedPermissionChecker(ObjectPermissionChecker):
    """Counts a row only between its first and last day, both included."""

    def get_user_filters(self, obj: Any) -> dict[str, Any]:
        filters: dict[str, Any] = super().get_user_filters(obj)
        day = today()
        name = "caseuserobjectpermission"
        return {**filters, f"{name}__first_day__lte": day, f"{name}__last_day__gte": day}

    def get_perms(self, obj: Any) -> list[str]:
        """A case is lent to persons, never to groups: one query, and none the second time."""
        key = self.get_local_cache_key(obj)
        if key not in self._obj_perms_cache:
            self._obj_perms_cache[key] = list(self.get_user_perms(obj))
        kept: list[str] = self._obj_perms_cache[key]
        return kept


def _checker_of(user: Any) -> DatedPermissionChecker:
    """What has been lent to a person, kept on the user object, which lives as long as one request."""
    day = today()
    kept: tuple[Any, DatedPermissionChecker] | None = getattr(user, "_lent_on", None)
    if kept is None or kept[0] != day:
        kept = user._lent_on = (day, DatedPermissionChecker(user))
    return kept[1]


class DelegationBackend(ObjectPermissionBackend):
    """Answers `has_perm` for cases lent by delegation, and for the episodes of their persons."""

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        if not user.is_active or not user.is_authenticated:
            return False
        # A case is lent to an HR officer, not to a person: the right ends with the role.
        roles = roles_of(user, today())
        if not roles.hr_subprojects or roles.works_for_insurer:
            return False
        if isinstance(obj, Case):
            supported, user = check_support(user, obj)
            return bool(supported and _checker_of(user).has_perm(perm, obj))
        if isinstance(obj, SickLeaveEpisode) and perm in _EPISODE_PERMISSIONS:
            return SickLeaveEpisode.objects.lent_to(user, today()).filter(pk=obj.pk).exists()
        return False
