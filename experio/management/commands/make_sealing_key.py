from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from experio.command_line import PlainCommand
from experio.sealing.keys import InvalidKeys
from experio.sealing.making import new_key_line


class Command(PlainCommand):
    """Print a new sealing key on standard output; put it first in EXPERIO_SEALING_KEYS."""

    help = "Print a new key for EXPERIO_SEALING_KEYS. Keep it where the database's backups are not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="?", default="", help="name of the key; the day of today if left out")

    def handle(self, **options: Any) -> None:
        try:
            self.stdout.write(new_key_line(options["id"]))
        except InvalidKeys as error:
            raise CommandError(str(error)) from None
