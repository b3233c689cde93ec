"""What the report commands share: one project, a month as typed, and refusals in one line."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from experio.periods import Month
from subprojects.models import Project


class ReportCommand(BaseCommand):
    """Refuses with exit code 2 and one line on standard error, never with a trace."""

    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            # Raised while the arguments were read, where the framework would show a trace.
            self.stderr.write(f"{error}".replace("\n", " "))
            sys.exit(error.returncode)
        except DatabaseError as error:
            self.stderr.write(f"The database cannot be read: {str(error).splitlines()[0]}")
            sys.exit(1)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # An error in the arguments is then raised, and told in one line, instead of printed with the usage.
        parser.called_from_command_line = False
        return parser

    def print_json(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))


def refused(message: str) -> CommandError:
    return CommandError(message, returncode=2)


def month(text: str) -> Month:
    """A month as typed on the command line."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise refused(str(error)) from None


def project_named(slug: str | None) -> Project:
    """The project with the short name; without one, the only project there is."""
    if slug:
        found = Project.objects.filter(slug=slug).first()
        if found is None:
            raise refused(f"There is no project “{slug}”.")
        return found
    projects = list(Project.objects.order_by("slug")[:2])
    if len(projects) != 1:
        raise refused("Name the project with --project." if projects else "There is no project yet.")
    return projects[0]
