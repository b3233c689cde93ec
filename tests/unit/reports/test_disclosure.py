"""Röjandekontroll: docs/statistics/disclosure.md tells these rules with the same numbers."""

import numpy as np
import pytest

from reports.disclosure import Figure, Status, TableSystem, Thresholds, protect_counts
from reports.disclosure.linear import Line

USUAL = Thresholds()


def hidden(table):
    return {key for key, figure in table.items() if figure.is_hidden}


def test_a_count_of_one_to_four_is_hidden_and_zero_is_zero():
    table = protect_counts({n: n for n in range(7)}, [], USUAL)

    assert hidden(table) == {1, 2, 3, 4}
    assert table[0] == Figure(0.0)
    assert table[1] == Figure(None, Status.SUPPRESSED)


def test_ten_staff_are_too_few_and_eleven_are_enough():
    table = protect_counts({"ten": 6, "eleven": 6}, [], USUAL, group_sizes={"ten": 10, "eleven": 11})

    assert hidden(table) == {"ten"}


def test_twelve_women_and_nine_men_are_both_hidden_when_the_unit_is_shown():
    """Test vector 10: the men are too few, and the women would give them away."""
    sizes = {"unit": 21, "women": 12, "men": 9}

    table = protect_counts(sizes, [("unit", ("women", "men"))], USUAL, group_sizes=sizes)

    assert hidden(table) == {"women", "men"}
    assert table["unit"].value == 21


def test_one_small_cell_in_a_table_with_all_margins_takes_three_others_with_it():
    """Women and men by four diagnosis groups with all margins; three men have group J."""
    women = {"F": 40, "M": 30, "J": 15, "O": 12}
    men = {"F": 20, "M": 18, "J": 3, "O": 10}
    cells = {("women", g): n for g, n in women.items()} | {("men", g): n for g, n in men.items()}
    cells |= {("all", g): women[g] + men[g] for g in women}
    cells |= {(s, "all"): sum(cells[s, g] for g in women) for s in ("women", "men", "all")}
    sums = [((s, "all"), [(s, g) for g in women]) for s in ("women", "men", "all")]
    sums += [(("all", g), [("women", g), ("men", g)]) for g in [*women, "all"]]

    table = protect_counts(cells, sums, USUAL)

    assert hidden(table) == {("men", "J"), ("women", "J"), ("men", "O"), ("women", "O")}


def test_what_is_left_of_a_total_is_a_group_like_any_other():
    """Hiding 3 and 1 would leave 4, still too few: one more goes."""
    cells = {"all": 24, "a": 3, "b": 1, "c": 8, "d": 12}

    table = protect_counts(cells, [("all", ("a", "b", "c", "d"))], USUAL)

    assert hidden(table) == {"a", "b", "c"}


def test_a_hidden_total_is_not_the_sum_of_shown_parts():
    cells = {"all": 8, "a": 8, "b": 0}

    table = protect_counts(cells, [("all", ("a", "b"))], USUAL, group_sizes={"all": 10, "a": 20, "b": 20})

    assert "all" in hidden(table)
    assert hidden(table) & {"a", "b"}


def test_what_a_subset_leaves_over_is_protected_though_never_shown():
    """20 unemployed of whom 17 for long: the other 3 follow by subtraction."""
    cells = {"unemployed": 20, "long": 17, "other": 3}

    table = protect_counts(cells, [("unemployed", ("long", "other"))], USUAL, never_shown=["other"])

    assert hidden(table) == {"long", "other"}


def test_a_harmless_rest_hides_nothing():
    cells = {"unemployed": 20, "long": 7, "other": 13}

    table = protect_counts(cells, [("unemployed", ("long", "other"))], USUAL, never_shown=["other"])

    assert hidden(table) == {"other"}


def test_the_audit_finds_what_two_lines_together_give_away():
    """a+b, b+c and a+c are known: no line is left with one unknown, and yet all three follow."""
    system = TableSystem(6, [Line(3, (0, 1), 0), Line(4, (1, 2), 1), Line(5, (0, 2), 2)])
    hidden_cells = np.array([[True, True, True, False, False, False]])

    assert system.determined(hidden_cells)[0].tolist() == [True, True, True, False, False, False]


def test_a_square_of_hidden_cells_is_not_given_away():
    system = TableSystem.of_axes(3, 3)
    hidden_cells = np.zeros((1, 9), dtype=bool)
    hidden_cells[0, [4, 5, 7, 8]] = True

    assert not system.determined(hidden_cells).any()


def test_possible_values_are_as_wide_as_the_sums_leave_them():
    """Rows leave 5 and 9, columns 8 and 6: the first cell may be 0 to 5."""
    system = TableSystem.of_axes(3, 3)
    values = np.array([[14.0, 8, 6, 5, 3, 2, 9, 5, 4]])
    hidden_cells = np.array([[False, False, False, False, True, True, False, True, True]])

    low, high = system.bounds(values, hidden_cells)

    assert (low[0, 4], high[0, 4]) == (0, 5)
    assert (low[0, 7], high[0, 7]) == (3, 8)


@pytest.mark.parametrize("wrong", [{"min_group": 2}, {"min_count": 2}])
def test_a_threshold_below_three_is_refused(wrong):
    with pytest.raises(ValueError, match="below 3"):
        Thresholds(**wrong)


def test_a_hidden_figure_carries_no_value():
    with pytest.raises(ValueError, match="exactly when"):
        Figure(3.0, Status.SUPPRESSED)
