"""How long an employer has to answer."""

from datetime import date

import pytest

from cases.rules.answer_time import answer_due_on, latest_extension, months_after
from cases.rules.retention_suggestions import SUGGESTIONS, suggestion


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2021, 11, 22), date(2021, 12, 22)),
        (date(2021, 1, 31), date(2021, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2021, 12, 15), date(2022, 1, 15)),
    ],
)
def test_an_answer_is_due_a_month_later(received: date, due: date) -> None:
    assert answer_due_on(received) == due


def test_more_time_reaches_three_months_at_most() -> None:
    assert latest_extension(date(2021, 11, 30)) == date(2022, 2, 28)


@pytest.mark.parametrize(("months", "day"), [(0, 5), (12, 5), (24, 5), (120, 5)])
def test_years_are_twelve_months(months: int, day: int) -> None:
    assert months_after(date(2020, 3, day), months) == date(2020 + months // 12, 3, day)


def test_no_example_is_confirmed_and_each_is_found_by_its_key() -> None:
    assert all(not one.is_confirmed for one in SUGGESTIONS)
    assert all(suggestion(one.key) is one for one in SUGGESTIONS)
    assert suggestion("nothing") is None
