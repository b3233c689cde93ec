"""
A protected person's name, numbers, birth date and unit are found by no search, sort key, filter or file, and
stand in no table. The one exception is the page that one of the named few opens.

The pages of every address, for everybody and in both languages, are judged in tests/database/matrix
(`judges/masked.py`).
"""

import pytest
from django.db import connection
from django.urls import reverse

from cases.imports.reading import read_file
from cases.imports.uploads import stage_import
from tests.database.access_world import World
from tests.database.protection.hidden_world import (
    BIRTH_DATE,
    FIRST_NAME,
    LAST_NAME,
    NUMBER,
    found_in,
    names_the_unit,
    told,
)
from tests.factories import TODAY

LISTS = ("cases:staff_list", "cases:sick_leave_list", "cases:case_list")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"format": "csv"},
        {"format": "xlsx"},
        {"format": "csv", "view": "all"},
        {"sort": "name"},
        {"sort": "-number"},
        {"state": "absent"},
        {"view": "all"},
    ],
    ids=str,
)
def test_no_list_or_file_tells_who_it_is(name: str, query: dict[str, str], hidden: World) -> None:
    for person in ("hr_own", "reader", "manager_own", "hr_lent"):
        answer = hidden.client_of(person).get(reverse(name), query)

        assert found_in(told(answer)) == [], person
        if person != "manager_own":
            assert not names_the_unit(told(answer)), person
    own = told(hidden.client_of("hr_own").get(reverse(name), {"view": "all", "format": "csv"}))
    assert hidden.nurse.employee_number in own, "the row is there; it could have leaked"


@pytest.mark.parametrize("text", [FIRST_NAME, LAST_NAME, NUMBER, "Kvi", "zin"])
@pytest.mark.parametrize("name", [*LISTS, "cases:sick_leave_add"])
def test_neither_name_nor_number_finds_a_protected_person(name: str, text: str, hidden: World) -> None:
    """What was typed is shown again, so what is looked for is the row."""
    for person in ("hr_own", "reader", "manager_own"):
        answer = hidden.client_of(person).get(reverse(name), {"q": text, "view": "all"})
        if answer.status_code == 200:
            assert hidden.nurse.employee_number not in told(answer)
            assert str(hidden.nurse.key) not in told(answer)


def test_the_type_ahead_offers_a_handle_and_nothing_else(hidden: World) -> None:
    client = hidden.client_of("hr_own")
    htmx = {"HX-Request": "true"}
    by_handle = told(client.get(reverse("cases:staff_search"), {"q": "SK-"}, headers=htmx))
    by_name = told(client.get(reverse("cases:staff_search"), {"q": "zinaida"}, headers=htmx))

    assert hidden.nurse.employee_number in by_handle
    assert found_in(by_handle) == []
    assert not names_the_unit(by_handle)
    assert hidden.nurse.employee_number not in by_name


def test_filtering_by_unit_does_not_tell_where_a_protected_person_works(hidden: World) -> None:
    for name in ("cases:staff_list", "cases:sick_leave_list"):
        query = {"unit": hidden.ward.code}
        handle = hidden.nurse.employee_number

        assert handle not in told(hidden.client_of("hr_own").get(reverse(name), query))
        assert handle not in told(hidden.client_of("reader").get(reverse(name), query))
        assert handle in told(hidden.client_of("manager_own").get(reverse(name), query))
    dashboard = reverse("reports:unit_dashboard", args=[hidden.ward.code])
    assert hidden.nurse.employee_number not in told(hidden.client_of("hr_own").get(dashboard))


@pytest.mark.parametrize(
    "line",
    [
        f"{NUMBER};2021-03-01;2021-03-05;100;",
        f"{NUMBER};2021-03-01;2021-03-05;250;",
        f"{NUMBER};2021-03-31;2021-03-05;100;",
        f"{NUMBER};2021-03-01;2021-03-05;100;199001012394",
        ";2021-03-01;2021-03-05;100;198502282384",
    ],
    ids=[
        "right",
        "impossible extent",
        "ends before it begins",
        "another's personal number",
        "by personal number",
    ],
)
def test_a_payroll_file_finds_the_person_and_repeats_neither_number_nor_name(
    line: str, hidden: World
) -> None:
    from tests.factories import StaffMemberFactory

    StaffMemberFactory(subproject=hidden.north, personal_number="199001012394")
    content = f"anställningsnummer;från;till;omfattning;personnummer\n{line}\n".encode()
    upload = stage_import(
        read=read_file(content, today=TODAY),
        content=content,
        file_name="mars.csv",
        subproject=hidden.north,
        create_staff=True,
        uploaded_by=hidden.people["hr_own"],
        today=TODAY,
    )
    page = told(hidden.client_of("hr_own").get(reverse("cases:import_preview", args=[upload.key])))

    assert found_in(page) == []
    assert found_in(str(upload.preview)) == []
    if upload.preview["refused"]:
        assert upload.preview["refused"][0][0] == 2, "the line is named instead"
    else:
        assert upload.preview["staff_created"] == 0
        assert hidden.nurse.employee_number in page


def test_no_table_holds_a_word_of_it(hidden: World) -> None:
    """A dump of every table, history included, as the owner of a stolen copy would search it."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if not table.startswith("django_m")
        ]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the catalogue
            text = "\n".join(row[0] for row in cursor.fetchall())
            if leaks := found_in(text):
                found[table] = leaks
    assert len(tables) > 30
    # The account's own user name is told by the reminder on the page, and changed by the administrator.
    assert found == {}
    assert BIRTH_DATE.isoformat() not in str(found)
