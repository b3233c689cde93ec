"""Cases carried across the turn of the year."""

import pytest

from cases.rules.annual_cases import AnnualCases, annual_cases
from tests.unit.rules.numbers import days


def test_counts_are_made_from_the_cases_of_the_year() -> None:
    cases = [
        days("2020-06-01", "2020-06-30"),
        days("2020-12-20", "2021-01-10"),
        days("2021-05-01", "2021-05-20"),
        days("2021-12-20", "2022-01-10"),
    ]

    year = annual_cases(cases, 2021)

    assert year == AnnualCases(touching=3, started=2, ended=2)
    assert year.is_carried_in
    assert year.is_carried_out


def test_the_last_day_of_the_year_still_belongs_to_it() -> None:
    assert annual_cases([days("2021-01-01", "2021-12-31")], 2021) == AnnualCases(1, 1, 1)


@pytest.mark.parametrize("counts", [(1, 2, 1), (3, 1, 3), (3, 3, 1), (0, -1, 0)])
def test_counts_that_no_life_can_give_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="case"):
        AnnualCases(*counts)
