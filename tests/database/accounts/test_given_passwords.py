"""A password that somebody else knows opens the choice of an own one, nothing else, and for some days."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from experio.accounts.given_passwords import OPEN_ROUTES
from experio.accounts.models import User
from tests.confirming import confirmed, unconfirmed
from tests.database.accounts.test_second_factor_required import address, every_route

GIVEN = "fjorton-blå-hästar"
OWN = "sexton-gröna-älgar"


@pytest.fixture
def newcomer(hr_north: User) -> User:
    hr_north.set_password(GIVEN)
    hr_north.password_given_at = timezone.now()
    hr_north.save()
    return hr_north


def come_in(client: Client, user: User, password: str = GIVEN) -> Any:
    client.cookies["django_language"] = "en"
    return client.post(reverse("account_login"), {"login": user.username, "password": password})


def choose(client: Client, new: str, *, old: str = GIVEN) -> Any:
    return client.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new}
    )


def test_no_route_answers_but_the_choice_of_an_own_password(client: Client, newcomer: User) -> None:
    come_in(client, newcomer)
    walled = 0
    for name, pattern in every_route(get_resolver()):
        if name in OPEN_ROUTES:
            continue
        url = address(name, pattern)
        shown, sent = client.get(url), client.post(url)
        assert (shown.status_code, shown.headers.get("Location")) == (
            302,
            reverse("account_change_password"),
        ), name
        assert sent.status_code == 403, name
        assert "Your own password first" in sent.content.decode(), name
        walled += 1
    assert walled > 60
    assert {name for name, _pattern in every_route(get_resolver())} >= OPEN_ROUTES


def test_fragments_lead_to_the_choice(client: Client, newcomer: User) -> None:
    come_in(client, newcomer)
    answer = client.get(reverse("cases:staff_list"), headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("account_change_password"))


def test_the_own_password_opens_the_rest_and_the_given_one_is_gone(client: Client, newcomer: User) -> None:
    elsewhere = Client()
    come_in(elsewhere, newcomer)
    come_in(client, newcomer)
    assert "until then nothing else opens" in client.get(reverse("account_change_password")).content.decode()

    choose(client, OWN)

    assert client.get(reverse("cases:staff_list")).status_code == 200
    assert "nothing else opens" not in client.get(reverse("account_change_password")).content.decode()
    assert reverse("account_login") in elsewhere.get(reverse("cases:start")).headers["Location"]
    again = Client()
    come_in(again, newcomer)
    assert "_auth_user_id" not in again.session
    come_in(again, newcomer, OWN)
    assert again.get(reverse("cases:staff_list")).status_code == 200


def test_the_given_password_is_not_chosen_again(client: Client, newcomer: User) -> None:
    come_in(client, newcomer)

    answer = choose(client, GIVEN)

    assert list(answer.context["form"].errors) == ["password1"]
    newcomer.refresh_from_db()
    assert newcomer.password_given_at is not None


def test_a_second_factor_is_asked_for_afterwards(client: Client, newcomer: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    come_in(client, newcomer)
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.get(reverse("mfa_index")).headers["Location"] == reverse("account_change_password")

    choose(client, OWN)

    assert client.get(reverse("cases:staff_list")).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


@pytest.mark.parametrize(("days", "opens"), [(6, True), (7, False), (400, False)])
def test_after_some_days_it_opens_nothing_and_nothing_tells_why(
    days: int, opens: bool, client: Client, newcomer: User, caplog: pytest.LogCaptureFixture
) -> None:
    User.objects.update(password_given_at=timezone.now() - timedelta(days=days))
    wrong = come_in(Client(), newcomer, "not-this-one-at-all")
    caplog.clear()

    with caplog.at_level(logging.WARNING, "experio.sign_in"):
        answer = come_in(client, newcomer)

    assert ("_auth_user_id" in client.session) is opens
    if not opens:
        assert answer.context["form"].errors == wrong.context["form"].errors
        assert [record.getMessage() for record in caplog.records] == ["sign-in failed"]


def test_a_run_out_password_is_counted_like_a_wrong_one(client: Client, newcomer: User) -> None:
    User.objects.update(password_given_at=timezone.now() - timedelta(days=8))
    for _ in range(5):
        come_in(client, newcomer)
    newcomer.password_given_at = None
    newcomer.save()

    answer = come_in(client, newcomer)

    assert "Too many failed attempts" in answer.content.decode() or "Wait" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_comes_another_way_needs_no_password(client: Client, newcomer: User) -> None:
    client.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    unconfirmed(client)

    assert client.get(reverse("cases:staff_list")).status_code == 200


def test_what_an_administrator_types_is_a_given_password(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    confirmed(client, administrator)
    client.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "new.person",
            "first_name": "Påhittad",
            "last_name": "Person",
            "email": "",
            "password1": GIVEN,
            "password2": GIVEN,
        },
    )
    made = User.objects.get(username="new.person")
    assert made.password_given_at is not None

    User.objects.filter(pk=made.pk).update(password_given_at=None)
    client.post(
        reverse("admin:auth_user_password_change", args=[made.pk]),
        {"password1": OWN, "password2": OWN, "usable_password": "true"},
    )
    made.refresh_from_db()
    assert made.check_password(OWN)
    assert made.password_given_at is not None
