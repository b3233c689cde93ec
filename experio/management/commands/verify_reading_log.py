import json
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from experio.audit.chain import Fault, Head, Verdict
from experio.audit.verification import as_document, heads, read_anchor, verify_log
from experio.scope import working_for_every_employer

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Recompute the chain of the reading log and name what was changed, deleted, slipped in or cut off. "
        "Ends with status 1 when something is wrong. Keep the heads elsewhere (--heads > file) and compare "
        "with them (--anchor file): that also finds a log that was written anew from end to end."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--since", help="take the chain up at this moment (2026-11-01 or with a time)")
        parser.add_argument("--anchor", type=Path, help="a file that --heads printed earlier")
        parser.add_argument("--heads", action="store_true", help="only print where each lane ends, as JSON")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        with working_for_every_employer():
            if options["heads"]:
                self.stdout.write(json.dumps(_heads_document(heads()), indent=1))
                return
            begun = perf_counter()
            try:
                anchors = read_anchor(options["anchor"]) if options["anchor"] else {}
                since = _moment(options["since"]) if options["since"] else None
            except ValueError as error:
                raise CommandError(str(error)) from None
            verdict = verify_log(since=since, anchors=anchors)
            seconds = perf_counter() - begun
        if options["json"]:
            self.stdout.write(json.dumps(_document(verdict, seconds), indent=1))
        else:
            self._tell(verdict, seconds)
        if not verdict.is_whole:
            raise CommandError("The reading log is not what was written.")

    def _tell(self, verdict: Verdict, seconds: float) -> None:
        rate = int(verdict.rows / seconds) if seconds else verdict.rows
        self.stdout.write(f"{verdict.rows} rows read in {seconds:.1f} s ({rate} rows/s).")
        if verdict.is_whole:
            self.stdout.write("Every row is what was written, and none is missing.")
            return
        first = verdict.first
        if first is not None:
            self.stdout.write(f"First broken row: {_words(first)}")
        for fault in verdict.faults[:SHOWN]:
            self.stdout.write(f"  {_words(fault)}")
        if len(verdict.faults) > SHOWN:
            self.stdout.write(f"  and {len(verdict.faults) - SHOWN} more")


def _words(fault: Fault) -> str:
    where = f"lane {fault.lane}, position {fault.position}"
    row = f"row {fault.id} of {fault.at.isoformat()}, " if fault.id and fault.at else ""
    return f"{fault.kind}: {row}{where}"


def _heads_document(kept: dict[int, Head]) -> dict[str, Any]:
    return {"kept_at": timezone.now().isoformat(), "heads": as_document(kept)}


def _document(verdict: Verdict, seconds: float) -> dict[str, Any]:
    return {
        "is_whole": verdict.is_whole,
        "rows": verdict.rows,
        "seconds": round(seconds, 2),
        "first": _fault(verdict.first) if verdict.first else None,
        "faults": [_fault(fault) for fault in verdict.faults],
        **_heads_document(verdict.ends),
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind.value,
        "lane": fault.lane,
        "position": fault.position,
        "row": fault.id,
        "at": fault.at.isoformat() if fault.at else None,
    }


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no moment; write 2026-11-01 or 2026-11-01T08:00.") from None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
