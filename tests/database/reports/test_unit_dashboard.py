"""The dashboard of a unit."""

import pytest
from django.urls import reverse

from reports.questions.unit_dashboard import unit_dashboard_of
from tests.database.reports.conftest import fill
from tests.factories import TODAY


def page(code: str) -> str:
    return reverse("reports:unit_dashboard", args=[code])


def test_a_manager_sees_the_own_unit_and_no_other(client, world, manager_ward):
    client.force_login(manager_ward)

    assert client.get(page("north-ward")).status_code == 200
    assert client.get(page("north-school")).status_code == 404
    assert client.get(page("south-home")).status_code == 404


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        ("hr_north", 200),
        ("hr_south", 404),
        ("lead_north", 403),
        ("office", 403),
        ("evaluator", 403),
        ("employee", 404),
    ],
)
def test_who_may_open_it(client, request, world, person, answer):
    client.force_login(request.getfixturevalue(person))

    assert client.get(page("north-ward")).status_code == answer


def test_small_groups_are_hidden(world, ward):
    dashboard = unit_dashboard_of(ward, TODAY)

    assert dashboard.now["absence_percent"].is_hidden
    assert dashboard.now["ongoing"].is_hidden
    assert dashboard.subproject_now.value is not None


def test_the_page_never_holds_a_diagnosis(client, world, manager_ward):
    client.force_login(manager_ward)

    content = client.get(page("north-ward")).content.decode()

    for secret in ("F438", "M545", "J069", "psychiatric"):
        assert secret not in content


def test_a_hidden_figure_says_why_and_the_list_behind_it_is_one_click_away(client, world, manager_ward):
    client.force_login(manager_ward)

    answer = client.get(page("north-ward"))

    by_mark = {figure["value"] == "..": bool(figure["hint"]) for figure in answer.context["figures"]}
    assert by_mark == {True: True, False: False}
    assert "dold: gruppen är liten" in answer.content.decode()
    behind = client.get(answer.context["ongoing"])
    assert behind.status_code == 200
    assert behind.context["form"].is_valid()
    assert behind.context["form"].cleaned_data["unit"].code == "north-ward"
    assert behind.context["form"].cleaned_data["state"] == "ongoing"


@pytest.mark.parametrize("more", [0, 30])
def test_the_dashboard_asks_the_same_number_of_questions_for_any_number_of_staff(
    client, world, ward, manager_ward, more, django_assert_num_queries
):
    fill(ward, more, 10)
    client.force_login(manager_ward)
    client.get(page("north-ward"))

    with django_assert_num_queries(QUERIES):
        client.get(page("north-ward"))


QUERIES = 14
