"""A role that needs a second factor opens nothing without one, whatever address is tried."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from experio.accounts.models import User
from subprojects.models import Membership, Role, SecondFactorRule, Subproject
from subprojects.sign_in.second_factor import OPEN_ROUTES, needs_second_factor
from tests.factories import TODAY


@pytest.fixture(autouse=True)
def as_in_earnest(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def officer(client: Client, hr_north: User) -> Client:
    client.force_login(hr_north)
    return client


def every_route(resolver: URLResolver, namespace: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += every_route(pattern, inner)
        elif pattern.name:
            found.append((f"{namespace}{pattern.name}", pattern))
    return found


SAMPLES = {
    "int": 1,
    "slug": "north",
    "str": "x",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "x",
}


def address(name: str, pattern: URLPattern) -> str:
    """Some address of the route; whether its row exists does not matter, the wall stands before it."""
    arguments = {
        key: SAMPLES[type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")]
        for key, converter in pattern.pattern.converters.items()
    }
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        values = {"app_label": "subprojects", "url": "x", "object_id": "1", "number": "north-2021-0001"}
        return reverse(
            name, kwargs=arguments | {key: values[key] for key in values if key in str(pattern.pattern)}
        )


def test_without_the_factor_no_route_answers_but_those_that_lead_to_one(officer: Client) -> None:
    passed, walled = set(), set()
    for name, pattern in every_route(get_resolver()):
        for method in ("get", "post"):
            url = address(name, pattern)
            answer = getattr(officer, method)(url)
            if name in OPEN_ROUTES:
                passed.add(name)
                continue
            walled.add(name)
            if method == "get":
                assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_index")), (
                    name
                )
            else:
                assert answer.status_code == 403, name
                assert (
                    "second factor" in answer.content.decode() or "andra steg" in answer.content.decode()
                ), name
        if name == "account_logout":
            officer.force_login(User.objects.get(username="hr.north"))
    assert passed <= OPEN_ROUTES
    assert len(walled) > 60


def test_every_open_route_exists() -> None:
    assert {name for name, _pattern in every_route(get_resolver())} >= OPEN_ROUTES


def test_fragments_lead_to_the_page_where_a_factor_is_made(officer: Client) -> None:
    answer = officer.get(reverse("cases:staff_list"), headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("mfa_index"))


def test_with_the_factor_everything_opens(officer: Client, hr_north: User) -> None:
    TOTP.activate(hr_north, generate_totp_secret())
    assert officer.get(reverse("cases:staff_list")).status_code == 200


def test_recovery_codes_alone_are_no_factor(officer: Client, hr_north: User) -> None:
    Authenticator.objects.create(user=hr_north, type="recovery_codes", data={})
    assert officer.get(reverse("cases:staff_list")).status_code == 302


def test_the_page_says_what_is_missing(officer: Client) -> None:
    officer.cookies["django_language"] = "en"
    page = officer.get(reverse("mfa_index")).content.decode()
    assert "Your role needs a second factor" in page


@pytest.mark.parametrize(
    ("who", "needs"),
    [
        ("hr_north", True),
        ("office", True),
        ("administrator", True),
        ("manager_ward", False),
        ("lead_north", False),
        ("evaluator", False),
        ("employee", False),
        ("nobody", False),
    ],
)
def test_who_needs_one_unless_the_administrator_says_otherwise(
    who: str, needs: bool, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    assert needs_second_factor(user) is needs
    SecondFactorRule.objects.all().delete()
    assert needs_second_factor(user) is needs, "also without the seeded rows"


def test_a_rule_holds_from_its_day_on(manager_ward: User) -> None:
    rule = SecondFactorRule.objects.create(
        role=Role.MANAGER, first_day=TODAY + timedelta(days=1), is_required=True
    )
    assert not needs_second_factor(manager_ward)
    rule.first_day = TODAY
    rule.save()
    assert needs_second_factor(manager_ward)
    SecondFactorRule.objects.create(
        role=Role.HR_OFFICER, first_day=TODAY - timedelta(days=1), is_required=False
    )


def test_the_latest_rule_of_a_role_decides(hr_north: User) -> None:
    SecondFactorRule.objects.create(role=Role.HR_OFFICER, first_day=TODAY, is_required=False)
    assert not needs_second_factor(hr_north)


def test_a_role_that_has_ended_asks_for_nothing(hr_north: User, north: Subproject) -> None:
    Membership.objects.filter(user=hr_north).update(last_day=TODAY - timedelta(days=1))
    assert not needs_second_factor(hr_north)


def test_an_administrator_removes_lost_factors_and_the_person_starts_anew(
    officer: Client, hr_north: User, administrator: User
) -> None:
    TOTP.activate(hr_north, generate_totp_secret())
    TOTP.activate(administrator, generate_totp_secret())
    admin = Client()
    admin.force_login(administrator)
    admin.post(reverse("admin:accounts_user_remove_factors", args=[hr_north.pk]))
    assert not Authenticator.objects.filter(user=hr_north).exists()
    assert officer.get(reverse("account_sessions")).status_code == 302, "every session has been ended"


def test_the_demo_asks_for_none_unless_told(officer: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert officer.get(reverse("cases:staff_list")).status_code == 200
