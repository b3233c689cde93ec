"""`manage.py progress_report PROJECT_SLUG --from YYYY-MM --to YYYY-MM --format xlsx|json --output FILE`."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from experio.clock import now
from experio.command_line import PlainCommand
from reports.cli import month, project_named, refused
from reports.progress_report import progress_report, workbook_bytes
from reports.questions.absence_trend import QuestionRefused


class Command(PlainCommand):
    help = "The ESF progress report of a project and period, protected: a workbook or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", metavar="PROJECT_SLUG")
        parser.add_argument("--from", dest="first", required=True, metavar="YYYY-MM", help="first month")
        parser.add_argument("--to", dest="last", required=True, metavar="YYYY-MM", help="last month")
        parser.add_argument("--format", choices=["xlsx", "json"], default="xlsx")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="written in one go")
        parser.add_argument("--json", action="store_true", help="answer with one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_named(options["project"])
        try:
            report = progress_report(project, month(options["first"]), month(options["last"]), now())
        except QuestionRefused as error:
            raise refused(str(error)) from None
        if options["format"] == "json":
            content = json.dumps(report.as_json(), ensure_ascii=False, indent=1).encode()
        else:
            content = workbook_bytes(report)
        output: Path = options["output"]
        try:
            _replace(output, content)
        except OSError as error:
            raise refused(f"{output} cannot be written: {error.strerror}.") from None
        if options["json"]:
            self.print_json(
                {
                    "written": str(output),
                    "bytes": len(content),
                    "project": project.slug,
                    "from": str(report.first),
                    "to": str(report.last),
                    "as_of": report.as_of.isoformat(),
                    "checksum": report.checksum,
                    "hidden_cells": report.hidden_cells,
                }
            )
        else:
            self.stdout.write(f"Wrote {output} ({len(content)} bytes, {report.hidden_cells} cells hidden).")


def _replace(output: Path, content: bytes) -> None:
    """Written beside and moved into place: an earlier report is never left half overwritten."""
    beside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        os.replace(beside, output)
    finally:
        beside.unlink(missing_ok=True)
