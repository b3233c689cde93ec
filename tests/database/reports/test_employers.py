"""The employers side by side."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from experio.accounts.models import User
from reports.questions.absence_trend import TrendQuestion, absence_trend
from reports.questions.employers import employers
from subprojects.models import Project, Subproject
from tests.factories import TODAY


def test_its_figures_are_those_of_the_trend(world: Project) -> None:
    answer = employers(world, Subproject.objects.all(), TODAY, with_total=True)

    assert str(answer.month) == "2021-10"
    assert len(answer.rows) == 3
    for row in answer.rows:
        question = TrendQuestion(
            project=world, first=answer.month, last=answer.month, subproject=row.subproject, by=("gender",)
        )
        by_gender = {each.gender: each.figures for each in absence_trend(question, TODAY).rows}
        assert row.month["ongoing"] == by_gender[""]["ongoing"]
        assert row.women == by_gender["woman"]["absence_percent"]
        assert row.men == by_gender["man"]["absence_percent"]
    assert any(row.month["absence_percent"].value for row in answer.rows)


@pytest.mark.parametrize(
    ("person", "seen"),
    [("office", ["North", "South", "Alla arbetsgivare"]), ("lead_north", ["North"]), ("hr_south", ["South"])],
)
def test_each_sees_the_employers_that_are_followed(
    person: str, seen: list[str], world: Project, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(person))

    response = client.get(reverse("reports:employers", args=[world.slug]))

    assert [row["name"] for row in response.context["rows"]] == seen


def test_the_start_page_fetches_the_table_alone(world: Project, client: Client, office: User) -> None:
    client.force_login(office)
    address = reverse("reports:employers", args=[world.slug])

    start = client.get(reverse("cases:start")).content.decode()
    table = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{address}"' in start
    assert "<html" not in table
    assert "South" in table


def test_another_project_is_not_found(
    world: Project, client: Client, employee: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(employee)

    with django_assert_max_num_queries(15):
        assert client.get(reverse("reports:employers", args=[world.slug])).status_code == 404
