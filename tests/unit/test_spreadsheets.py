"""Downloads: no cell can be run as a formula, and numbers stay numbers."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from experio import spreadsheets

COLUMNS = ["Namn", spreadsheets.Column("Andel", "0.0%"), "Dag"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_could_run_as_a_formula_is_given_an_apostrophe(start):
    assert spreadsheets.neutral(f"{start}1+1") == f"'{start}1+1"


def test_a_lone_sign_marks_a_missing_figure_and_is_left_alone():
    assert spreadsheets.neutral("-") == "-"


def test_a_negative_number_is_still_a_number():
    assert spreadsheets.csv_text(["x"], [[-1.5]], language="en") == "x\r\n-1.5\r\n"


def test_swedish_csv_has_semicolons_decimal_commas_and_a_byte_order_mark():
    text = spreadsheets.csv_text(COLUMNS, [["Åsa", Decimal("0.125"), date(2021, 11, 22)]], language="sv")

    assert text == "\ufeffNamn;Andel;Dag\r\nÅsa;0,125;2021-11-22\r\n"


def test_english_csv_is_plain():
    text = spreadsheets.csv_text(COLUMNS, [["=cmd", None, date(2021, 11, 22)]], language="en")

    assert text == "Namn,Andel,Dag\r\n'=cmd,,2021-11-22\r\n"


def test_an_xlsx_gives_back_the_rows_it_was_given():
    content = spreadsheets.xlsx_bytes(
        COLUMNS, [["Åsa", 0.5, date(2021, 11, 22)], ["@x", 3, None]], sheet="Lista"
    )

    rows = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_name("Lista").to_python()

    assert rows == [["Namn", "Andel", "Dag"], ["Åsa", 0.5, date(2021, 11, 22)], ["'@x", 3.0, ""]]


def test_a_sheet_name_is_one_that_excel_accepts():
    assert spreadsheets.sheet_name("a/b" * 20) == ("a-b" * 20)[:31]


def test_a_download_is_never_cached():
    response = spreadsheets.csv_response("sjukfrånvaro", ["a"], [[1]])

    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].endswith("sjukfr%C3%A5nvaro.csv")
