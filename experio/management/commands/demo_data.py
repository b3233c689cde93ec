import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from experio.clock import today
from experio.command_line import PlainCommand
from experio.demo.frame import PLANNED_STAFF
from experio.demo.load import DemoRefused, is_empty, load_world
from experio.demo.world import DEFAULT_SEED, make_world


class Command(PlainCommand):
    """Fill an empty database with the demo world: the real frame, invented people."""

    help = "Fill an empty database with the demo world (demo mode only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help="the same seed gives the same world"
        )
        parser.add_argument(
            "--staff",
            type=_at_least_one,
            default=PLANNED_STAFF,
            help="how many people; 200000 for a load test",
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is data already")
        parser.add_argument("--json", action="store_true", help="print what was written as JSON")

    def handle(self, **options: Any) -> None:
        if options["if_empty"] and not is_empty():
            if options["json"]:
                self.print_json({"written": False})
            return
        began = time.monotonic()
        world = make_world(today=today(), seed=options["seed"], staff=options["staff"])
        try:
            with _progress() as progress:
                tasks: dict[str, Any] = {}

                def tell(step: str, done: int, total: int) -> None:
                    if step not in tasks:
                        tasks[step] = progress.add_task(step, total=total)
                    progress.update(tasks[step], completed=done)

                written = load_world(world, tell=tell)
        except DemoRefused as error:
            raise CommandError(str(error)) from error
        seconds = round(time.monotonic() - began, 1)
        if options["json"]:
            answer = {
                "written": True,
                "seed": world.seed,
                "today": world.today.isoformat(),
                "seconds": seconds,
                **written.as_dict(),
            }
            self.print_json(answer)
            return
        self.stdout.write(
            f"The demo world is ready: {written.staff} invented people in {written.units} units of "
            f"{written.employers} employers, {written.episodes} sick leaves, {written.cases} cases "
            f"({seconds} s)."
        )


def _progress() -> Progress:
    # On standard error, so that standard output stays clean.
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _at_least_one(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a whole number") from None
    if number < 1:
        raise ArgumentTypeError("a world needs at least one person")
    return number
