"""Import sick leave from a payroll file (frånvarofil)."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from cases.imports.apply import ImportRefused, carry_out
from cases.imports.limits import file_bytes_at_most
from cases.imports.plan import Change, ImportPlan, plan_import
from cases.imports.reading import FORMATS, read_file
from cases.imports.rows import FileRefused
from cases.imports.summary import plan_as_json, plan_as_text
from cases.models import AbsenceImport
from experio import clock
from experio.command_line import PlainCommand
from experio.scope import working_for
from subprojects.models import Subproject


class Command(PlainCommand):
    help = (
        "Imports own sick leave from a PAXml 2.0, CSV or XLSX file into one subproject: all rows or none. "
        "A second import of the same file changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the absence file")
        parser.add_argument("--subproject", required=True, metavar="SLUG", help="the employer's subproject")
        parser.add_argument("--format", choices=FORMATS, help="otherwise told by the file's content")
        parser.add_argument("--dry-run", action="store_true", help="say what would change; save nothing")
        parser.add_argument(
            "--create-staff",
            action="store_true",
            help="create staff members who are not registered, when the file says enough of them",
        )
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = self._import(options)
        except ImportRefused as refusal:
            self._show(refusal.plan, options, saved=False, refusal=refusal)
            raise CommandError(_one_line(refusal)) from None
        except FileRefused as refusal:
            self._show(None, options, saved=False, refusal=refusal)
            raise CommandError(refusal.message) from None
        except DatabaseError as error:
            # The database's own words may quote a row, so they go no further.
            raise CommandError(_("The database refused the import; nothing was saved.")) from error
        self._show(plan, options, saved=not options["dry_run"], refusal=None)

    def _import(self, options: dict[str, Any]) -> ImportPlan:
        path: Path = options["file"]
        content = _content_of(path)
        subproject = Subproject.objects.filter(slug=options["subproject"]).first()
        if subproject is None:
            raise FileRefused("unknown_subproject", _("There is no subproject with that short name."))
        with working_for(subproject.pk):
            return self._import_into(subproject, path, content, options)

    def _import_into(
        self, subproject: Subproject, path: Path, content: bytes, options: dict[str, Any]
    ) -> ImportPlan:
        today = clock.today()
        read = read_file(content, options["format"], today=today)
        checksum = hashlib.sha256(content).hexdigest()
        del content
        if options["dry_run"]:
            plan = plan_import(read, subproject, today=today, create_staff=options["create_staff"])
            if not plan.can_be_applied:
                raise ImportRefused("refused_lines", _("The file has lines that are refused."), plan)
            return plan

        def record(plan: ImportPlan) -> None:
            AbsenceImport.objects.forget_old()
            AbsenceImport.objects.create(
                subproject=subproject,
                confirmed_at=clock.now(),
                file_name=_readable_name(path),
                file_format=plan.format,
                checksum=checksum,
                create_staff=options["create_staff"],
                episodes_new=plan.counts[Change.NEW],
                episodes_changed=plan.counts[Change.CHANGED],
                episodes_unchanged=plan.counts[Change.UNCHANGED],
                rows_skipped=plan.skipped.total(),
                staff_created=len(plan.new_staff),
            )

        with pghistory.context(command="import_absence"):
            return carry_out(
                read,
                subproject,
                recorded_by=None,
                today=today,
                create_staff=options["create_staff"],
                record=record,
            )

    def _show(
        self,
        plan: ImportPlan | None,
        options: dict[str, Any],
        *,
        saved: bool,
        refusal: ImportRefused | FileRefused | None,
    ) -> None:
        if options["json"]:
            document = plan_as_json(plan, saved=saved, dry_run=options["dry_run"], refusal=refusal)
            self.print_json(document)
        elif plan is not None:
            self.stdout.write(plan_as_text(plan, saved=saved))


def _readable_name(path: Path) -> str:
    """The file's name for the record; letters of an older encoding become replacement signs."""
    return os.fsencode(path.name).decode("utf-8", "replace")[:200]


def _content_of(path: Path) -> bytes:
    """The bytes of an ordinary file, never more than an import may have."""
    try:
        if path.is_dir():
            raise FileRefused("not_a_file", _("The path is a folder, not a file."))
        with path.open("rb") as file:
            return file.read(file_bytes_at_most() + 1)
    except FileNotFoundError:
        raise FileRefused("missing_file", _("The file does not exist.")) from None
    except (OSError, ValueError):
        raise FileRefused("unreadable_file", _("The file cannot be opened.")) from None


def _one_line(refusal: ImportRefused) -> str:
    plan = refusal.plan
    if plan is None or not plan.refused:
        return refusal.message
    first = plan.refused[0]
    return _("%(message)s %(count)d in all, the first is line %(line)s: %(reason)s") % {
        "message": refusal.message,
        "count": plan.refused_count,
        "line": first.line,
        "reason": first.message,
    }
