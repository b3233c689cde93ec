"""Requests that carry planted values, and fail: none of them reaches a log line."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from experio.outside.logs.formatting import formatter
from experio.outside.number import HEADER
from tests.database.access_world import BACKGROUND, DIAGNOSIS, HR_NOTE, PERSONAL_NUMBER, World
from tests.database.outside.routes import addresses

PLANTED = "CANARY-PLANTED"
CANARIES = (PLANTED, PERSONAL_NUMBER, PERSONAL_NUMBER[2:], DIAGNOSIS, BACKGROUND, HR_NOTE, "nora@example.org")
HEADERS = {
    "user-agent": PLANTED,
    "referer": f"https://example.org/{PERSONAL_NUMBER}",
    "x-forwarded-for": PLANTED,
    "x-request-id": f"{PLANTED}\tforged",
    "hx-request": "true",
    "hx-current-url": f"https://example.org/{PLANTED}",
}
FORM = dict.fromkeys(("text", "q", "login", "password", "background", "first_name", PLANTED), PLANTED) | {
    "personal_number": PERSONAL_NUMBER,
    "diagnosis_code": DIAGNOSIS,
    "mail": "nora@example.org",
}
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(readable=False))
    root = logging.getLogger()
    before, root.level = root.level, logging.DEBUG
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


class FailsWithValues:
    """A view that fails as the database does: its message quotes the row, its variables hold it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *rest: Any) -> HttpResponse:
        posted = dict(request.POST)
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [f"{PLANTED} {PERSONAL_NUMBER} {posted}"])
        raise AssertionError


def found_in(lines: list[dict[str, Any]]) -> set[str]:
    text = json.dumps(lines)
    return {canary for canary in CANARIES if canary in text}


def signed_in(world: World, person: str = "hr_own") -> Client:
    client = Client(raise_request_exception=False)
    client.cookies = world.client_of(person).cookies.copy()
    return client


def test_no_request_brings_a_planted_value_into_the_log(world: World, lines: Lines) -> None:
    client = signed_in(world)
    for address in addresses(world):
        client.get(f"{address}?q={PERSONAL_NUMBER}&x={PLANTED}", headers=HEADERS)
        client.post(address, FORM, headers=HEADERS)

    written = lines()
    assert {line["logger"] for line in written} >= {"experio.requests"}
    assert found_in(written) == set()


@pytest.mark.parametrize("person", ["hr_own", "administrator"])
def test_a_failing_page_tells_its_number_and_where_it_failed(world: World, lines: Lines, person: str) -> None:
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.FailsWithValues"]):
        answer = signed_in(world, person).post(reverse("cases:staff_add"), FORM, headers=HEADERS)

    failed = [line for line in lines() if line["logger"] == "django.request"]
    assert answer.status_code == 500
    assert {line["request"] for line in failed} == {answer.headers[HEADER]}
    assert answer.headers[HEADER] in answer.content.decode()
    assert failed[0]["failure"][0]["sqlstate"] == "22P02"
    assert failed[0]["route"]
    assert found_in(lines()) == set()
    assert not {canary for canary in CANARIES if canary in answer.content.decode()}


def test_a_refused_host_and_a_page_too_large_are_logged_without_what_was_sent(db: None, lines: Lines) -> None:
    client = Client(raise_request_exception=False)
    client.get("/", headers={"host": f"{PLANTED}.example.org"})
    client.post("/account/login/", {"login": PLANTED * 600_000})

    written = lines()
    assert {line["status"] for line in written if line["logger"] == "experio.requests"} == {400, 413}
    assert found_in(written) == set()


def test_the_line_of_a_request_says_route_status_duration_and_who(world: World, lines: Lines) -> None:
    answer = signed_in(world).get(f"/cases/{world.case.number}/")

    (line,) = [line for line in lines() if line["logger"] == "experio.requests"]
    assert line["ms"] >= 0
    assert {key: line[key] for key in ("route", "status", "user", "method", "request")} == {
        "route": "cases:case_detail",
        "status": 200,
        "user": world.people["hr_own"].pk,
        "method": "GET",
        "request": answer.headers[HEADER],
    }


def test_an_unknown_address_is_not_written_down(db: None, lines: Lines) -> None:
    Client().get(f"/{PLANTED}/{PERSONAL_NUMBER}")

    (line,) = [line for line in lines() if line["logger"] == "experio.requests"]
    assert line["route"] == "none"
    assert found_in([line]) == set()


def test_the_number_that_a_browser_sends_is_not_believed(db: None) -> None:
    number = Client().get("/account/login/", headers={"x-request-id": PLANTED}).headers[HEADER]

    assert number != PLANTED
    assert len(number) == 10
