"""Run inside the scratch installation: is every acknowledged fact there, once, whole, with its history?"""

import json
import sys
from typing import Any

import django


def main() -> None:
    django.setup()
    from experio.scope import working_for_every_employer
    from tests.database.fuzz.invariants import half_saved

    told = json.load(sys.stdin)
    wrong: list[str] = []
    with working_for_every_employer():
        for fact in told:
            number = _found(fact["kind"], fact["what"])
            if number != 1:
                wrong.append(f"{fact['kind']} {fact['what']}: {number} times, sent {fact['sent']} times")
        wrong += _unacknowledged(told)
        half = half_saved()
    sys.stdout.write(json.dumps({"wrong": wrong, "half": half, "facts": len(told)}) + "\n")


def _found(kind: str, what: dict[str, Any]) -> int:
    from cases.models import AbsenceImport, Case, JournalNote, SickLeaveEpisode

    if kind in ("sick leave", "import"):
        episodes = SickLeaveEpisode.objects.filter(
            staff_member__key=what["staff"], first_day=what["first_day"], extents__isnull=False
        )
        if (
            kind == "import"
            and not AbsenceImport.objects.filter(key=what["key"], confirmed_at__isnull=False).exists()
        ):
            return 0
        return episodes.count()
    if kind == "note":
        notes = JournalNote.objects.filter(case__number=what["case"])
        return sum(note.text == what["text"] for note in notes)
    if kind == "case":
        return Case.objects.filter(number=what["case"], staff_member__key=what["staff"]).count()
    if kind == "closed case":
        return Case.objects.filter(number=what["case"], closed_on__isnull=False).count()
    if kind == "upload":
        return AbsenceImport.objects.filter(key=what["key"]).count()
    raise LookupError(kind)


def _unacknowledged(told: list[dict[str, Any]]) -> list[str]:
    """Twice done would show as more rows than were told: texts and first days are each used once."""
    from collections import Counter

    from cases.models import JournalNote

    texts = Counter((note.case_id, note.text) for note in JournalNote.objects.all())
    return [f"note {text!r} is there {number} times" for (_, text), number in texts.items() if number > 1]


if __name__ == "__main__":
    main()
