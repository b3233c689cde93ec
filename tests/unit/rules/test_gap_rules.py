"""Three rules for when two spells are one; each has a border of its own."""

import pytest

from cases.rules.gap_rules import joined
from tests.unit.rules.numbers import days, fk_statistics, inera, sick_pay


@pytest.mark.parametrize(
    ("healthy_days", "is_same_sick_pay", "is_same_fk", "is_same_inera"),
    [
        (0, True, True, True),
        (1, True, True, True),
        (4, True, True, True),
        (5, False, False, True),
        (6, False, False, False),
        (90, False, False, False),
    ],
)
def test_each_rule_has_its_own_border(
    healthy_days: int, is_same_sick_pay: bool, is_same_fk: bool, is_same_inera: bool
) -> None:
    first = days("2021-08-01", "2021-08-14")
    again = type(first).starting(first.last_day, healthy_days + 2)
    later = days(str(again.last_day))
    assert first.gap_to(later) == healthy_days

    assert sick_pay(first, later) is is_same_sick_pay
    assert fk_statistics(first, later) is is_same_fk
    assert inera(first, later) is is_same_inera


def test_cases_hold_their_spells_in_order() -> None:
    spells = [days("2021-09-10"), days("2021-09-01", "2021-09-04"), days("2021-09-06")]

    assert joined(spells, sick_pay) == (
        (days("2021-09-01", "2021-09-04"), days("2021-09-06"), days("2021-09-10")),
    )


def test_a_certificate_inside_a_longer_one_does_not_shorten_the_case() -> None:
    spells = [days("2021-09-01", "2021-09-30"), days("2021-09-05"), days("2021-10-04")]

    assert len(joined(spells, inera)) == 1


def test_no_spells_are_no_cases() -> None:
    assert joined([], sick_pay) == ()
