"""An import in figures, for the command line: counts, codes and lines, never a name or a diagnosis."""

from typing import Any

from django.utils.translation import gettext as _

from cases.imports.apply import ImportRefused
from cases.imports.plan import Change, ImportPlan
from cases.imports.rows import FileRefused


def plan_as_json(
    plan: ImportPlan | None, *, saved: bool, dry_run: bool, refusal: ImportRefused | FileRefused | None
) -> dict[str, Any]:
    """The whole result as one document; its keys stay the same from release to release."""
    document: dict[str, Any] = {
        "saved": saved,
        "dry_run": dry_run,
        "error": None if refusal is None else {"code": refusal.code, "message": refusal.message},
        "format": plan.format if plan else None,
        "rows": plan.rows if plan else 0,
        "skipped": plan.skipped.total() if plan else 0,
        "refused": plan.refused_count if plan else 0,
        "skipped_codes": dict(sorted(plan.skipped.items())) if plan else {},
        "staff_created": len(plan.new_staff) if plan else 0,
        "warnings": [],
        "refused_lines": [],
    }
    for change in Change:
        document[change.value] = plan.counts[change] if plan else 0
    if plan:
        document["warnings"] = [
            {
                "code": remark.code,
                "message": remark.message,
                "count": remark.count,
                "lines": list(remark.lines),
            }
            for remark in plan.remarks
        ]
        document["refused_lines"] = [
            {"line": problem.line, "code": problem.code, "reason": problem.message}
            for problem in plan.refused
        ]
    return document


def plan_as_text(plan: ImportPlan, *, saved: bool) -> str:
    """The result for a person at the terminal."""
    lines = [_("Saved.") if saved else _("Nothing was saved.")]
    lines += [
        _("New: %(count)d") % {"count": plan.counts[Change.NEW]},
        _("Changed: %(count)d") % {"count": plan.counts[Change.CHANGED]},
        _("Unchanged: %(count)d") % {"count": plan.counts[Change.UNCHANGED]},
        _("Refused lines: %(count)d") % {"count": plan.refused_count},
        _("Skipped rows: %(count)d") % {"count": plan.skipped.total()},
    ]
    if plan.new_staff:
        lines.append(_("Staff members created: %(count)d") % {"count": len(plan.new_staff)})
    if plan.skipped:
        lines.append("  " + ", ".join(f"{code}: {count}" for code, count in sorted(plan.skipped.items())))
    for remark in plan.remarks:
        lines.append(_("Note: %(message)s (%(count)d)") % {"message": remark.message, "count": remark.count})
    for problem in plan.refused:
        if problem.line:
            lines.append(_("Line %(line)d: %(reason)s") % {"line": problem.line, "reason": problem.message})
        else:
            lines.append(problem.message)
    return "\n".join(lines)
