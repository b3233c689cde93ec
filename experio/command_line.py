"""What Experio's commands share: refusals in one line, and one JSON document when it is asked for."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError


class PlainCommand(BaseCommand):
    """
    Refuses with one line on standard error and a non-zero exit code, never with a trace.

    With `--json` standard output holds exactly one document, also when the command refuses:
    `{"error": {"message": …}}` unless the command has printed a fuller one.
    """

    requires_system_checks: list[str] = []
    has_answered = False

    def run_from_argv(self, argv: list[str]) -> None:
        wants_json = "--json" in argv
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            # Raised while the arguments were read, where the framework would show a trace.
            self.refuse(f"{error}", error.returncode, wants_json=wants_json)
        except DatabaseError as error:
            self.refuse(
                f"The database cannot be used: {str(error).splitlines()[0]}", 1, wants_json=wants_json
            )

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if options.get("json") and not self.has_answered:
                self.print_json({"error": {"message": str(error)}})
            raise

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # An error in the arguments is then raised, and told in one line, instead of printed with the usage.
        parser.called_from_command_line = False
        return parser

    def print_json(self, document: dict[str, Any]) -> None:
        """The one document on standard output."""
        self.has_answered = True
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))

    def refuse(self, message: str, returncode: int, *, wants_json: bool) -> None:
        line = message.replace("\n", " ")
        if wants_json and not self.has_answered:
            self.print_json({"error": {"message": line}})
        self.stderr.write(line)
        sys.exit(returncode)
