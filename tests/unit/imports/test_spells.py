"""Days and intervals joined to spells of sick leave. November 2021 begins on a Monday."""

from datetime import date
from decimal import Decimal

from cases.imports.free_days import is_free_by_calendar, is_last_working_day_of_month
from cases.imports.reading import read_file
from cases.imports.rows import Cause, Diagnosis
from cases.imports.spells import join_spells
from tests.unit.imports.files import TODAY, csv, paxml, sick_day, sick_days


def november(day):
    return date(2021, 11, day)


def joined(content, day_hours=lambda _who, _day: None):
    return join_spells(read_file(content, today=TODAY), day_hours=day_hours)


def spells(content, **more):
    """[(first day, last day, [extents])] of the file."""
    result = joined(content, **more)
    assert not result.refused
    return [
        (spell.first_day, spell.last_day, [span.extent for span in spell.spans]) for spell in result.spells
    ]


def remarks(content):
    return [remark.code for remark in joined(content).remarks.as_tuple()]


def test_days_in_a_row_are_one_spell_whatever_their_pay_code():
    content = paxml(
        sick_day("2021-11-01", code="SJK_KAR"),
        sick_day("2021-11-02", code="SJK_LÖN"),
        sick_day("2021-11-03", code="SJK"),
    )
    assert spells(content) == [(november(1), november(3), [100])]


def test_a_weekend_between_sick_days_is_part_of_the_spell():
    assert spells(paxml(sick_day("2021-11-05"), sick_day("2021-11-08"))) == [
        (november(5), november(8), [100])
    ]


def test_a_working_day_between_sick_days_ends_the_spell():
    assert len(spells(paxml(sick_day("2021-11-04"), sick_day("2021-11-08")))) == 2


def test_attendance_in_the_weekend_ends_the_spell():
    content = paxml(
        sick_day("2021-11-05"), sick_day("2021-11-06", code="ARB", timmar="8"), sick_day("2021-11-08")
    )
    assert len(spells(content)) == 2


def test_public_holidays_and_their_eves_are_bridged():
    # Thursday 23 December to Monday 27 December 2021: Christmas Eve, Christmas Day, Second Day, a Sunday.
    assert len(spells(paxml(sick_day("2021-12-23"), sick_day("2021-12-27")))) == 1
    assert is_free_by_calendar(date(2021, 6, 25))  # Midsummer's Eve
    assert is_free_by_calendar(date(2021, 6, 26))
    assert is_free_by_calendar(date(2022, 1, 6))  # Epiphany, a Thursday
    assert not is_free_by_calendar(date(2021, 6, 24))


def test_the_schedule_of_the_file_decides_before_the_calendar():
    weekend_work = paxml(
        sick_day("2021-11-05"),
        sick_day("2021-11-08"),
        schedule={"7001": {"2021-11-06": "8", "2021-11-07": "8"}},
    )
    assert len(spells(weekend_work)) == 2
    days_off = paxml(
        sick_day("2021-11-02"),
        sick_day("2021-11-05"),
        schedule={"7001": {"2021-11-03": "0", "2021-11-04": "0"}},
    )
    assert spells(days_off) == [(november(2), november(5), [100])]


def test_a_row_of_no_hours_marks_a_day_off():
    content = paxml(sick_day("2021-11-02"), sick_day("2021-11-03", timmar="0"), sick_day("2021-11-04"))
    assert spells(content) == [(november(2), november(4), [100])]


def test_intervals_cut_at_the_month_end_are_joined():
    content = paxml(sick_days("2021-10-11", "2021-10-31"), sick_days("2021-11-01", "2021-11-12"))
    assert spells(content) == [(date(2021, 10, 11), november(12), [100])]


def test_an_interval_that_states_friday_as_its_end_does_not_reach_over_the_weekend():
    assert (
        len(spells(paxml(sick_days("2021-11-01", "2021-11-05"), sick_days("2021-11-08", "2021-11-09")))) == 2
    )


def test_an_interval_goes_on_with_a_half_day_of_its_own_and_over_the_weekend():
    content = paxml(
        sick_days("2021-11-01", "2021-11-04", omfattning="100"),
        sick_day("2021-11-05", omfattning="50"),
        sick_days("2021-11-08", "2021-11-09", omfattning="100"),
    )
    (spell,) = joined(content).spells
    assert [(span.first_day, span.last_day, span.extent) for span in spell.spans] == [
        (november(1), november(4), 100),
        (november(5), november(7), 50),  # the weekend keeps the extent before it
        (november(8), november(9), 100),
    ]


def test_extents_that_follow_each_other_are_periods_of_one_spell():
    content = csv("7001;2021-11-01;2021-11-07;100;", "7001;2021-11-08;;50;")
    assert spells(content) == [(november(1), None, [100, 50])]


def test_of_rows_about_the_same_day_the_highest_extent_counts():
    content = csv("7001;2021-11-01;2021-11-30;50;", "7001;2021-11-08;2021-11-09;100;")
    (spell,) = joined(content).spells
    assert [(span.first_day, span.last_day, span.extent) for span in spell.spans] == [
        (november(1), november(7), 50),
        (november(8), november(9), 100),
        (november(10), november(30), 50),
    ]
    assert remarks(content) == ["overlapping_rows"]


def test_an_ongoing_row_covers_what_comes_later():
    content = csv("7001;2021-11-01;;50;", "7001;2021-11-08;2021-11-09;25;")
    assert spells(content) == [(november(1), None, [50])]


def test_hours_are_a_share_of_the_scheduled_hours():
    content = paxml(sick_day("2021-11-01", timmar="4"), schedule={"7001": {"2021-11-01": "8"}})
    assert spells(content) == [(november(1), november(1), [50])]


def test_hours_of_several_codes_on_one_day_are_added():
    content = paxml(
        sick_day("2021-11-01", code="SJK_KAR", timmar="2"),
        sick_day("2021-11-01", code="SJK_LÖN", timmar="4"),
        schedule={"7001": {"2021-11-01": "8"}},
    )
    assert spells(content) == [(november(1), november(1), [75])]


def test_hours_without_schedule_use_the_ordinary_hours_of_the_employment():
    content = paxml(sick_day("2021-11-01", timmar="3"))
    assert spells(content, day_hours=lambda _who, _day: Decimal(6)) == [(november(1), november(1), [50])]


def test_more_hours_than_the_day_has_count_as_the_whole_day():
    content = paxml(sick_day("2021-11-01", timmar="9.5"))
    assert spells(content, day_hours=lambda _who, _day: Decimal(8)) == [(november(1), november(1), [100])]


def test_hours_that_nothing_can_turn_into_an_extent_are_refused():
    result = joined(paxml(sick_day("2021-11-01", timmar="4")))
    assert [problem.code for problem in result.refused] == ["hours_without_schedule"]
    assert result.spells == []


def test_people_are_never_joined_with_each_other():
    assert len(spells(paxml(sick_day("2021-11-01"), sick_day("2021-11-02", who="7002")))) == 2


def test_a_work_injury_names_the_whole_spell():
    (spell,) = joined(paxml(sick_day("2021-11-01"), sick_day("2021-11-02", code="ASK"))).spells
    assert spell.cause is Cause.WORK_INJURY


def test_the_latest_diagnosis_of_a_spell_is_used():
    content = csv(
        "7001;2021-11-01;2021-11-07;100;R53", "7001;2021-11-08;2021-11-20;100;F43", "7001;2021-11-21;;50;"
    )
    (spell,) = joined(content).spells
    assert spell.diagnosis == Diagnosis("F43")
    assert "several_diagnoses" in remarks(content)


def test_an_unusual_extent_is_accepted_and_remarked_on():
    assert remarks(csv("7001;2021-11-01;2021-11-07;60;")) == ["unusual_extent"]


def test_a_spell_at_the_end_of_month_or_file_has_no_stated_end():
    def stated(content):
        return [spell.end_is_stated for spell in joined(content).spells]

    assert stated(csv("7001;2021-11-01;2021-11-14;100;")) == [True]
    assert stated(csv("7001;2021-11-01;2021-11-30;100;")) == [False]
    assert stated(paxml(sick_day("2021-11-05"))) == [False]
    assert stated(paxml(sick_day("2021-11-05"), sick_day("2021-11-08", code="ARB"))) == [True]
    assert stated(csv("7001;2021-11-01;;100;")) == [False]
    # Friday 29 October 2021 is followed by a weekend that ends the month.
    assert is_last_working_day_of_month(date(2021, 10, 29))
    assert not is_last_working_day_of_month(date(2021, 10, 28))
