"""The ESF progress report: sheets, protection, page and command line."""

import io
import json
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from experio.periods import Month
from reports.progress_report import progress_report, workbook_bytes
from reports.questions.absence_trend import QuestionRefused
from subprojects.models import StaffMember
from tests.factories import TODAY, ParticipationFactory

PAGE = reverse("reports:progress_report")
NOW = timezone.make_aware(datetime.combine(TODAY, time(8, 3, 21)))
SHEETS = [
    "00 Försättsblad",
    "03 Deltagare kön ålder",
    "04 EU-indikatorer",
    "11 Sjukfrånvaro trend",
    "12 Sjukfall diagnosgrupp",
    "14 Metod och kvalitet",
    "99 Data",
]


@pytest.fixture
def participants(world):
    """Everybody takes part; two have gained a qualification, and the education of six is not known."""
    for number, member in enumerate(StaffMember.objects.order_by("pk")):
        ParticipationFactory(
            staff_member=member,
            entered_on=date(2021, 2, 1) if number % 3 else date(2019, 9, 1),
            left_on=date(2021, 10, 31) if number % 4 == 0 else None,
            labour_status_on_entry="employed",
            education_on_entry=None if number < 6 else 3 + number % 5,
            has_gained_qualification=number in (8, 12),
        )
    return world


@pytest.fixture
def report(participants):
    return progress_report(participants, Month(2021, 1), Month(2021, 11), NOW)


def sheet(report, number):
    return next(one for one in report.sheets if one.name.startswith(number))


def cells(report, number, **heads):
    """The first row of a sheet whose heads are these, by column key."""
    found = sheet(report, number)
    keys = [column.key for column in found.columns]
    for row in found.rows:
        named = dict(zip(keys, row, strict=True))
        if all(named[key] == value for key, value in heads.items()):
            return named
    raise AssertionError(heads)


def test_the_workbook_has_the_sheets_in_order_with_headings_and_hidden_keys(report):
    content = workbook_bytes(report)

    workbook = CalamineWorkbook.from_object(io.BytesIO(content))
    assert workbook.sheet_names == SHEETS
    for one in report.sheets:
        rows = workbook.get_sheet_by_name(one.name).to_python()
        assert rows[0] == [column.label for column in one.columns]
        assert rows[1] == [column.key for column in one.columns]
        assert len(rows) == 2 + len(one.rows)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode()
        assert '<row r="2" spans="1:2" hidden="1"' in first
        assert "pane" in first
        assert "autoFilter" in first
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
        assert all(
            "<f>" not in parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name
        )


def test_participants_are_counted_up_to_the_period(report):
    everybody = cells(report, "03", subproject="Hela projektet", age_group="Alla åldrar")

    staff = 14 + 40 + 12 + 30
    assert everybody["cumulative_total"].value == staff
    assert everybody["started_total"].value == 64
    assert everybody["ended_total"].value == 24
    assert everybody["ongoing_total"].value == staff - 24


def test_only_complete_records_enter_the_indicators(report):
    employed = cells(report, "04", code="CO05")

    assert employed["total"].value == 90
    assert employed["complete"].value == 90
    assert employed["missing"].value == 6


def test_a_small_indicator_is_hidden_with_its_parts(report):
    qualified = cells(report, "04", code="CR03")

    assert qualified["total"].is_hidden
    assert "Kodnumret är inte bekräftat." in qualified["remark"]


def test_return_from_sick_leave_is_no_new_employment(report):
    assert cells(report, "04", code="CR04")["total"].value == 0


def test_what_is_not_collected_is_missing_and_not_zero(report):
    assert cells(report, "04", code="CO16")["total"].mark == "-"
    assert cells(report, "04", code="CR06")["remark"].endswith("Följs i register av SCB.")


def test_the_data_sheet_holds_the_protected_cells_and_no_others(report):
    data = sheet(report, "99")
    hidden = [row for row in data.rows if row[6] == "s"]

    assert len(hidden) == report.hidden_cells > 0
    assert all(row[5] == "" for row in data.rows if row[6] != "ok")
    assert {row[6] for row in data.rows} <= {"ok", "s", "na", "m"}
    assert {row[1] for row in data.rows} == {"03", "04", "11", "12"}


def test_it_says_that_it_is_no_official_count(report):
    assert sheet(report, "04").note == "Intern räkning. Officiella indikatorer tas fram av SCB."


def test_the_same_data_gives_the_same_checksum_and_other_data_another(participants, report):
    again = progress_report(participants, Month(2021, 1), Month(2021, 11), NOW)
    ParticipationFactory(
        entered_on=date(2021, 3, 1), staff_member__subproject=participants.subprojects.first()
    )
    changed = progress_report(participants, Month(2021, 1), Month(2021, 11), NOW)

    assert again.checksum == report.checksum
    assert changed.checksum != report.checksum


def test_the_cover_tells_the_minute_of_the_data_and_the_checksum_does_not_depend_on_it(participants, report):
    later = progress_report(participants, Month(2021, 1), Month(2021, 11), NOW + timedelta(hours=2))

    cover = CalamineWorkbook.from_object(io.BytesIO(workbook_bytes(report))).get_sheet_by_name(SHEETS[0])

    assert ["Datauttag (tid)", datetime.combine(TODAY, time(8, 3))] in cover.to_python()
    assert later.made_at - report.made_at == timedelta(hours=2)
    assert later.checksum == report.checksum
    assert report.as_json()["as_of"] == TODAY.isoformat()


def test_what_the_office_fills_in_is_empty_in_the_workbook_and_said_on_the_page(client, participants, office):
    client.force_login(office)
    asked = f"{PAGE}?project=worklab&from=2021-01&to=2021-11"

    page, file = client.get(asked), client.get(f"{asked}&format=xlsx")

    cover = CalamineWorkbook.from_object(io.BytesIO(file.content)).get_sheet_by_name(SHEETS[0]).to_python()
    assert ["Rapportnr", ""] in cover
    assert ["Kontaktperson", ""] in cover
    assert page.content.decode().count("fylls i av projektkontoret") == 4


def test_a_refused_period_is_told_without_repeating_what_stood_in_the_address(client, participants, office):
    client.force_login(office)

    page = client.get(f"{PAGE}?project=worklab&from=kanarie&to=2021-07").content.decode()

    assert "Välj ett av alternativen." in page
    assert "kanarie" not in page.partition("exp-error-summary")[2].partition("</ul>")[0]


def test_the_trend_sheet_equals_the_absence_trend(participants, report):
    out = io.StringIO()
    call_command("absence_trend", "--from=2021-01", "--to=2021-11", "--by=gender", "--json", stdout=out)

    rows = json.loads(out.getvalue())["rows"]
    assert len(rows) == 11 * 3
    for row in rows:
        gender = {"woman": "Kvinnor", "man": "Män", None: "Totalt"}[row["gender"]]
        line = cells(report, "11", month=row["month"], subproject="Hela projektet", gender=gender)
        for key in (
            "ordinary_hours",
            "sick_hours",
            "absence_percent",
            "staff",
            "ongoing",
            "started",
            "ended",
        ):
            assert line[key].value == row["figures"][key]["value"]


@pytest.mark.parametrize(
    ("first", "last"), [("2021-05", "2021-01"), ("2018-01", "2021-01"), ("2022-01", "2022-03")]
)
def test_a_period_that_cannot_be_is_refused(participants, first, last):
    with pytest.raises(QuestionRefused):
        progress_report(participants, Month.parse(first), Month.parse(last), NOW)


def test_the_command_writes_a_workbook_and_answers_with_one_document(participants, tmp_path, capsys):
    file = tmp_path / "report.xlsx"

    call_command("progress_report", "worklab", "--from=2021-01", "--to=2021-11", f"--output={file}", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert answer["bytes"] == file.stat().st_size
    assert CalamineWorkbook.from_path(str(file)).sheet_names == SHEETS


def test_the_command_writes_json_without_hidden_values(participants, tmp_path):
    file = tmp_path / "report.json"

    call_command(
        "progress_report", "worklab", "--from=2021-01", "--to=2021-11", "--format=json", f"--output={file}"
    )

    document = json.loads(file.read_text())
    assert document["note"].startswith("Intern räkning")
    hidden = [row["value"] for row in document["data"] if row["status"] == "s"]
    assert len(hidden) > 0
    assert set(hidden) == {None}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["none", "--from=2021-01", "--to=2021-02", "--output=x"], "no project"),
        (["worklab", "--from=2021-02", "--to=2021-01", "--output=x"], "before the first"),
        (["worklab", "--from=2021-01", "--to=2021-02", "--output=/nowhere/x"], "cannot be written"),
    ],
)
def test_the_command_refuses_with_one_line(participants, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("progress_report", *arguments)


def test_the_project_office_previews_and_downloads(client, participants, office):
    client.force_login(office)
    asked = f"{PAGE}?project=worklab&from=2021-01&to=2021-11"

    empty, page, file = client.get(PAGE), client.get(asked), client.get(f"{asked}&format=xlsx")

    assert "report" not in empty.context
    assert [preview.name for preview in page.context["previews"]] == SHEETS
    assert "Intern räkning. Officiella indikatorer tas fram av SCB." in page.content.decode()
    assert CalamineWorkbook.from_object(io.BytesIO(file.content)).sheet_names == SHEETS


@pytest.mark.parametrize(
    ("person", "answer"),
    [("evaluator", 200), ("hr_north", 403), ("manager_ward", 403), ("lead_north", 403), ("employee", 403)],
)
def test_who_may_open_it(client, request, world, person, answer):
    client.force_login(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == answer


def test_another_project_is_not_among_the_choices(client, participants, office):
    client.force_login(office)

    assert client.get(f"{PAGE}?project=other&from=2021-01&to=2021-02").status_code == 400


QUERIES = 11


@pytest.mark.parametrize("last", ["2021-01", "2021-11"])
def test_the_page_asks_the_same_number_of_questions_for_any_period(
    client, participants, office, last, django_assert_num_queries
):
    client.force_login(office)
    client.get(f"{PAGE}?project=worklab&from=2021-01&to=2021-01")

    with django_assert_num_queries(QUERIES):
        client.get(f"{PAGE}?project=worklab&from=2021-01&to={last}")
