"""The first administrator comes from the command line: there are no superusers."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from experio.accounts.models import User
from subprojects.roles import roles_of


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERIO_PASSWORD", "fjorton-blå-hästar")


def test_the_command_makes_an_administrator_who_may_sign_in(db: Any) -> None:
    call_command("create_administrator", "chief", "--email", "chief@example.org")
    made = User.objects.get(username="chief")
    assert made.check_password("fjorton-blå-hästar")
    assert roles_of(made).is_administrator
    assert not made.is_superuser


def test_an_existing_user_gets_the_role_and_keeps_the_password(nobody: User) -> None:
    before = nobody.password
    call_command("create_administrator", nobody.username)
    nobody.refresh_from_db()
    assert nobody.password == before
    assert roles_of(User.objects.get(pk=nobody.pk)).is_administrator


def test_a_weak_password_makes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERIO_PASSWORD", "password")
    with pytest.raises(CommandError):
        call_command("create_administrator", "chief")
    assert not User.objects.filter(username="chief").exists()


def test_the_role_is_given_once(administrator: User) -> None:
    with pytest.raises(CommandError, match="already"):
        call_command("create_administrator", administrator.username)
