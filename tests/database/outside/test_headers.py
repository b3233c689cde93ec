"""
Answers that come before or instead of a view carry every header: forms without token, pages that fail.

What every route answers to everybody is judged in tests/database/matrix (`judges/headers.py`, `inline.py`).
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from tests.database.access_world import World
from tests.database.outside.header_rules import INLINE, faults
from tests.database.outside.routes import addresses


class Fails:
    """A middleware that fails in the innermost place, as a view with an error would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *rest: Any) -> HttpResponse:
        raise RuntimeError("planted")


def asked(client: Client, method: str, world: World) -> Iterable[tuple[str, Any]]:
    for address in addresses(world):
        yield address, getattr(client, method)(address)


def browser_of(world: World, person: str, **rest: Any) -> Client:
    client = Client(raise_request_exception=False, **rest)
    if person:
        client.cookies = world.client_of(person).cookies.copy()
    return client


@pytest.mark.parametrize("person", ["", "hr_own"])
def test_a_form_without_its_token_is_refused_with_every_header(world: World, person: str) -> None:
    client = browser_of(world, person, enforce_csrf_checks=True)
    answers = dict(asked(client, "post", world))

    assert {address: found for address, answer in answers.items() if (found := faults(answer))} == {}
    assert {answer.status_code for answer in answers.values()} >= {403}


@pytest.mark.parametrize("person", ["", "hr_own"])
def test_a_page_that_fails_carries_every_header(world: World, person: str) -> None:
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.Fails"]):
        client = browser_of(world, person)
        answers = dict(asked(client, "get", world))

    assert {address: found for address, answer in answers.items() if (found := faults(answer))} == {}
    assert {answer.status_code for answer in answers.values()} >= {500}


@pytest.mark.parametrize(
    "text",
    ["<style>", "<script>x()</script>", '<p style="x">', "<a onclick='x()'>", '<a href="javascript:x">'],
)
def test_the_search_for_inline_code_finds_it(text: str) -> None:
    assert INLINE.search(text)
