import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from experio.command_line import PlainCommand
from experio.database import as_owner
from experio.sealing.keys import KeyRing, make_key
from experio.sealing.rotation import keys_in_use, rotate


class Command(PlainCommand):
    """Turn a copy of a database into a test copy of nobody; docs/operations/test-copies.md says how."""

    help = "Replace every name, number and text in this database, which must be a copy. Cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--this-is-the-copy",
            metavar="DATABASE",
            required=True,
            help="name of the database that is to be changed, typed as proof that it is meant",
        )
        parser.add_argument("--seed", type=int, help="the same seed invents the same people")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, **options: Any) -> None:
        from experio.test_copies.pseudonymise import others_at_work, pseudonymise
        from experio.test_copies.rules import undecided

        if not settings.DATABASE_OWNER:
            raise CommandError("DATABASE_OWNER_URL must be set: the history is emptied, as the owner.")
        name = connection.settings_dict["NAME"]
        if options["this_is_the_copy"] != name:
            raise CommandError(
                f"This is the database {name}, not {options['this_is_the_copy']}: nothing was done."
            )
        if forgotten := list(undecided()):
            raise CommandError(f"No rule says what becomes of {', '.join(forgotten)}: nothing was done.")
        seed = options["seed"] if options["seed"] is not None else secrets.randbits(63)
        key = make_key(f"copy-{secrets.token_hex(4)}")
        before = settings.SEALING_KEYS
        with as_owner():
            if others := others_at_work():
                raise CommandError(
                    f"{others} others are connected: a database that is served is no copy. Nothing was done."
                )
            settings.SEALING_KEYS = KeyRing(key, *before)
            try:
                tables = pseudonymise(seed=seed, tell=lambda table, rows: None)
                rotate(tell=lambda table, done, total: None)
                left = set(keys_in_use()) - {key.id}
            finally:
                settings.SEALING_KEYS = before
        if left:
            raise CommandError("Something is still sealed under a key of the original: do not hand it out.")
        if options["json"]:
            self.print_json({"database": name, "tables": tables, "key": key.as_text()})
            return
        self.stdout.write(
            f"{name} holds nobody any more: {tables['subprojects_staffmember']} people are invented, "
            "history, logs and sign-ins are empty. Its own key, for EXPERIO_SEALING_KEYS of the copy:"
        )
        self.stdout.write(key.as_text())
