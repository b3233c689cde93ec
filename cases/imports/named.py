"""Whom a file is about, for the reading log."""

from typing import Any

from cases.imports.plan import ImportPlan


def people_of(preview: dict[str, Any] | None) -> set[int]:
    """The registered staff of a preview; who is only to be added has no key yet."""
    return {episode["staff"] for episode in (preview or {}).get("episodes", ()) if episode["staff"]}


def people_in(plan: ImportPlan) -> set[int]:
    """Everybody in an import that has been carried out, the newly added too."""
    known = {episode.staff for episode in plan.episodes if isinstance(episode.staff, int)}
    return known | {staff.member.pk for staff in plan.new_staff.values() if staff.member.pk}
