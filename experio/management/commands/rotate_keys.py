import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import IntegrityError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from experio.command_line import PlainCommand
from experio.database import as_owner
from experio.sealing import CannotUnseal
from experio.sealing.rotation import BATCH, Rotation, rotate


class Command(PlainCommand):
    """Seal everything under the newest key of EXPERIO_SEALING_KEYS; docs/operations/keys.md says how."""

    help = "Seal everything that is not under the newest key anew. May be stopped and started again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, **options: Any) -> None:
        if not settings.DATABASE_OWNER:
            raise CommandError(
                "DATABASE_OWNER_URL must be set: the history is sealed anew too, which only the owner may do."
            )
        began = time.monotonic()
        try:
            with as_owner(), _progress() as progress:
                bars: dict[str, Any] = {}

                def tell(table: str, done: int, total: int) -> None:
                    if table not in bars:
                        bars[table] = progress.add_task(table, total=total)
                    progress.update(bars[table], completed=done, total=total)

                done = rotate(tell=tell, batch=options["batch"])
        except CannotUnseal as error:
            raise CommandError(f"Stopped: {error} What came before stays sealed anew.") from None
        except IntegrityError:
            raise CommandError(
                "Stopped: two rows of one employer turn out to have the same personal number. Correct one of "
                "them, then run the command again."
            ) from None
        self._answer(done, round(time.monotonic() - began, 1), as_json=options["json"])
        if done.left:
            raise CommandError(
                f"{sum(done.left.values())} rows were being written all the time: run the command again."
            )

    def _answer(self, done: Rotation, seconds: float, *, as_json: bool) -> None:
        if as_json:
            self.print_json(
                {
                    "newest": done.newest,
                    "rows": done.rows,
                    "seconds": seconds,
                    "tables": done.resealed,
                    "left": done.left,
                    "keys_in_use": dict(done.in_use),
                    "keys_no_longer_used": list(done.unused),
                }
            )
            return
        self.stdout.write(f"{done.rows} rows sealed anew under {done.newest} in {seconds} s.")
        for key in done.unused:
            self.stdout.write(
                f"The key {key} seals nothing here any more. Keep it as long as a backup from before today "
                "is kept; then take it out of EXPERIO_SEALING_KEYS and destroy it."
            )


def _progress() -> Progress:
    # On standard error, so that standard output stays clean.
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
