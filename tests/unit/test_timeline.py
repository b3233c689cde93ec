"""The drawing of two years: every day in its place."""

from datetime import date

from cases.timeline import FULL_HEIGHT, TOP, Span, timeline
from experio.periods import Period

TODAY = date(2021, 11, 22)


def test_the_drawing_holds_24_months_up_to_the_end_of_this_one() -> None:
    drawing = timeline([], today=TODAY)
    assert drawing.window == Period(date(2019, 12, 1), date(2021, 11, 30))
    assert len(drawing.months) == 24
    assert drawing.is_empty


def test_a_span_lies_where_its_days_are() -> None:
    whole = timeline([Span(date(2019, 12, 1), date(2021, 11, 30), 100)], today=TODAY)
    assert (whole.bars[0].x, whole.bars[0].width) == ("0.00%", "100.00%")
    # 731 days; the span begins on the 32nd and lasts 29.
    february = timeline([Span(date(2020, 1, 1), date(2020, 1, 29), 100)], today=TODAY)
    assert (february.bars[0].x, february.bars[0].width) == ("4.24%", "3.97%")


def test_an_ongoing_span_ends_today() -> None:
    drawing = timeline([Span(date(2021, 11, 1), None, 50)], today=TODAY)
    assert drawing.bars[0].is_ongoing
    assert drawing.days_absent == 22


def test_the_height_is_the_extent_and_bars_stand_on_the_ground() -> None:
    full, half = timeline(
        [Span(date(2021, 1, 1), date(2021, 1, 31), 100), Span(date(2021, 2, 1), date(2021, 2, 28), 50)],
        today=TODAY,
    ).bars
    assert float(full.height) == FULL_HEIGHT
    assert float(half.height) == FULL_HEIGHT / 2
    assert float(full.y) + float(full.height) == float(half.y) + float(half.height) == TOP + FULL_HEIGHT


def test_an_unusual_extent_gets_the_colour_of_the_next_usual_one() -> None:
    levels = [
        timeline([Span(date(2021, 1, 1), date(2021, 1, 31), extent)], today=TODAY).bars[0].level
        for extent in (1, 25, 40, 60, 99)
    ]
    assert levels == [25, 25, 50, 75, 100]


def test_what_began_before_is_cut_and_what_ended_before_is_left_out() -> None:
    drawing = timeline(
        [Span(date(2018, 1, 1), date(2018, 2, 1), 100), Span(date(2019, 11, 1), date(2019, 12, 2), 100)],
        today=TODAY,
    )
    assert [bar.x for bar in drawing.bars] == ["0.00%"]
    assert drawing.days_absent == 2


def test_a_single_day_can_still_be_seen() -> None:
    drawing = timeline([Span(date(2021, 3, 1), date(2021, 3, 1), 100)], today=TODAY)
    assert drawing.bars[0].width == "0.40%"


def test_year_names_do_not_meet() -> None:
    """The window begins in December 2019: its year would stand upon that of January 2020."""
    named = [line.first_day for line in timeline([], today=TODAY).months if line.has_year]
    assert named == [date(2020, 1, 1), date(2021, 1, 1)]
