"""Units beside their subproject: the carrier, units shown by year only, and hidden years."""

import numpy as np
import pytest

from reports.disclosure import Thresholds
from reports.disclosure.units import (
    NO_CARRIER,
    Block,
    Pattern,
    UnitProtection,
    window_minimum,
    windows,
)

USUAL = Thresholds()


def staff_of(*units: tuple[int, int], months: int = 3) -> np.ndarray:
    """(month, unit, gender with total first) of units given as (women, men), the same in every month."""
    table = np.array([[(women + men, women, men) for women, men in units]], dtype=float)
    return np.repeat(table, months, axis=0)


def block_of(staff: np.ndarray) -> Block:
    return Block.of(np.arange(staff.shape[1]), staff)


def test_the_carrier_is_the_smallest_unit_that_has_women_and_men_in_every_month() -> None:
    staff = staff_of((30, 10), (12, 0), (9, 8), (0, 5), (20, 20))

    assert block_of(staff).carrier == 2


def test_a_unit_that_lacks_women_or_men_in_one_month_carries_nothing() -> None:
    staff = staff_of((30, 10), (9, 8), (20, 20))
    staff[1, 1] = (8, 0, 8)

    assert block_of(staff).carrier == 0


def test_one_man_is_enough_to_carry() -> None:
    assert block_of(staff_of((30, 10), (9, 1))).carrier == 1


def test_the_smallest_over_all_months_carries_and_not_that_of_the_first() -> None:
    staff = staff_of((10, 10), (11, 11))
    staff[1:, 0] = (60, 30, 30)

    assert block_of(staff).carrier == 1


@pytest.mark.parametrize("units", [[(30, 10)], [(30, 0), (0, 10)]])
def test_one_unit_alone_and_units_of_one_gender_have_no_carrier(units: list[tuple[int, int]]) -> None:
    assert block_of(staff_of(*units)).carrier == NO_CARRIER


def test_the_cells_of_a_block_are_the_subproject_and_then_its_units() -> None:
    staff = staff_of((1, 2), (100, 200), (10, 20), months=2)
    block = Block.of(np.array([0, 2]), staff[:, [0, 2]])

    assert block.cells(staff).tolist() == [[33, 11, 22, 3, 1, 2, 30, 10, 20]] * 2
    sums = {line.parent: set() for line in block.system.lines}
    for line in block.system.lines:
        sums[line.parent].add((line.children, line.group))
    assert sums == {
        0: {((1, 2), 0), ((3, 6), 1)},
        3: {((4, 5), 0)},
        6: {((7, 8), 0)},
        1: {((4, 7), 1)},
        2: {((5, 8), 1)},
    }


def test_small_is_a_unit_of_ten_and_a_count_of_four() -> None:
    protection = UnitProtection(staff_of((11, 10), (1, 11), (0, 11), months=1), (0, 0, 0), USUAL)
    counts = np.array([[(9.0, 5.0, 4.0), (1.0, 0.0, 1.0), (5.0, 0.0, 5.0)]])

    few = [[False, False, True], [False, True, False], [False, False, False]]
    assert protection.small([]).tolist() == [few]
    few[1] = [True, True, True]
    assert protection.small([counts]).tolist() == [few]


@pytest.mark.parametrize(
    ("small_months", "yearly"), [(0, False), (4, False), (5, False), (6, True), (10, True)]
)
def test_a_unit_is_shown_by_year_when_more_than_half_of_its_months_are_small(
    small_months: int, yearly: bool
) -> None:
    """Half of them is not more than half; months without staff do not count."""
    staff = staff_of((20, 20), months=14)
    staff[10:] = 0
    small = np.zeros(staff.shape, dtype=bool)
    small[:small_months, :, 0] = True
    small[small_months:, :, 1:] = True
    small[10:] = True

    assert UnitProtection(staff, (0,), USUAL).mostly_small(small).tolist() == [yearly]


def test_windows_hold_twelve_months() -> None:
    values = np.arange(1.0, 15.0)[:, None]

    assert windows(values)[:, 0].tolist() == [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78, 90, 102]
    assert window_minimum(values)[:, 0].tolist() == [1] * 12 + [2, 3]
    assert window_minimum(values[::-1])[:, 0].tolist() == list(range(14, 0, -1))


def test_months_are_hidden_of_those_shown_by_year_and_of_the_carrier() -> None:
    """Units 0 to 2 of one employer: 0 is shown by year, 2 carries what is hidden; unit 3 is another's."""
    staff = staff_of((30, 30), (50, 50), (20, 15), (40, 40), months=2)
    protection = UnitProtection(staff, (0, 0, 0, 1), USUAL)
    nothing, link = np.zeros(staff.shape, dtype=bool), np.zeros((2, 2, 3), dtype=bool)
    primary = nothing.copy()
    primary[0, 0] = True

    pattern = protection.protect([staff], primary, link, yearly=np.array([True, False, False, False]))

    assert pattern.yearly.tolist() == [True, False, False, False]
    assert pattern.hidden.all(axis=(0, 2)).tolist() == [True, False, True, False]
    assert not pattern.hidden[:, [1, 3]].any()
    assert not pattern.link.any()

    calm = protection.protect([staff], nothing, link, yearly=np.array([True, False, False, False]))
    assert not calm.hidden.any()
    assert not calm.yearly.any()


def test_a_carrier_that_would_be_shown_by_year_is_not_shown_at_all() -> None:
    staff = staff_of((30, 30), (50, 50), (20, 15), months=2)
    protection = UnitProtection(staff, (0, 0, 0), USUAL)
    primary = np.zeros(staff.shape, dtype=bool)
    primary[:, 2] = True

    pattern = protection.protect(
        [staff], primary, np.zeros((2, 1, 3), dtype=bool), yearly=np.array([False, False, True])
    )

    assert not pattern.yearly.any()
    assert pattern.hidden[:, 2].all()


def protected(
    staff: np.ndarray, *, primary: tuple = (), link: tuple = (), yearly: list[bool] | None = None
) -> Pattern:
    """The pattern of one employer whose counts are its staff; `primary` and `link` name places."""
    hidden, linked = np.zeros(staff.shape, dtype=bool), np.zeros((len(staff), 1, 3), dtype=bool)
    for place in primary:
        hidden[place] = True
    for place in link:
        linked[place] = True
    given = None if yearly is None else np.array(yearly)
    protection = UnitProtection(staff, (0,) * staff.shape[1], USUAL)
    return protection.protect([staff], hidden, linked, yearly=given)


def test_where_nobody_works_nothing_is_hidden() -> None:
    staff = staff_of((30, 30), (50, 50), (20, 15))
    staff[1, 0] = 0

    assert not protected(staff, primary=((1, 0),)).hidden.any()
    pattern = protected(staff, primary=((0, 1, 0),), yearly=[True, False, False])
    assert pattern.hidden[[0, 2], 0].all()
    assert not pattern.hidden[1, 0].any()


def test_without_a_carrier_no_unit_is_shown_by_year() -> None:
    pattern = protected(
        staff_of((30, 0), (0, 50), (0, 60)), primary=((0, 1, 0),), yearly=[True, False, False]
    )

    assert not pattern.yearly.any()
    assert not pattern.hidden[1:].any()


def test_one_hidden_cell_of_the_subproject_itself_is_reason_enough() -> None:
    pattern = protected(
        staff_of((30, 30), (50, 50), (20, 15)), link=((0, 0, 1),), yearly=[True, False, False]
    )

    assert pattern.yearly.tolist() == [True, False, False]
    assert pattern.hidden[:, [0, 2]].all()


def test_a_unit_that_is_the_whole_subproject_takes_its_figure_along() -> None:
    """The only unit's hidden month would stand there as the subproject's: that is hidden too."""
    pattern = protected(staff_of((30, 30)), primary=((1, 0, 0),))

    assert pattern.link[:, 0, 0].tolist() == [False, True, False]


def test_a_complement_is_a_unit_and_never_the_subproject_while_there_is_one() -> None:
    pattern = protected(staff_of((30, 30), (50, 50), (0, 0)), primary=((0, 0),))

    assert not pattern.link.any()
    assert pattern.hidden[0].tolist() == [[True] * 3, [True] * 3, [False] * 3]
    assert not pattern.hidden[1:].any()


@pytest.mark.parametrize(("hidden", "complement"), [(0, 1), (1, 0)])
def test_the_smaller_of_the_others_goes_with_a_hidden_unit(hidden: int, complement: int) -> None:
    pattern = protected(staff_of((30, 30), (35, 35), (60, 60), months=1), primary=((0, hidden, 0),))

    assert sorted(np.flatnonzero(pattern.hidden[0, :, 0]).tolist()) == sorted([hidden, complement])


def test_a_unit_without_staff_hides_nobody_and_the_subproject_goes_instead() -> None:
    pattern = protected(staff_of((30, 30), (0, 0), months=1), primary=((0, 0),))

    assert pattern.link[0, 0].tolist() == [True, True, True]
    assert not pattern.hidden[0, 1].any()


def test_women_or_men_of_the_subproject_are_hidden_by_its_own_table_alone() -> None:
    """Units never hide the subproject's men because its women are hidden: then both sexes together go."""
    pattern = protected(staff_of((30, 30), (50, 50), months=1), link=((0, 0, 1),))

    assert pattern.link[0, 0].tolist() == [True, True, False]


def years_of(hidden_months: list[tuple[int, int]], yearly: list[bool], staff: np.ndarray) -> list[list[bool]]:
    protection = UnitProtection(staff, (0,) * staff.shape[1], USUAL)
    hidden = np.zeros(staff.shape, dtype=bool)
    for month, unit in hidden_months:
        hidden[month, unit] = True
    pattern = Pattern(hidden, np.array(yearly), np.zeros((len(staff), 1, 3), dtype=bool))
    answer = protection.years(pattern, [staff[:, :, 0]], np.zeros((len(staff), 1, 3), dtype=bool))
    return [[bool(value) for value in row] for row in answer]


def test_the_first_year_ends_with_the_twelfth_month() -> None:
    hidden = years_of([], [False, False], staff_of((30, 30), (50, 50), months=14))

    assert hidden == [[True, True]] * 11 + [[False, False]] * 3


def test_a_hidden_month_hides_the_twelve_years_that_hold_it() -> None:
    staff = staff_of((30, 30), (50, 50), months=14)

    hidden = years_of([(1, 0), (1, 1)], [False, False], staff)

    assert hidden[11:] == [[True, True], [True, True], [False, False]]


def test_a_unit_shown_by_year_is_shown_though_its_months_are_hidden_unless_it_is_too_small() -> None:
    staff = staff_of((6, 5), (6, 5), (50, 50), months=13)
    months = [(month, unit) for month in range(13) for unit in (0, 1)]

    assert years_of(months, [True, True, False], staff)[11:] == [[False, False, False]] * 2
    staff[12, :2, 0] = 10
    assert years_of(months, [True, True, False], staff)[11:] == [[False, False, False], [True, True, False]]


def year_table(counts: list[float], *, yearly: list[bool], link: bool = False) -> list[bool]:
    """Which units' year to the twelfth month is hidden, given what happened in each in that year."""
    staff = staff_of((30, 30), (50, 50), (60, 60), months=12)
    hidden = np.zeros(staff.shape, dtype=bool)
    hidden[:, yearly] = True
    linked = np.zeros((12, 1, 3), dtype=bool)
    linked[3, 0, 0] = link
    table = np.repeat(np.array([counts]), 12, axis=0)
    protection = UnitProtection(staff, (0, 0, 0), USUAL)
    answer = protection.years(Pattern(hidden, np.array(yearly), linked), [table], linked)
    return [bool(value) for value in answer[11]]


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, False), (20, False)])
def test_a_year_in_which_it_happened_to_one_to_four_hides_another_year_with_it(
    count: float, hidden: bool
) -> None:
    """The cheapest one that is shown by year: beside the hidden year the sum would give it away."""
    assert year_table([count, 30, 40], yearly=[True, False, True]) == [hidden, False, hidden]
    assert year_table([30, 40, count], yearly=[True, True, True]) == [hidden, False, hidden]


def test_a_hidden_year_of_the_subproject_is_not_the_sum_of_shown_ones() -> None:
    assert year_table([20, 30, 40], yearly=[True, True, True]) == [False, False, False]
    assert year_table([20, 30, 40], yearly=[True, True, True], link=True).count(True) >= 1
