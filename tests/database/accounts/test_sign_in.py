"""Signing in and out: what is open, what is said, and what is not given away."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from experio.accounts.models import User

PASSWORD = "fjorton-blå-hästar"  # noqa: S105


@pytest.fixture(autouse=True)
def forget_failed_attempts() -> None:
    cache.clear()


@pytest.fixture
def officer(hr_north: User) -> User:
    hr_north.set_password(PASSWORD)
    hr_north.save()
    return hr_north


def in_english(client: Any) -> Any:
    client.cookies["django_language"] = "en"
    return client


def attempt(client: Any, username: str, password: str) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_a_stranger_is_sent_to_the_sign_in_page_and_back_to_where_they_wanted(
    client: Any, officer: User
) -> None:
    wanted = reverse("account_change_password")
    sent = client.get(wanted)
    assert sent.status_code == 302
    assert sent["Location"].startswith(reverse("account_login"))
    answer = client.post(sent["Location"], {"login": officer.username, "password": PASSWORD, "next": wanted})
    assert answer["Location"] == wanted


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client: Any, officer: User) -> None:
    def told(username: str) -> list[str]:
        page = attempt(in_english(client), username, "wrong").content.decode()
        return re.findall(r"<li>(.*?)</li>", page.partition("exp-error-summary")[2].partition("</ul>")[0])

    assert told(officer.username) == told("nobody.here") != []


def test_many_failed_attempts_are_stopped_even_with_the_right_password(client: Any, officer: User) -> None:
    for _attempt in range(6):
        attempt(client, officer.username, "wrong")
    attempt(client, officer.username, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_open(client: Any, officer: User) -> None:
    officer.is_active = False
    officer.save()
    attempt(client, officer.username, PASSWORD)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_what_only_an_administrator_does_has_no_page(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_get_does_not_sign_anybody_out(client: Any, officer: User) -> None:
    client.force_login(officer)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_signing_out_clears_what_the_browser_holds(client: Any, officer: User) -> None:
    client.force_login(officer)

    assert client.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get(reverse("account_login")).headers


def test_sign_ins_failures_and_sign_outs_are_logged_without_the_name(
    client: Any, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="experio.sign_in")

    for password in ("fel-lösenord-här", PASSWORD):
        client.post(reverse("account_login"), {"login": officer.username, "password": password})
    client.post(reverse("account_logout"))

    told = [
        (row.getMessage(), getattr(row, "user", None))
        for row in caplog.records
        if row.name == "experio.sign_in"
    ]
    assert told == [("sign-in failed", None), ("signed in", officer.pk), ("signed out", officer.pk)]
    assert officer.username not in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize("word", ["Experio-WorkLab", "Värmland", "Sjukskrivning"])
def test_a_word_of_the_project_is_no_password(word: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(f"{word}2026!!")


def test_the_demo_lists_who_one_may_sign_in_as(client: Any) -> None:
    from experio.demo.signins import SIGN_INS

    page = client.get(reverse("account_login")).content.decode()
    assert all(f'value="{person.username}"' in page for person in SIGN_INS)


def test_outside_the_demo_nobody_is_listed(client: Any, settings: Any) -> None:
    settings.DEMO = False
    page = client.get(reverse("account_login")).content.decode()
    assert 'name="login"' in page
    assert 'value="hr.karlstad"' not in page


def test_a_new_password_needs_the_present_one(client: Any, officer: User) -> None:
    client.force_login(officer)
    new = {"password1": "sjutton-gröna-älgar", "password2": "sjutton-gröna-älgar"}
    client.post(reverse("account_change_password"), {"oldpassword": "wrong", **new})
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    officer.refresh_from_db()
    assert officer.check_password("sjutton-gröna-älgar")
