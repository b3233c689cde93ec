"""The medical certificate to the employer."""

from datetime import date

import pytest

from cases.rules.certificate import (
    CertificateNeed,
    certificate_day_number,
    certificate_due_on,
    certificate_need,
)
from cases.rules.due import DueState
from experio.periods import Period
from tests.unit.rules.numbers import day, days


@pytest.mark.parametrize(
    ("spell", "due_on"),
    [
        (days("2021-11-01", "2021-11-07"), None),
        (days("2021-11-01", "2021-11-08"), "2021-11-08"),
        (days("2021-11-01", "2022-03-01"), "2021-11-08"),
    ],
)
def test_a_certificate_is_needed_from_day_8(spell: Period, due_on: str | None) -> None:
    assert certificate_due_on(spell, certificate_day=8) == (None if due_on is None else day(due_on))


def test_an_agreed_first_day_certificate_is_due_on_day_1() -> None:
    assert certificate_due_on(days("2021-11-01"), certificate_day=1) == day("2021-11-01")


def test_the_counter_begins_again_with_each_sick_period() -> None:
    assert certificate_day_number(days("2021-11-11", "2021-11-12"), day("2021-11-11")) == 1
    assert certificate_day_number(days("2021-11-11", "2021-11-12"), day("2021-11-13")) is None


@pytest.mark.parametrize(
    ("certificates", "needed_from", "state"),
    [
        ([], "2021-11-08", DueState.OVERDUE),
        ([days("2021-11-08", "2021-11-21")], "2021-11-22", DueState.DUE),
        ([days("2021-11-01", "2021-11-30")], "2021-12-01", DueState.UPCOMING),
        (
            [days("2021-11-08", "2021-11-14"), days("2021-11-15", "2021-11-30")],
            "2021-12-01",
            DueState.UPCOMING,
        ),
        (
            [days("2021-11-08", "2021-11-14"), days("2021-11-16", "2021-11-30")],
            "2021-11-15",
            DueState.OVERDUE,
        ),
        ([days("2021-11-09", "2021-11-30")], "2021-11-08", DueState.OVERDUE),
    ],
)
def test_an_ongoing_absence_needs_every_day_from_day_8_covered(
    certificates: list[Period], needed_from: str, state: DueState
) -> None:
    need = certificate_need(
        days("2021-11-01", "2021-11-22"),
        certificates,
        certificate_day=8,
        is_ongoing=True,
        today=day("2021-11-22"),
    )

    assert need == CertificateNeed(day(needed_from), state)


@pytest.mark.parametrize(
    ("last_day", "certificates", "needed_from"),
    [
        ("2021-11-07", [], None),
        ("2021-11-12", [days("2021-11-08", "2021-11-12")], None),
        ("2021-11-13", [days("2021-11-08", "2021-11-12")], date(2021, 11, 13)),
    ],
)
def test_an_ended_absence_needs_nothing_after_its_last_day(
    last_day: str, certificates: list[Period], needed_from: date | None
) -> None:
    need = certificate_need(
        days("2021-11-01", last_day),
        certificates,
        certificate_day=8,
        is_ongoing=False,
        today=day("2021-11-22"),
    )

    assert need.needed_from == needed_from
