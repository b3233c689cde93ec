import json
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from math import ceil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from experio.demo.absence_file import WorldTooSmall, write_absence_file
from experio.demo.scratch import Scratch, ScratchFailed, scratch_installation
from experio.demo.speed import TURNS, time_pages, time_progress_report, time_sealing, time_trend
from experio.demo.without_walls import is_scratch

SIZES = (1_400, 10_000, 100_000)
EPISODES_A_PERSON = 4.9
IMPORT_ROWS = 50_000


class Command(BaseCommand):
    """
    Pages by sizes: SQL queries and median server time; and how long the trend and an import take.

    Every size is measured in a throw-away installation of its own; the database of the settings is not
    touched. A page that fails makes the command fail, after everything has been printed.
    """

    help = "Measure pages, the trend and an import in worlds of several sizes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sizes", type=_sizes, default=SIZES, help="sick leaves, with commas: 1400,10000,100000"
        )
        parser.add_argument(
            "--import-rows", type=int, default=IMPORT_ROWS, help="rows of the import; 0 for none"
        )
        parser.add_argument(
            "--turns",
            type=int,
            default=TURNS,
            help=f"how often row security goes off and on a page ({TURNS})",
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument(
            "--here", action="store_true", help="measure the pages of this demo world only, as JSON"
        )
        parser.add_argument("--write-import", nargs=2, metavar=("FILE", "ROWS"), help="only write the file")

    def handle(self, **options: Any) -> None:
        if options["write_import"]:
            self._write_import(*options["write_import"])
        elif options["here"]:
            self.stdout.write(json.dumps(_measure(options["turns"])))
        else:
            self._bench(options)

    def _write_import(self, file: str, rows: str) -> None:
        try:
            people = write_absence_file(Path(file), int(rows))
        except WorldTooSmall as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"people": people}))

    def _bench(self, options: dict[str, Any]) -> None:
        console = Console(stderr=True)
        results: list[dict[str, Any]] = []
        imported: dict[str, Any] | None = None
        rows = options["import_rows"]
        for size in options["sizes"]:
            with (
                console.status(f"A world of about {size} sick leaves"),
                scratch_installation(ceil(size / EPISODES_A_PERSON)) as (scratch, world),
            ):
                console.log(f"{world['episodes']} sick leaves made in {world['seconds']} s")
                try:
                    measured = scratch.run("bench", "--here", f"--turns={options['turns']}").json()
                    results.append({"size": size, "world": world, **measured})
                    if rows and imported is None:
                        imported = _import(scratch, rows)
                except ScratchFailed as error:
                    raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"sizes": results, "import": imported}))
        else:
            self._print(results, imported)
        failures = [
            f"{page['title']} ({page['failure']})"
            for result in results
            for page in result["pages"]
            if page["failure"]
        ]
        failures += [f"{name} ({text})" for result in results for name, text in result["failures"].items()]
        if rows and imported is None:
            failures.append(f"import of {rows} rows (no world was large enough)")
        if failures:
            raise CommandError("Not measured: " + "; ".join(sorted(set(failures))))

    def _print(self, results: list[dict[str, Any]], imported: dict[str, Any] | None) -> None:
        table = Table(
            title="Queries, median server time, and how many times that without row security",
            title_justify="left",
        )
        table.add_column("Page", no_wrap=True)
        for result in results:
            table.add_column(
                f"{result['world']['episodes']:,} sick leaves".replace(",", " "), justify="right"
            )
        for place, page in enumerate(results[0]["pages"]):
            table.add_row(page["title"], *(_cell(result["pages"][place]) for result in results))
        table.add_section()
        for name in results[0]["milliseconds"]:
            table.add_row(name, *(_ms(result["milliseconds"][name]) for result in results))
        width = max(100, Console().width)
        Console(file=self.stdout, width=width, highlight=False).print(table)  # type: ignore[arg-type]
        if imported is not None:
            self.stdout.write(
                f"Import of {imported['rows']} rows for {imported['people']} people: "
                f"{imported['seconds']} s, {imported['megabytes']} MB."
            )


def _measure(turns: int) -> dict[str, Any]:
    """The pages and computations in this process's own world."""
    milliseconds: dict[str, float | None] = {}
    failures: dict[str, str] = {}
    pages = [asdict(page) for page in time_pages(turns_without_walls=turns if is_scratch() else 0)]
    with tempfile.TemporaryDirectory() as folder:
        for name, take in (
            ("absence_trend (command)", time_trend),
            ("1000 codes sealed", lambda: time_sealing()[0]),
            ("1000 codes opened", lambda: time_sealing()[1]),
            ("progress_report (command)", lambda: time_progress_report(folder)),
        ):
            try:
                milliseconds[name] = take()
            except Exception as error:
                # Reported like a page that fails; the rest is still measured.
                milliseconds[name] = None
                failures[name] = f"{type(error).__name__}: {error}"
    return {"pages": pages, "milliseconds": milliseconds, "failures": failures}


def _import(scratch: Scratch, rows: int) -> dict[str, Any] | None:
    """Time an import of so many new rows; None when this world has too few people for them."""
    file = scratch.home.parent / "absence.csv"
    try:
        people = scratch.run("bench", "--write-import", str(file), str(rows)).json()["people"]
    except ScratchFailed as error:
        if "too few" in str(error):
            return None
        raise
    done = scratch.run("import_absence", str(file), "--subproject=karlstad", "--format=csv", "--json")
    return {"rows": rows, "people": people, "seconds": done.seconds, "megabytes": done.megabytes}


def _cell(page: dict[str, Any]) -> str:
    if page["failure"]:
        return "fails"
    return f"{page['queries']:>3} q {_ms(page['milliseconds']):>9}{_times_walls(page):>7}"


def _times_walls(page: dict[str, Any]) -> str:
    """How many times as long as without row security."""
    if not page["without_walls"]:
        return ""
    return f"{page['milliseconds'] / page['without_walls']:.2f} ×"


def _ms(milliseconds: float | None) -> str:
    return "fails" if milliseconds is None else f"{milliseconds:.0f} ms"


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a list of whole numbers") from None
    if min(sizes) < 1_000:
        raise ArgumentTypeError("a world for measurements has at least 1000 sick leaves")
    return sizes
