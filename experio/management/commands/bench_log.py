import json
import statistics
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cases.questions.affected_people import affected_people
from cases.questions.log_sample import draw_sample
from cases.questions.log_words import in_words
from cases.questions.readings_of_person import readings_of
from cases.rules.log_review import SampleRules
from experio import clock
from experio.accounts.models import User
from experio.audit.partitions import beginning, this_month
from experio.audit.readings import Act, Noted
from experio.audit.verification import verify_log
from experio.audit.writing import Page, write_reading
from experio.demo.log_world import fill_log
from experio.demo.scratch import scratch_installation
from experio.scope import acting_as, working_for_every_employer
from subprojects.models import StaffMember, Subproject

ROWS = 5_000_000
READER = "hr.karlstad"
ROUNDS = 7
WRITES = 200


class Command(BaseCommand):
    """What the reading log costs at a size, in a throw-away installation of its own."""

    help = "Measure the reading log: look-ups, verification and what a row costs a page."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--rows", type=int, default=ROWS, help=f"rows of the log ({ROWS})")
        parser.add_argument("--staff", type=int, default=1_380, help="people of the demo world")
        parser.add_argument("--here", action="store_true", help="fill and measure this (empty, demo) log")

    def handle(self, **options: Any) -> None:
        if not options["here"]:
            with scratch_installation(options["staff"]) as (scratch, _world):
                done = scratch.run("bench_log", "--here", f"--rows={options['rows']}")
                self.stdout.write(done.output)
            return
        began = perf_counter()
        fill_log(options["rows"])
        figures: dict[str, Any] = {"rows": options["rows"], "filled_in_s": round(perf_counter() - began, 1)}
        with acting_as(User.objects.get(username=READER)):
            figures |= _of_one_person()
        with working_for_every_employer():
            figures |= _of_everybody()
        figures |= _writes()
        with working_for_every_employer():
            began = perf_counter()
            verdict = verify_log()
            seconds = perf_counter() - began
        figures |= {
            "verify_is_whole": verdict.is_whole,
            "verify_rows": verdict.rows,
            "verify_s": round(seconds, 1),
            "verify_rows_a_second": int(verdict.rows / seconds),
        }
        self.stdout.write(json.dumps(figures, indent=1))


def _of_one_person() -> dict[str, Any]:
    """As an HR officer of the employer asks, behind the walls."""
    people = list(StaffMember.objects.order_by("pk").values_list("pk", flat=True)[:ROUNDS])
    return {
        "one_person_rows": readings_of(people[:1]).count(),
        "one_person_first_page_ms": _median(lambda pk: in_words(readings_of([pk])[:50]), people),
        "one_person_counted_ms": _median(lambda pk: readings_of([pk]).count(), people),
    }


def _of_everybody() -> dict[str, Any]:
    month = this_month().plus(-2)
    first, end, year = (beginning(one) for one in (month, this_month(), month.plus(-12)))
    user = User.objects.order_by("pk")[3].pk
    employer = Subproject.objects.order_by("pk")[0].pk
    return {
        "affected_two_months_one_user_s": _once(lambda: affected_people(first=first, end=end, user=user)),
        "affected_two_months_anybody_s": _once(lambda: affected_people(first=first, end=end)),
        "affected_whole_log_anybody_s": _once(lambda: affected_people(first=year, end=end)),
        "monthly_sample_s": _once(
            lambda: draw_sample(
                employer=employer, month=month, seed="1", rules=SampleRules(), role_day=clock.today()
            )
        ),
    }


def _writes() -> dict[str, Any]:
    """What a row costs: the statement alone, and the page of a person with and without it, by turns."""
    officer = User.objects.get(username=READER)
    with working_for_every_employer():
        person = StaffMember.objects.filter(subproject__slug="karlstad").order_by("pk")[0]
        pks = list(StaffMember.objects.order_by("pk").values_list("pk", flat=True)[:25])
    page = Page(officer.pk, "cases:staff_list", "GET", "/staff/", 200, "192.0.2.1", "0" * 32)
    noted = Noted(act=Act.LIST, people=frozenset(pks))
    lists = []
    for _ in range(WRITES):
        with acting_as(officer):
            began = perf_counter()
            write_reading(page, noted, day=clock.today())
            lists.append((perf_counter() - began) * 1000)
    client = Client(headers={"host": "localhost"})
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("cases:staff_detail", args=[person.key])
    with_row, without = [], []
    client.get(address)
    for _ in range(ROUNDS * 5):
        with_row.append(_page(client, address))
        with _nothing_written():
            without.append(_page(client, address))
    return {
        "row_of_a_list_ms": round(statistics.median(lists), 2),
        "page_with_row_ms": round(statistics.median(with_row), 1),
        "page_without_row_ms": round(statistics.median(without), 1),
        "page_ratio": round(statistics.median(with_row) / statistics.median(without), 3),
    }


def _page(client: Client, address: str) -> float:
    began = perf_counter()
    status = client.get(address).status_code
    assert status == 200, status  # noqa: S101 - a measurement of a refusal would be none
    return (perf_counter() - began) * 1000


class _nothing_written:  # noqa: N801 - reads as what it does
    """For the comparison alone: the middleware finds a writer that writes nothing."""

    def __enter__(self) -> None:
        from experio.audit import middleware

        self.writer = middleware.write_reading
        middleware.write_reading = lambda *args, **kwargs: None

    def __exit__(self, *error: object) -> None:
        from experio.audit import middleware

        middleware.write_reading = self.writer


def _median(ask: Any, values: list[Any]) -> float:
    times = []
    for value in values:
        began = perf_counter()
        ask(value)
        times.append((perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def _once(ask: Any) -> float:
    connection.ensure_connection()
    with transaction.atomic():
        began = perf_counter()
        ask()
        return round(perf_counter() - began, 2)
