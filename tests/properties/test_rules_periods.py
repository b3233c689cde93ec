"""Periods, months and the Swedish order, for every input."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from experio.periods import Month, Period, merge
from experio.swedish import SORT_FROM, SORT_TO, sort_key

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    return Period.starting(draw(days), draw(st.integers(1, 800)))


@given(periods(), periods())
def test_overlap_is_symmetric_and_agrees_with_the_yes_or_no(one: Period, other: Period) -> None:
    assert one.overlap(other) == other.overlap(one)
    assert one.overlaps(other) is other.overlaps(one) is (one.overlap(other) is not None)


@given(periods(), periods(), days)
def test_a_day_of_the_overlap_is_a_day_of_both(one: Period, other: Period, day: date) -> None:
    common = one.overlap(other)

    assert (common is not None and day in common) is (day in one and day in other)


@given(periods())
def test_months_partition_any_period(period: Period) -> None:
    parts = [part for month in period.months() if (part := month.period.overlap(period))]

    assert len(parts) == len(period.months())
    assert [day for part in parts for day in part.each_day()] == list(period.each_day())


@given(st.lists(periods(), max_size=12))
def test_merging_keeps_the_days_and_leaves_gaps_between(all_periods: list[Period]) -> None:
    merged = merge(all_periods)

    assert {day for period in merged for day in period.each_day()} == {
        day for period in all_periods for day in period.each_day()
    }
    assert all(earlier.gap_to(later) >= 1 for earlier, later in zip(merged, merged[1:], strict=False))
    assert merge(merged) == merged


@given(periods(), st.integers(0, 50), st.integers(1, 50))
def test_the_gap_counts_the_days_between(earlier: Period, gap: int, length: int) -> None:
    later = Period.starting(earlier.last_day + timedelta(days=gap + 1), length)

    assert earlier.gap_to(later) == gap
    assert earlier.touches(later) is later.touches(earlier) is (gap == 0)


@given(months, st.integers(-600, 600))
def test_months_can_be_written_read_and_walked_back(month: Month, distance: int) -> None:
    assert Month.parse(str(month)) == month
    assert month.plus(distance).plus(-distance) == month
    assert month.next().previous() == month
    assert month.last_day + timedelta(days=1) == month.next().first_day


@given(st.lists(st.text(alphabet="abcåäöÅÄÖvwxyzéü -'", min_size=1), max_size=20))
def test_sorting_by_key_does_not_care_for_case_or_earlier_order(names: list[str]) -> None:
    keys = [sort_key(name) for name in sorted(names, key=sort_key)]

    assert keys == sorted(sort_key(name.upper()) for name in reversed(names))


@given(st.text())
def test_the_key_is_what_the_database_makes_of_the_text(text: str) -> None:
    # translate(lower(text), SORT_FROM, SORT_TO), spelt out one character at a time.
    lowered = [character.lower()[0] if character.lower() else character for character in text]

    expected = [SORT_TO[SORT_FROM.index(letter)] if letter in SORT_FROM else letter for letter in lowered]

    assert sort_key(text) == "".join(expected)
    assert len(sort_key(text)) == len(text)
