"""One published figure, as pages and files write it."""

import pytest

from reports.disclosure import Figure, Status, Thresholds, protect_counts
from reports.disclosure.figures import EMPTY, HIDDEN, UNKNOWN


@pytest.mark.parametrize(
    ("figure", "mark"), [(HIDDEN, ".."), (EMPTY, "."), (UNKNOWN, "-"), (Figure(0.0), "")]
)
def test_each_reason_for_no_number_has_its_mark(figure: Figure, mark: str) -> None:
    assert figure.mark == mark


@pytest.mark.parametrize(
    ("figure", "decimals", "value", "status"),
    [
        (Figure(12.0), 0, 12, "ok"),
        (Figure(0.0), 0, 0, "ok"),
        (Figure(5.04), 1, 5.0, "ok"),
        (HIDDEN, 0, None, "s"),
        (HIDDEN, 1, None, "s"),
        (EMPTY, 0, None, "na"),
        (UNKNOWN, 1, None, "m"),
    ],
)
def test_a_figure_for_machines(figure: Figure, decimals: int, value: float | None, status: str) -> None:
    answer = figure.as_json(decimals)

    assert answer == {"value": value, "status": status}
    assert type(answer["value"]) is type(value)


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.OK])
def test_a_figure_without_a_reason_or_with_a_value_besides_is_refused(status: Status) -> None:
    with pytest.raises(ValueError, match="exactly when"):
        Figure(3.0, status)
    with pytest.raises(ValueError, match="exactly when"):
        Figure(None)


def test_three_is_the_lowest_threshold() -> None:
    assert Thresholds(min_group=3, min_count=3).min_count == 3


def test_a_figure_whose_group_is_not_named_is_about_nobody_else() -> None:
    table = protect_counts({"named": 6, "other": 6}, [], Thresholds(), group_sizes={"named": 11})

    assert table == {"named": Figure(6.0), "other": Figure(6.0)}
