"""PAXml: what is read, what is skipped, what is refused line by line, and what is refused whole."""

from datetime import date
from decimal import Decimal

import pytest

from cases.imports.reading import read_file
from cases.imports.rows import Cause, FileRefused, Person
from tests.unit.imports.files import TODAY, paxml, sick_day, sick_days

ANNA = Person("7001")


def codes(result):
    return [problem.code for problem in result.refused]


def read(content):
    return read_file(content, today=TODAY)


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("SJK", Cause.SICKNESS),
        ("SJK_KAR", Cause.SICKNESS),
        ("SJK_LÖN", Cause.SICKNESS),
        ("SJK_ERS", Cause.SICKNESS),
        ("SJK_PEN", Cause.SICKNESS),
        ("ASK", Cause.WORK_INJURY),
        ("SMB", Cause.INFECTION_CARRIER),
    ],
)
def test_codes_of_own_sickness_are_read_with_their_cause(code, cause):
    (row,) = read(paxml(sick_day("2021-11-01", code=code, postid="17"))).rows
    assert (row.person, row.first_day, row.extent, row.cause) == (ANNA, date(2021, 11, 1), 100, cause)
    assert row.source_id == "17"


def test_other_codes_are_skipped_and_counted():
    result = read(paxml(*(sick_day("2021-11-01", code=code) for code in ("VAB", "VAB", "SEM", "ARB"))))
    assert result.rows == []
    assert dict(result.skipped) == {"VAB": 2, "SEM": 1, "ARB": 1}


def test_attendance_is_remembered_for_joining():
    result = read(paxml(sick_day("2021-11-06", code="ARB", timmar="4.5")))
    assert result.attendance == {ANNA: {date(2021, 11, 6)}}


def test_an_interval_has_first_day_last_day_and_extent():
    (row,) = read(paxml(sick_days("2021-11-01", "2021-11-14", omfattning="50"))).rows
    assert (row.first_day, row.last_day, row.extent, row.is_daily) == (
        date(2021, 11, 1),
        date(2021, 11, 14),
        50,
        False,
    )


def test_an_end_in_the_far_future_means_ongoing():
    (row,) = read(paxml(sick_days("2021-11-01", "9999-12-31"))).rows
    assert row.last_day is None


def test_long_decimals_are_read_as_hours():
    (row,) = read(paxml(sick_day("2021-11-01", timmar="6.01666666666667"))).rows
    assert (row.hours, row.extent) == (Decimal("6.01666666666667"), None)


def test_clock_times_of_one_day_become_hours_and_of_several_days_an_interval():
    one, several = read(
        paxml(
            {
                "anstid": "7001",
                "tidkod": "SJK",
                "starttid": "2021-11-01T08:00:00",
                "sluttid": "2021-11-01T12:00:00",
            },
            {
                "anstid": "7001",
                "tidkod": "SJK",
                "starttid": "2021-11-08T08:00:00.037417400+02:00",
                "sluttid": "2021-11-11T00:00:00+02:00",
            },
        )
    ).rows
    assert (one.first_day, one.last_day, one.hours) == (date(2021, 11, 1), date(2021, 11, 1), Decimal(4))
    assert (several.first_day, several.last_day, several.extent) == (
        date(2021, 11, 8),
        date(2021, 11, 10),
        100,
    )


def test_a_day_of_no_hours_is_a_day_off_within_the_sick_leave():
    result = read(paxml(sick_day("2021-11-01", timmar="0")))
    assert result.rows == []
    assert result.days_off == {ANNA: {date(2021, 11, 1)}}


def test_the_schedule_is_read_by_person_and_day():
    result = read(paxml(sick_day("2021-11-01"), schedule={"7001": {"2021-11-01": "8", "2021-11-06": "0"}}))
    assert result.schedule == {ANNA: {date(2021, 11, 1): Decimal(8), date(2021, 11, 6): Decimal(0)}}


def test_a_personal_number_of_ten_digits_is_accepted_with_a_warning():
    row = {key: value for key, value in sick_day("2021-11-01").items() if key != "anstid"}
    result = read(paxml({**row, "persnr": "8001022386"}))
    assert result.rows[0].person == Person("", "198001022386")
    assert [remark.code for remark in result.remarks.as_tuple()] == ["personal_number_ten_digits"]


def test_people_are_described_by_the_staff_section():
    person = {
        "persnr": "198001022386",
        "anstid": "7001",
        "fornamn": "Påhittad",
        "efternamn": "Åberg",
        "anstdatum": "2015-03-01",
        "sysgrad": "75",
    }
    (row,) = read(paxml(people=[person])).people.values()
    assert (row.first_name, row.last_name, row.gender) == ("Påhittad", "Åberg", "woman")
    assert (row.birth_date, row.employed_from) == (date(1980, 1, 2), date(2015, 3, 1))
    assert row.employment_percent == Decimal(75)


def test_everything_that_is_wrong_with_a_row_is_said_at_once():
    (problem,) = read(paxml(sick_days("2021-11-10", "2021-11-01", omfattning="150"))).refused
    assert (problem.code, problem.employee_number) == ("last_before_first", "7001")
    assert problem.message.count(".") == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"anstid": "7001", "tidkod": "SJK"}, "no_day"),
        ({"tidkod": "SJK", "datum": "2021-11-01"}, "no_person"),
        ({"anstid": "7001", "datum": "2021-11-01"}, "no_code"),
        (sick_day("2021-02-30"), "date"),
        (sick_day("1 nov"), "date"),
        (sick_day("1850-01-01"), "date_out_of_range"),
        (sick_day("2150-01-01"), "date_out_of_range"),
        (sick_days("2021-11-10", "2021-11-01"), "last_before_first"),
        ({"anstid": "7001", "tidkod": "SJK", "datumfrom": "2021-11-01"}, "no_last_day"),
        (sick_day("2021-11-01", omfattning="0"), "extent"),
        (sick_day("2021-11-01", omfattning="101"), "extent"),
        (sick_day("2021-11-01", omfattning="half"), "extent"),
        (sick_day("2021-11-01", omfattning="9" * 100), "extent"),
        (sick_day("2021-11-01", timmar="25"), "hours"),
        (sick_day("2021-11-01", timmar="-8"), "hours"),
        (sick_days("2021-11-01", "2021-11-05", timmar="40"), "hours_of_interval"),
        (sick_day("2021-11-01", who="7" * 31), "employee_number"),
        (
            {"persnr": "198001022387", "tidkod": "SJK", "datum": "2021-11-01"},
            "personal_number",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_line(row, code):
    result = read(paxml(sick_day("2021-11-01"), row))
    assert codes(result) == [code]
    assert result.refused[0].line == 7
    assert len(result.rows) == 1


@pytest.mark.parametrize(
    "content",
    [
        paxml(sick_day("2021-11-01", code="SJK_LÖN")),
        paxml(sick_day("2021-11-01", code="SJK_LÖN"), bom=True),
        paxml(sick_day("2021-11-01", code="SJK_LÖN"), encoding="iso-8859-1"),
        paxml(sick_day("2021-11-01", code="SJK_LÖN"), encoding="cp1252", declared="windows-1252"),
        paxml(sick_day("2021-11-01", code="SJK_LÖN"), encoding="utf-16"),
        # The declaration says one thing and the bytes another, in both directions.
        paxml(sick_day("2021-11-01", code="SJK_LÖN"), encoding="iso-8859-1", declared="utf-8"),
        paxml(sick_day("2021-11-01", code="SJK_LÖN"), encoding="utf-8", declared="iso-8859-1"),
    ],
)
def test_a_file_is_read_in_every_encoding_in_use(content):
    (row,) = read(content).rows
    assert row.cause is Cause.SICKNESS


def test_a_file_without_absence_is_read_as_empty():
    result = read(paxml())
    assert (result.rows, result.refused.total) == ([], 0)


def test_rows_that_lack_the_approval_others_have_are_remarked_on():
    mark = '<attesterat anstid="7001" datumfrom="2021-11-01" datumtom="2021-11-30"/>'
    result = read(paxml(sick_day("2021-11-01"), sick_day("2021-11-01", who="7002"), marks=mark))
    assert [(remark.code, remark.count) for remark in result.remarks.as_tuple()] == [("not_approved", 1)]


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE paxml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><paxml><header><version>&c;</version></header></paxml>"""
OUTSIDE = (
    b"""<!DOCTYPE paxml SYSTEM "file:///etc/passwd"><paxml><header><version>2.0</version></header></paxml>"""
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (paxml(sick_day("2021-11-01"))[:-40], "truncated"),
        (paxml(sick_day("2021-11-01"))[:200], "truncated"),
        (b"<paxml><header></paxml>", "not_well_formed"),
        (b"<SIE><header/></SIE>", "wrong_root"),
        (LAUGHS, "doctype"),
        (OUTSIDE, "doctype"),
        (b"<paxml><header><version>&undefined;</version></header></paxml>", "not_well_formed"),
        (paxml(version="1.0"), "wrong_version"),
        (paxml(version="3.0"), "wrong_version"),
        (paxml(version=None), "no_version"),
        (b"<paxml>" + b"<a>" * 5_000, "too_deep"),
        (paxml(sick_day("2021-11-01", info="x" * 5_000)), "value_too_long"),
        (paxml(sick_day("2021-11-01")).replace(b"SJK", b"S\x01K"), "not_well_formed"),
        (paxml(sick_day("2021-11-01")).replace(b"SJK", b"S\0K"), "unknown_format"),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_whole(content, code):
    with pytest.raises(FileRefused) as refusal:
        read(content)
    assert refusal.value.code == code


def test_a_file_beyond_the_limit_is_refused(settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    with pytest.raises(FileRefused) as refusal:
        read(paxml(sick_day("2021-11-01")) + b" " * 1024 * 1024)
    assert refusal.value.code == "too_large"
