"""What every page shows: a menu of what the person may open, in the chosen language."""

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from experio.accounts.models import User
from experio.menu import main_menu, register_link
from subprojects.models import Unit


def menu_of(user: User, path: str = "/accessibility/") -> list[str]:
    request = RequestFactory().get(path)
    request.user = User.objects.get(pk=user.pk)
    return [item.url for item in main_menu(request)]


def test_an_officer_is_offered_the_daily_work(hr_north: User) -> None:
    offered = menu_of(hr_north)
    for name in ("cases:start", "cases:staff_list", "cases:sick_leave_list", "cases:case_list"):
        assert reverse(name) in offered
    assert reverse("cases:import_upload") in offered
    assert reverse("admin:index") not in offered


def test_a_manager_is_offered_the_own_unit_and_no_import(manager_ward: User) -> None:
    offered = menu_of(manager_ward)
    assert reverse("reports:unit_dashboard", args=["north-ward"]) in offered
    assert reverse("cases:import_upload") not in offered


def test_an_employee_is_offered_the_own_case_alone(employee: User) -> None:
    assert menu_of(employee) == [reverse("cases:own_page")]


def test_an_administrator_is_offered_reference_data_and_no_case(administrator: User) -> None:
    assert menu_of(administrator) == [reverse("cases:start"), reverse("admin:index")]


def test_without_a_role_only_the_start_page_is_offered(nobody: User) -> None:
    assert menu_of(nobody) == [reverse("cases:start")]


def test_only_officers_are_offered_to_register_sick_leave(hr_north: User, manager_ward: User) -> None:
    request = RequestFactory().get("/")
    request.user = hr_north
    assert register_link(request) is not None
    request.user = manager_ward
    assert register_link(request) is None


@pytest.mark.parametrize("who", ["hr_north", "manager_ward", "office", "administrator"])
def test_the_menu_costs_at_most_one_query_beside_the_roles(
    who: str, request: pytest.FixtureRequest, django_assert_max_num_queries: Any
) -> None:
    page = RequestFactory().get("/")
    page.user = User.objects.get(pk=request.getfixturevalue(who).pk)
    with django_assert_max_num_queries(2):
        main_menu(page)


@pytest.mark.parametrize(
    "who", ["hr_north", "manager_ward", "lead_north", "office", "evaluator", "employee", "administrator"]
)
def test_everything_in_the_menu_can_be_opened(
    client: Any, ward: Unit, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    client.force_login(user)
    offered = menu_of(user)
    assert offered
    for url in offered:
        assert client.get(url).status_code == 200, url


def test_pages_speak_swedish_whatever_the_browser_prefers(client: Any) -> None:
    page = client.get(reverse("accessibility"), headers={"accept-language": "en-GB,en"})
    assert page["Content-Language"] == "sv"
    assert '<html lang="sv"' in page.content.decode()


def test_the_chosen_language_is_kept_and_the_page_returned_to(client: Any) -> None:
    here = reverse("accessibility")
    answer = client.post(reverse("set_language"), {"language": "en", "next": here})
    assert answer["Location"] == here
    assert '<html lang="en"' in client.get(here).content.decode()


def test_the_language_switch_does_not_lead_out_of_the_site(client: Any) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://example.org/"})
    assert "example.org" not in answer["Location"]


def test_the_demo_says_so_on_every_page(client: Any, settings: Any) -> None:
    client.cookies["django_language"] = "en"
    sentence = "Demo world: the people are invented. Today is 2021-11-22."
    assert sentence in client.get(reverse("accessibility")).content.decode()
    settings.DEMO = False
    assert "Demo world" not in client.get(reverse("accessibility")).content.decode()
