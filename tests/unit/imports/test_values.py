"""Every form of date, extent, number and diagnosis that a cell may have."""

from datetime import date
from decimal import Decimal

import pytest

from cases.imports import values
from cases.imports.rows import DIAGNOSIS_NOT_SHARED, UNKNOWN_DIAGNOSIS, Diagnosis
from cases.imports.values import Unreadable

TODAY = date(2021, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-11-01", date(2021, 11, 1)),
        ("2021-11-01T00:00:00", date(2021, 11, 1)),
        ("2021-11-01 00:00", date(2021, 11, 1)),
        ("2021-1-5", date(2021, 1, 5)),
        ("20211101", date(2021, 11, 1)),
        ("211101", date(2021, 11, 1)),
        ("21-11-01", date(2021, 11, 1)),
        ("2021/11/01", date(2021, 11, 1)),
        ("01/11/2021", date(2021, 11, 1)),
        ("1/11/2021", date(2021, 11, 1)),
        ("01.11.2021", date(2021, 11, 1)),
        ("01/11/21", date(2021, 11, 1)),
        ("1/11-21", date(2021, 11, 1)),
        (" 2021-11-01 ", date(2021, 11, 1)),
        ("991231", date(1999, 12, 31)),
        ("261231", date(2026, 12, 31)),
        ("20240229", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_every_form_that_payroll_systems_write(text, day):
    assert values.day_from_text(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "2021-13-01",
        "2021-02-30",
        "31/02/2021",
        "99999999",
        "hello",
        "2021-11",
        "1-2-3",
        "٢٠٢١-١١-٠١x",
    ],
)
def test_what_is_no_date_is_unreadable(text):
    with pytest.raises(Unreadable):
        values.day_from_text(text, today=TODAY)


def test_a_first_day_without_year_is_the_latest_that_is_not_ahead():
    assert values.day_from_text("22/11", today=TODAY) is None
    assert values.day_without_year("22/11", today=TODAY) == date(2021, 11, 22)
    assert values.day_without_year("23/11", today=TODAY) == date(2020, 11, 23)
    assert values.day_without_year("29/2", today=TODAY) == date(2020, 2, 29)


def test_a_last_day_without_year_is_the_earliest_from_the_first_day_on():
    first_day = date(2020, 12, 20)
    assert values.day_without_year("7/1", today=TODAY, on_or_after=first_day) == date(2021, 1, 7)
    assert values.day_without_year("20/12", today=TODAY, on_or_after=first_day) == date(2020, 12, 20)


def test_an_impossible_day_without_year_is_unreadable():
    with pytest.raises(Unreadable):
        values.day_without_year("31/4", today=TODAY)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (20211101.0, date(2021, 11, 1)),
        (211101.0, date(2021, 11, 1)),
        (44501.0, date(2021, 11, 1)),
        (44501.5, date(2021, 11, 1)),
    ],
)
def test_a_number_in_a_date_column_is_a_date_or_a_spreadsheet_day_count(number, day):
    assert values.day_from_excel_number(number, today=TODAY) == day


@pytest.mark.parametrize("number", [1.0, -5.0, 1e12, 12.5])
def test_other_numbers_are_no_dates(number):
    with pytest.raises(Unreadable):
        values.day_from_excel_number(number, today=TODAY)


@pytest.mark.parametrize(
    ("text", "number", "is_percent"),
    [
        ("50", Decimal(50), False),
        ("50 %", Decimal(50), True),
        ("50%", Decimal(50), True),
        ("50 procent", Decimal(50), False),
        ("50,0", Decimal("50.0"), False),
        ("50.0", Decimal("50.0"), False),
        ("0,5", Decimal("0.5"), False),
        ("1", Decimal(1), False),
    ],
)
def test_an_extent_is_read_with_comma_point_and_percent_sign(text, number, is_percent):
    assert values.extent_from_text(text) == (number, is_percent)


@pytest.mark.parametrize("text", ["", "half", "1e9", "9" * 40, "50,0,0", "--5", "NaN", "inf"])
def test_what_is_no_number_is_unreadable(text):
    with pytest.raises(Unreadable):
        values.extent_from_text(text)


@pytest.mark.parametrize(
    ("number", "percent"), [("49.5", 50), ("0.2", 1), ("33.33", 33), ("100", 100), ("0", 0)]
)
def test_percent_is_rounded_half_up_and_never_to_nothing(number, percent):
    assert values.whole_percent(Decimal(number)) == percent


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        ("", UNKNOWN_DIAGNOSIS),
        ("-", UNKNOWN_DIAGNOSIS),
        ("F43", Diagnosis("F43")),
        ("f43.9", Diagnosis("F439")),
        ("F43.8A", Diagnosis("F438A")),
        ("M54.5 Lumbago", Diagnosis("M545")),
        ("F43.-", Diagnosis("F43")),
        ("Delas ej", DIAGNOSIS_NOT_SHARED),
        ("ej delad", DIAGNOSIS_NOT_SHARED),
        ("not shared", DIAGNOSIS_NOT_SHARED),
    ],
)
def test_a_diagnosis_is_a_code_or_not_shared_or_not_told(text, diagnosis):
    assert values.diagnosis_from_text(text) == diagnosis


@pytest.mark.parametrize("text", ["influensa", "43", "F4", "=cmd()", "F43.2.1.4.5"])
def test_words_are_no_diagnosis_code(text):
    with pytest.raises(Unreadable):
        values.diagnosis_from_text(text)
