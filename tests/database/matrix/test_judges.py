"""Each judge finds what it is there for, planted in an answer that is otherwise right."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.utils.translation import get_language

from tests.database.matrix.asking import Asked, Sweep, sweep_of
from tests.database.matrix.canaries import HANDLE, SHIELDED_UNIT, first_name, text
from tests.database.matrix.cells import NO_TARGET, STRANGER, Cell
from tests.database.matrix.judges import complaints, masked
from tests.database.matrix.judges.limits_of_fields import shown
from tests.database.matrix.world import WideWorld, wide

__all__ = ["wide"]

LIST = Cell("cases:staff_list", NO_TARGET, "GET", "hr_own")


class TellsInOneLanguage:
    """A middleware that writes a protected name into pages of one language, as a wrong translation would."""

    language = "sv"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if get_language() == self.language:
            response.content += first_name("shielded").encode()
        return response


@pytest.fixture
def sweep(wide: WideWorld) -> Iterator[Sweep]:
    with sweep_of(wide) as sweep:
        yield sweep


@pytest.fixture
def right(sweep: Sweep) -> Asked:
    """The list of staff for an HR officer of the employer: nothing is wrong with it."""
    asked = sweep.ask(LIST)
    assert complaints(asked) == []
    return asked


def judges_of(asked: Asked) -> set[str]:
    """Which judges complain."""
    return {wrong.removeprefix(f"{asked.cell} ").partition(":")[0] for wrong in complaints(asked)}


def test_the_protected_person_stands_in_the_answer_that_is_right(right: Asked) -> None:
    assert ("shielded", "handle") in shown(right), "the row is there; it could have leaked"
    assert HANDLE in right.body


@pytest.mark.parametrize(
    "planted", ["Firstcanaryshielded", "FIRSTCANARYSHIELDED", "26 september 1974", "820101-2385"]
)
def test_who_the_protected_person_is_is_found_wherever_it_stands(planted: str, right: Asked) -> None:
    assert "protected identity" in judges_of(replace(right, body=f"{right.body}{planted}"))
    assert "protected identity" in judges_of(replace(right, head=f"Location: /?q={planted}"))
    assert "protected identity" in judges_of(replace(right, left_behind=planted))


def test_the_unit_is_found_outside_the_lists_to_choose_from(right: Asked) -> None:
    assert masked.judge(replace(right, body=f"<p>{SHIELDED_UNIT}")) == ["names the unit"]
    assert masked.judge(replace(right, body=f"<select><option>{SHIELDED_UNIT}</select>")) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_only_one_language_tells_is_found(
    language: str, wide: WideWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TellsInOneLanguage, "language", language)
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.TellsInOneLanguage"]):
        telling = replace(wide, browser=Client(raise_request_exception=False))
        with sweep_of(telling) as sweep:
            found = {
                asked.cell.language
                for asked in (sweep.ask(LIST), sweep.ask(replace(LIST, language="en")))
                if "protected identity" in judges_of(asked)
            }

    assert found == {language}


def test_a_field_that_may_not_be_seen_at_all_is_found(right: Asked) -> None:
    assert "fields" in judges_of(replace(right, body=text("background", "southerner")))
    assert "left behind" in judges_of(replace(right, left_behind=text("background", "southerner")))


def test_a_wrong_status_is_found(right: Asked, sweep: Sweep) -> None:
    refused = sweep.ask(replace(LIST, person="lead"))
    assert complaints(refused) == []

    assert "status" in judges_of(replace(right, response=refused.response))
    assert "status" in judges_of(replace(right, response=HttpResponse(status=500)))


def test_a_stranger_who_is_led_elsewhere_than_to_the_sign_in_is_found(sweep: Sweep) -> None:
    asked = sweep.ask(replace(LIST, person=STRANGER))
    assert complaints(asked) == []

    asked.response.headers["Location"] = "/welcome/"

    assert judges_of(asked) == {"status"}


@pytest.mark.parametrize("name", ["Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"])
def test_a_missing_header_is_found(name: str, right: Asked) -> None:
    del right.response.headers[name]

    assert judges_of(right) == {"headers"}


def test_inline_code_is_found(right: Asked) -> None:
    assert judges_of(replace(right, body="<a onclick='x()'>")) == {"inline code"}


@pytest.mark.parametrize(
    "readings", [(), (("hr_own", "denied"),), (("lead", "list"),), (("hr_own", "list"), ("hr_own", "list"))]
)
def test_a_row_of_the_reading_log_that_is_wrong_is_found(
    readings: tuple[tuple[str, str], ...], right: Asked
) -> None:
    assert judges_of(replace(right, readings=readings)) == {"reading log"}
