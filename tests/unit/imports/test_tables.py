"""CSV files and workbooks: headings, separators, encodings, and files that are damaged on purpose."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest

from cases.imports.headings import fields_of
from cases.imports.reading import read_file
from cases.imports.rows import Cause, Diagnosis, FileRefused, Person
from tests.unit.imports.files import TODAY, csv, xlsx


def read(content, format=None):
    return read_file(content, format, today=TODAY)


def only_row(content):
    result = read(content)
    assert not result.refused
    (row,) = result.rows
    return row


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_a_table_is_read_with_every_separator_and_encoding(separator, encoding):
    heading = separator.join(["Anställningsnummer", "Första dag", "Sista dag", "Omfattning %", "Diagnos"])
    line = separator.join(["7001", "2021-11-01", "2021-11-14", "50", "F43.9"])
    row = only_row(csv(line, heading=heading, encoding=encoding))
    assert row.person == Person("7001")
    assert (row.first_day, row.last_day, row.extent) == (date(2021, 11, 1), date(2021, 11, 14), 50)
    assert row.diagnosis == Diagnosis("F439")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("anställningsnummer", "employee_number"),
        ("Anst.nr", "employee_number"),
        ("ANST NR", "employee_number"),
        ("Employee number", "employee_number"),
        ("Personnummer", "personal_number"),
        ("fr.o.m.", "first_day"),
        ("Fr o m", "first_day"),
        ("från", "first_day"),
        ("From", "first_day"),
        ("First day", "first_day"),
        ("t.o.m", "last_day"),
        ("Sista dag", "last_day"),
        ("Last day", "last_day"),
        ("Omfattning (%)", "extent"),
        ("Grad", "extent"),
        ("Extent", "extent"),
        ("Diagnoskod", "diagnosis"),
        ("Diagnosis", "diagnosis"),
        ("Datum", "day"),
        ("Förnamn", "first_name"),
        ("Kön", "gender"),
        ("Enhetskod", "unit_code"),
        ("Frånvarokod", "cause"),
    ],
)
def test_a_heading_is_known_in_swedish_and_english(heading, field):
    assert fields_of([heading]) == {field: 0}


def test_the_heading_may_stand_below_a_title_and_blank_lines_count():
    content = csv(
        "7001;2021-11-01;2021-11-02;100;", heading="Frånvaro november\r\n\r\nAnst.nr;From;Tom;Grad;Diagnos"
    )
    result = read(content)
    assert [row.line for row in result.rows] == [4]


def test_line_numbers_are_those_of_the_file():
    result = read(
        csv("7001;2021-11-01;2021-11-02;100;", "7002;x;2021-11-02;100;", '7003;2021-11-01;;100;"F\n43"')
    )
    assert [row.line for row in result.rows] == [2]
    assert [(problem.line, problem.code) for problem in result.refused] == [(3, "date"), (4, "diagnosis")]


def test_no_last_day_means_ongoing():
    assert only_row(csv("7001;2021-11-01;;100;")).last_day is None


def test_a_table_with_one_date_column_holds_days():
    row = only_row(csv("7001;2021-11-01;100", heading="Anst.nr;Datum;Omfattning"))
    assert row.is_daily


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (["50"], [50]),
        (["50 %"], [50]),
        (["0,5"], [50]),
        (["50,0"], [50]),
        (["0,5", "1"], [50, 100]),
        (["1", "0,25", "1,0"], [100, 25, 100]),
        (["100", "1"], [100, 1]),
        (["1 %"], [1]),
    ],
)
def test_extents_are_percent_or_parts_of_one_by_the_whole_file(written, read_as):
    lines = [f"{7001 + number};2021-11-01;2021-11-02;{text};" for number, text in enumerate(written)]
    assert [row.extent for row in read(csv(*lines)).rows] == read_as


def test_a_decimal_comma_stands_within_quotes_when_commas_separate():
    row = only_row(csv('7001,2021-11-01,2021-11-02,"0,5"', heading="Employee number,From,To,Extent"))
    assert row.extent == 50


def test_an_absence_code_gives_the_cause_and_other_codes_are_skipped():
    heading = "Anst.nr;Från;Till;Omfattning;Frånvarokod"
    result = read(
        csv(
            "7001;2021-11-01;2021-11-02;100;ASK",
            "7001;2021-11-03;2021-11-04;100;VAB",
            "7001;2021-11-05;2021-11-05;100;KAFFE",
            heading=heading,
        )
    )
    assert [row.cause for row in result.rows] == [Cause.WORK_INJURY]
    assert dict(result.skipped) == {"VAB": 1}
    assert [problem.code for problem in result.refused] == ["unknown_code"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (";2021-11-01;2021-11-02;100;", "no_person"),
        ("7001;;2021-11-02;100;", "no_first_day"),
        ("7001;2021-11-03;2021-11-02;100;", "last_before_first"),
        ("7001;2021-11-01;2021-11-02;;", "no_extent"),
        ("7001;2021-11-01;2021-11-02;0;", "extent"),
        ("7001;2021-11-01;2021-11-02;150;", "extent"),
        ("7001;2021-11-01;2021-11-02;much;", "extent"),
        ("7001;2021-11-01;2021-11-02;100;flu", "diagnosis"),
        ("7001;1021-11-01;2021-11-02;100;", "date_out_of_range"),
        ("70\x0101;2021-11-01;2021-11-02;100;", "employee_number"),
        ("7001;2021-11-01;2021-11-02;100;" + "F" * 3000, "value_too_long"),
        ("7001", "no_first_day"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_reason(line, code):
    result = read(csv(line))
    assert [(problem.line, problem.code) for problem in result.refused] == [(2, code)]


def test_everything_that_is_wrong_with_a_line_is_said_at_once():
    (problem,) = read(csv("7001;2021-11-03;2021-11-02;150;QQ")).refused
    assert (problem.code, problem.employee_number) == ("last_before_first", "7001")
    assert problem.message.count(".") >= 3


def test_a_message_never_repeats_what_the_cell_held():
    result = read(csv("secret-number-1234567890123456789;2021-11-01;2021-11-02;100;", "7001;x;y;z;schizo"))
    assert len(result.refused) == 2
    said = " ".join(problem.message for problem in result.refused)
    assert "secret" not in said
    assert "schizo" not in said


def test_the_year_of_a_bare_day_and_month_is_assumed_and_said():
    result = read(csv("7001;20/12;7/1;100;"))
    assert (result.rows[0].first_day, result.rows[0].last_day) == (date(2020, 12, 20), date(2021, 1, 7))
    assert [remark.code for remark in result.remarks.as_tuple()] == ["year_assumed"]


def test_staff_columns_describe_people():
    heading = "Anst.nr;Från;Till;Omfattning;Förnamn;Efternamn;Kön;Födelsedatum;Enhet;Veckoarbetstid"
    result = read(csv("7001;2021-11-01;;100;Påhittad;Öberg;Kvinna;610203;care-1;37,5", heading=heading))
    (row,) = result.people.values()
    assert (row.first_name, row.last_name, row.gender) == ("Påhittad", "Öberg", "woman")
    assert (row.birth_date, row.unit_code, row.weekly_hours) == (date(1961, 2, 3), "care-1", Decimal("37.50"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hello world", "no_heading"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old_excel"),
        (csv("7001;2021-11-01;100", heading="Anst.nr;Från;Omfattning"), "missing_column"),
        (csv('7001;2021-11-01;2021-11-02;100;"' + "x" * 200_000), "not_csv"),
        (csv("7001;" + ";" * 300), "too_many_columns"),
        (b"\xff\xfe\x00", "not_text"),
    ],
)
def test_what_is_no_table_is_refused_whole(content, code):
    with pytest.raises(FileRefused) as refusal:
        read(content)
    assert refusal.value.code == code


def test_a_workbook_is_read_with_real_dates_and_numbers():
    result = read(
        xlsx(
            [7001, date(2021, 11, 1), date(2021, 11, 14), 0.5, "F43"],
            ["7002", "2021-11-01", datetime(2021, 11, 2), 1, "delas ej"],  # noqa: DTZ001
            [7003, 20211101, "", 0.25, ""],
        )
    )
    assert not result.refused
    assert [(row.person.employee_number, row.first_day, row.last_day, row.extent) for row in result.rows] == [
        ("7001", date(2021, 11, 1), date(2021, 11, 14), 50),
        ("7002", date(2021, 11, 1), date(2021, 11, 2), 100),
        ("7003", date(2021, 11, 1), None, 25),
    ]
    assert [row.line for row in result.rows] == [2, 3, 4]


def _member(name, text):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx())) as original,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in original.infolist():
            if info.filename != name:
                copy.writestr(info.filename, original.read(info))
        copy.writestr(name, text)
    return file.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
FAR_CELL = SHEET.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
DTD_SHEET = '<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET.format("")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx()[:-200], "damaged_workbook"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged_workbook"),
        (_member("xl/vbaProject.bin", b"macro"), "macros"),
        (_member("xl/media/bomb.bin", b"\0" * 30_000_000), "zip_bomb"),
        (_member("xl/worksheets/sheet1.xml", FAR_CELL), "too_many_cells"),
        (_member("xl/worksheets/sheet1.xml", DTD_SHEET), "damaged_workbook"),
        (_member("xl/worksheets/sheet1.xml", "<worksheet><"), "damaged_workbook"),
        (xlsx(heading=["a", "b"]), "no_heading"),
    ],
)
def test_a_workbook_that_is_damaged_or_dangerous_is_refused(content, code):
    with pytest.raises(FileRefused) as refusal:
        read(content)
    assert refusal.value.code == code


def test_a_zip_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(FileRefused) as refusal:
        read(file.getvalue())
    assert refusal.value.code == "not_xlsx"


def test_sizes_that_the_archive_lies_about_are_found_out():
    honest = _member("xl/media/picture.bin", b"\0" * 5_000)
    lying = honest.replace((5_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(FileRefused) as refusal:
        read(lying)
    assert refusal.value.code == "damaged_workbook"


def test_a_stated_format_that_the_content_contradicts_is_refused():
    with pytest.raises(FileRefused) as refusal:
        read(csv("7001;2021-11-01;;100;"), "xlsx")
    assert refusal.value.code == "other_format"
