"""A plan as it is kept between upload and confirmation: what the officer was shown, as plain JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.imports.merge import EpisodeState
from cases.imports.plan import Change, ImportPlan, PlannedEpisode
from cases.models import SickLeaveCause
from cases.outlines import dotted
from subprojects.models import StaffMember

SKIPPED, REFUSED = "skipped", "refused"


def as_preview(plan: ImportPlan) -> dict[str, Any]:
    """Everything the preview page shows, and the fingerprint that confirmation compares."""
    return {
        "language": get_language(),
        "fingerprint": plan.fingerprint,
        "rows": plan.rows,
        "counts": {
            **{change.value: plan.counts[change] for change in Change},
            REFUSED: plan.refused_count,
            SKIPPED: plan.skipped.total(),
        },
        "staff_created": len(plan.new_staff),
        "skipped_codes": sorted(plan.skipped.items()),
        "remarks": [[remark.message, remark.count, list(remark.lines)] for remark in plan.remarks],
        "refused": [[problem.line, problem.message, problem.employee_number] for problem in plan.refused],
        "episodes": [_episode(episode) for episode in plan.episodes],
    }


def _episode(episode: PlannedEpisode) -> dict[str, Any]:
    is_new_staff = not isinstance(episode.staff, int)
    return {
        "change": episode.change.value,
        "staff": None if is_new_staff else episode.staff,
        "employee_number": episode.staff.employee_number if is_new_staff else "",  # type: ignore[union-attr]
        "lines": list(episode.lines[:3]),
        "more_lines": max(len(episode.lines) - 3, 0),
        "after": _state(episode.after),
        "before": _state(episode.before) if episode.before and episode.change is Change.CHANGED else None,
        "joins": len(episode.absorbed),
    }


def _state(state: EpisodeState) -> dict[str, Any]:
    return {
        "first_day": state.first_day.isoformat(),
        "last_day": state.last_day.isoformat() if state.last_day else None,
        "extents": [[span.first_day.isoformat(), span.extent] for span in state.spans],
        "cause": state.cause,
        "diagnosis": state.diagnosis_code,
    }


@dataclass(frozen=True, slots=True)
class ShownState:
    """An episode's facts in words."""

    days: tuple[str, str | None]
    extents: str
    cause: str
    diagnosis: str


@dataclass(frozen=True, slots=True)
class ShownEpisode:
    """One line of the preview."""

    change: str
    lines: str
    staff_member: StaffMember | None
    employee_number: str
    after: ShownState
    before: ShownState | None
    joins: int


def shown(episodes: Sequence[dict[str, Any]]) -> list[ShownEpisode]:
    """The lines of one page, with their people; one query however many."""
    keys = {episode["staff"] for episode in episodes if episode["staff"]}
    people = StaffMember.objects.in_bulk(keys)
    return [
        ShownEpisode(
            change=episode["change"],
            lines=_lines(episode["lines"], episode["more_lines"]),
            staff_member=people.get(episode["staff"]),
            employee_number=episode["employee_number"],
            after=_in_words(episode["after"]),
            before=_in_words(episode["before"]) if episode["before"] else None,
            joins=episode["joins"],
        )
        for episode in episodes
    ]


def _in_words(state: dict[str, Any]) -> ShownState:
    extents = state["extents"]
    code = state["diagnosis"]
    return ShownState(
        days=(state["first_day"], state["last_day"]),
        extents=(
            f"{extents[0][1]} %"
            if len(extents) == 1
            else ", ".join(f"{extent} % ({first_day})" for first_day, extent in extents)
        ),
        cause=str(SickLeaveCause(state["cause"]).label),
        diagnosis=dotted(code) if code else _("not shared"),
    )


def _lines(lines: Iterable[int], more: int) -> str:
    text = ", ".join(str(line) for line in lines)
    return f"{text} … (+{more})" if more else text
