"""What a demo needs before it is served, and what it says when it is."""

import shutil
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, load_command_class
from django.utils import translation
from rich.console import Console
from rich.table import Table

from experio.setup.terminal import Step
from experio.shape import missing_migrations, why_another_version
from experio.triggers.stating import stand_the_triggers
from experio.walls.stating import stand_the_walls

NARROWEST = 100


def prepare_demo() -> None:
    """Bring the database to today's shape and, if it is empty, fill it. What is there is kept."""
    migrate_if_needed()
    if not get_user_model()._default_manager.exists():
        call_command("demo_data")


def migrate_if_needed() -> None:
    """
    Apply the migrations that are missing, with a bar. Raises CommandError with a sentence for a database that
    another version made.
    """
    if reason := why_another_version():
        raise CommandError(reason)
    missing = missing_migrations()
    if not missing:
        # A newer version may state other walls and triggers around the same tables.
        if not (stand_the_walls() and stand_the_triggers()):
            call_command(load_command_class("experio", "migrate"), verbosity=0, interactive=False)
        return
    with Step("Preparing the database") as step:
        migrate: Any = load_command_class("experio", "migrate")

        def hear(action: str, migration: Any = None, fake: bool = False) -> None:
            if action == "apply_success":
                step.advance(step.done + 1, missing)

        migrate.migration_progress_callback = hear
        call_command(migrate, verbosity=0, interactive=False)


def announce(address: str) -> None:
    """Print where the demo is and who may sign in."""
    from experio.demo.signins import SIGN_INS

    table = Table(title="Sign in as", title_justify="left")
    for heading in ("Role", "User name", "Password", "What to try"):
        table.add_column(heading, no_wrap=heading != "What to try")
    # The terminal speaks English; the site will speak the visitor's language.
    with translation.override("en"):
        for row in SIGN_INS:
            table.add_row(row.role, row.username, row.password, row.try_this)
    width = max(shutil.get_terminal_size((120, 40)).columns, NARROWEST)
    console = Console(file=sys.stdout, width=width, highlight=False)
    console.print(table)
    console.print(f"\nExperio is at {address}\nStop it with Ctrl-C; the data stays.", markup=False)
    sys.stdout.flush()
