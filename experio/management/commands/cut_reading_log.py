import json
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from experio.accounts.models import User
from experio.audit.cuts import CutRefused, cut, latest_month_to_cut, plan_cut
from experio.audit.verification import as_document
from experio.database import as_owner
from experio.periods import Month
from experio.scope import working_for_every_employer


class Command(BaseCommand):
    help = (
        "Take the months off the reading log that are older than the log is kept, after verifying all of it, "
        "and record the cut, so that verify_reading_log can still say that what is left is whole. Without "
        "--decision it only says what would go. It cannot be undone: keep the heads it prints elsewhere."
    )

    def add_arguments(self, parser: Any) -> None:
        kept = settings.READING_LOG_KEPT_MONTHS
        parser.add_argument("--before", help=f"the first month that stays, as 2026-11 ({kept} full months)")
        parser.add_argument("--decision", help="the number of the decision that the cut rests on")
        parser.add_argument("--ordered-by", help="the user name of who ordered it")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before = Month.parse(options["before"]) if options["before"] else latest_month_to_cut()
        except ValueError as error:
            raise CommandError(str(error)) from None
        is_order = bool(options["decision"] or options["ordered_by"])
        if is_order and not (options["decision"] and options["ordered_by"]):
            raise CommandError("A cut needs both --decision and --ordered-by.")
        try:
            told = _cut(before, options) if is_order else _plan(before)
        except CutRefused as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=1))
            return
        verb = "Cut off" if is_order else "Would cut off"
        self.stdout.write(f"{verb} {told['rows']} rows before {told['before']}.")
        if is_order:
            self.stdout.write("Keep these heads elsewhere; verify_reading_log --anchor reads them:")
            self.stdout.write(json.dumps({"heads": told["heads"]}))


def _plan(before: Month) -> dict[str, Any]:
    with working_for_every_employer():
        plan = plan_cut(before)
    return {"before": str(before), "rows": plan.rows, "heads": as_document(plan.heads), "is_cut": False}


def _cut(before: Month, options: dict[str, Any]) -> dict[str, Any]:
    ordered_by = User.objects.filter(username=options["ordered_by"], is_active=True).first()
    if ordered_by is None:
        raise CommandError(f"There is no active user {options['ordered_by']}.")
    with as_owner():
        made = cut(before, ordered_by=ordered_by, decision_reference=options["decision"])
    return {"before": str(before), "rows": made.rows, "heads": made.heads, "is_cut": True}
