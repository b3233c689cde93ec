"""The page, its files and the command line show the same protected figures."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from experio.periods import Month
from reports.exports import trend_columns, trend_rows
from reports.questions.absence_trend import TrendQuestion, absence_trend
from tests.factories import TODAY

PAGE = reverse("reports:absence_trend")
ASKED = "from=2021-03&to=2021-11&by=gender&by=diagnosis_group"


def table_of(response) -> list[list[str]]:
    """What the page's table shows, row by row."""
    return [[*row.heads, *row.cells] for row in response.context["rows"]]


def csv_rows(content: bytes) -> list[list[str]]:
    return [line.split(";") for line in content.decode("utf-8-sig").split("\r\n") if line]


def test_page_csv_xlsx_and_command_line_hold_the_same_figures(client, world, office):
    client.force_login(office)

    page = client.get(f"{PAGE}?{ASKED}")
    as_csv = client.get(f"{PAGE}?{ASKED}&format=csv")
    as_xlsx = client.get(f"{PAGE}?{ASKED}&format=xlsx")
    out = io.StringIO()
    call_command("absence_trend", "--from=2021-03", "--to=2021-11", "--by=gender,diagnosis_group", stdout=out)

    from_csv = csv_rows(as_csv.content)
    sheet = CalamineWorkbook.from_object(io.BytesIO(as_xlsx.content)).get_sheet_by_index(0).to_python()
    assert len(from_csv) == 1 + 9 * 3 * 5
    assert [[cell.replace("\xa0", "") for cell in row] for row in table_of(page)] == from_csv[1:]
    assert out.getvalue().encode() == as_csv.content
    for written, row in zip(from_csv, sheet, strict=True):
        for text, value in zip(written, row, strict=True):
            assert value == text or float(text.replace(",", ".")) == pytest.approx(value)


def test_some_figures_are_hidden_and_some_are_shown(client, world, office):
    client.force_login(office)

    table = table_of(client.get(f"{PAGE}?{ASKED}"))

    cells = [cell for row in table for cell in row]
    assert ".." in cells
    assert any(cell.replace(",", "").isdigit() for cell in cells)


def test_what_is_hidden_has_no_value_in_json_either(world, capsys):
    call_command(
        "absence_trend", "--from=2021-03", "--to=2021-11", "--by=gender", "--unit=north-ward", "--json"
    )

    document = json.loads(capsys.readouterr().out)

    figures = [figure for row in document["rows"] for figure in row["figures"].values()]
    assert {figure["status"] for figure in figures} >= {"s"}
    assert all((figure["value"] is None) == (figure["status"] != "ok") for figure in figures)


def test_months_that_have_not_begun_are_left_out(world):
    trend = absence_trend(TrendQuestion(world, Month(2021, 10), Month(2022, 4)), TODAY)

    assert [str(month) for month in trend.months] == ["2021-10", "2021-11"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--from=2021-11", "--to=2021-03"], "before the first"),
        (["--from=2018-01", "--to=2021-03"], "runs from 2019-05 to 2022-04"),
        (["--from=2021-13", "--to=2021-03"], "month"),
        (["--from=2021-01", "--to=2021-03", "--unit=none"], "no unit"),
        (["--from=2021-01", "--to=2021-03", "--subproject=none"], "no subproject"),
        (["--from=2021-01", "--to=2021-03", "--subproject=south", "--unit=north-ward"], "does not belong"),
        (["--from=2021-01", "--to=2021-03", "--by=name"], "no split"),
        (["--from=2021-01", "--to=2021-03", "--age-group=7"], "no age group"),
        (["--from=2021-01"], "--to"),
    ],
)
def test_the_command_refuses_with_one_line(world, arguments, reason):
    with pytest.raises(CommandError, match=reason) as refusal:
        call_command("absence_trend", *arguments)

    assert "\n" not in str(refusal.value)


def test_diagnosis_and_age_of_a_unit_are_never_shown(client, world, hr_north):
    client.force_login(hr_north)

    response = client.get(f"{PAGE}?unit=north-school&age_group=30-49&from=2021-03&to=2021-11")

    assert {cell for row in table_of(response) for cell in row[1:]} == {".."}
    assert response.context["trend"].is_never_by_unit


def test_a_group_too_small_for_the_split_is_said_with_a_way_out(client, world, hr_north):
    client.force_login(hr_north)

    small = client.get(f"{PAGE}?unit=north-ward&from=2021-03&to=2021-11&by=gender")
    wider = client.get(PAGE + small.context["larger"])
    whole = client.get(PAGE + wider.context["larger"])

    assert "Gruppen är för liten för att visas så här" in small.content.decode()
    assert wider.context["trend"].question.unit.code == "north-ward"
    assert wider.context["trend"].question.by == ()
    assert (whole.context["trend"].question.unit, whole.context["trend"].question.by) == (None, ())
    assert "Gruppen är för liten" not in whole.content.decode()
    assert whole.context["trend"].months == small.context["trend"].months


def test_numbers_of_hidden_figures_are_written_with_their_thousands_apart(client, world, hr_north):
    client.force_login(hr_north)

    page = client.get(f"{PAGE}?unit=north-ward&from=2019-05&to=2021-11&by=gender&by=diagnosis_group")

    hidden = page.context["trend"].hidden_cells
    assert hidden > 1000
    assert f"{hidden:,} värden är dolda här".replace(",", "\xa0") in page.content.decode()


def test_an_hr_officer_sees_the_own_subproject_and_no_other(client, world, hr_north):
    client.force_login(hr_north)

    own = client.get(PAGE)
    other = client.get(f"{PAGE}?subproject=south&from=2021-03&to=2021-11")

    assert own.context["trend"].question.subproject.slug == "north"
    units = own.context["form"].fields["unit"].queryset
    assert {unit.subproject.slug for unit in units} == {"north"}
    assert other.status_code == 400
    assert "rows" not in other.context


def test_a_manager_sees_the_subproject_of_the_own_unit(client, world, manager_ward):
    client.force_login(manager_ward)

    response = client.get(PAGE)

    assert response.context["trend"].question.subproject.slug == "north"
    assert [unit.code for unit in response.context["form"].fields["unit"].queryset] == ["north-ward"]


@pytest.mark.parametrize("person", ["employee", "administrator", "nobody"])
def test_who_follows_nothing_is_refused(client, request, world, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == 403


def test_the_same_cell_is_the_same_for_everybody_and_under_every_filter(world):
    """A figure that depended on the filter could be played off against itself."""
    south = world.subprojects.get(slug="south")
    wide = absence_trend(TrendQuestion(world, Month(2021, 1), Month(2021, 11), south, by=("gender",)), TODAY)
    narrow = absence_trend(TrendQuestion(world, Month(2021, 6), Month(2021, 6), south), TODAY)

    alone = next(iter(narrow.rows)).figures
    assert alone == next(row for row in wide.rows if str(row.month) == "2021-06" and not row.gender).figures


@pytest.mark.parametrize("months", [("2021-11", "2021-11"), ("2019-05", "2021-11")])
def test_the_page_asks_the_same_number_of_questions_for_one_row_and_for_many(
    client, world, office, months, django_assert_num_queries
):
    client.force_login(office)
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(f"{PAGE}?from={months[0]}&to={months[1]}")


QUERIES = 7


def test_the_page_speaks_swedish_and_english(client, world, office):
    client.force_login(office)
    trend = absence_trend(TrendQuestion(world, Month(2021, 11), Month(2021, 11)), TODAY)

    with override("en"):
        english = [column.label for column in trend_columns(trend)]
        rows = list(trend_rows(trend))
    with override("sv"):
        swedish = [column.label for column in trend_columns(trend)]

    assert english[0] == "Month"
    assert swedish[0] == "Månad"
    assert rows == list(trend_rows(trend))


def test_the_chart_is_drawn_without_styles_and_told_in_words(client, world, office):
    client.force_login(office)

    response = client.get(f"{PAGE}?from=2021-03&to=2021-11&by=gender")

    assert "<svg" in response.context["chart"]
    assert "style=" not in response.context["chart"]
    assert "<script" not in response.context["chart"]
    assert "2021-11" in response.context["summary"]
