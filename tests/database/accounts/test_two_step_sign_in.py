"""The second step: a code from an app, or one of the recovery codes."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse

from experio.accounts.models import User

PASSWORD = "fjorton-blå-hästar"  # noqa: S105


@pytest.fixture
def officer(hr_north: User) -> User:
    cache.clear()
    hr_north.set_password(PASSWORD)
    hr_north.save()
    return hr_north


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def switch_on(client: Any) -> None:
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 302, "the password is asked for once more"
    client.post(page["Location"], {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def sign_in(client: Any, officer: User) -> Any:
    client.post(reverse("account_logout"))
    return client.post(reverse("account_login"), {"login": officer.username, "password": PASSWORD})


def test_with_two_steps_the_password_alone_opens_nothing(client: Any, officer: User) -> None:
    sign_in(client, officer)
    switch_on(client)
    assert Authenticator.objects.filter(user=officer, type="totp").exists()
    answer = sign_in(client, officer)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("mfa_index")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client: Any, officer: User) -> None:
    sign_in(client, officer)
    switch_on(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    code = page.context["unused_codes"][0]
    assert code in page.content.decode()
    sign_in(client, officer)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in client.session
    sign_in(client, officer)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"])
def test_each_page_of_the_second_step_is_drawn(client: Any, officer: User, name: str) -> None:
    sign_in(client, officer)
    switch_on(client)
    assert client.get(reverse(name)).status_code == 200
