"""The demo's accounts: one password that meets the rules, Swedish texts, made-up addresses."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.utils import translation

from experio.accounts.models import User
from experio.demo.signins import DEMO_PASSWORD, SIGN_INS, SignIn


def test_the_eight_accounts_are_listed() -> None:
    assert [account.username for account in SIGN_INS] == [
        "hr.karlstad",
        "hr.eda",
        "manager.karlstad",
        "office",
        "lead.karlstad",
        "evaluator",
        "employee",
        "admin",
    ]


@pytest.mark.parametrize("account", SIGN_INS, ids=lambda account: account.username)
def test_the_password_meets_the_rules_for_everybody(account: SignIn) -> None:
    user = User(
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
    )
    validate_password(DEMO_PASSWORD, user)
    assert account.password == DEMO_PASSWORD


@pytest.mark.parametrize("account", SIGN_INS, ids=lambda account: account.username)
def test_addresses_lead_nowhere(account: SignIn) -> None:
    assert account.email.endswith("example.org")


def test_what_to_try_is_said_in_the_readers_language() -> None:
    office = SIGN_INS[3]
    with translation.override("en"):
        assert office.role == "Project office"
    with translation.override("sv"):
        assert office.role == "Projektkontoret"
