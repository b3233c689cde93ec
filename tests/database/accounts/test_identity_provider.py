"""An employer's identity provider signs people in, gives and takes roles of its employer, nothing more."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from experio.accounts.models import User
from subprojects.models import GroupRole, IdentityProvider, Membership, Role, Subproject, Unit
from tests.confirming import unconfirmed
from tests.factories import TODAY, MembershipFactory, UserFactory
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

HR, LEADS, WARD = "experio-hr", "experio-leads", "experio-ward"


@pytest.fixture
def running() -> Iterator[tuple[Provider, Any]]:
    with running_provider() as both:
        yield both


@pytest.fixture
def idp(running: tuple[Provider, Any], monkeypatch: pytest.MonkeyPatch) -> Provider:
    cache.clear()
    monkeypatch.setenv("EXPERIO_OIDC_NORTH", CLIENT_SECRET)
    running[0].person = {"sub": "person-1", "preferred_username": "nina@north.example.org", "groups": [HR]}
    return running[0]


@pytest.fixture
def row(idp: Provider, north: Subproject, ward: Unit) -> IdentityProvider:
    made: IdentityProvider = IdentityProvider.objects.create(
        subproject=north,
        slug="north",
        name="North's sign-in",
        issuer=idp.issuer,
        client_id=CLIENT_ID,
        secret_variable="EXPERIO_OIDC_NORTH",
    )
    GroupRole.objects.create(identity_provider=made, group=HR, role=Role.HR_OFFICER)
    GroupRole.objects.create(identity_provider=made, group=LEADS, role=Role.SUBPROJECT_LEAD)
    GroupRole.objects.create(identity_provider=made, group=WARD, role=Role.MANAGER, unit=ward)
    return made


@pytest.fixture
def nina(row: IdentityProvider) -> User:
    """An account that an administrator has connected with the person there."""
    user: User = UserFactory(username="nina")
    user.set_unusable_password()
    user.save()
    SocialAccount.objects.create(user=user, provider="north", uid="person-1")
    return user


def begin(client: Client, **query: str) -> Any:
    address = reverse("openid_connect_login", args=["north"])
    return client.post(f"{address}?{urlencode(query)}" if query else address)


def come_back(client: Client, sent: Any) -> Any:
    """The browser goes to the provider, signs in there, and follows it back."""
    assert sent.status_code == 302, sent.content.decode()[:500]
    back = requests.get(sent["Location"], allow_redirects=False, timeout=60).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def sign_in(client: Client, **query: str) -> Any:
    return come_back(client, begin(client, **query))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def roles(user: User, day: date = TODAY) -> set[str]:
    return set(Membership.objects.held_on(day).filter(user=user).values_list("role", flat=True))


def test_the_sign_in_page_has_a_button_for_each_provider_in_use(
    client: Client, row: IdentityProvider
) -> None:
    assert "North&#x27;s sign-in" in client.get(reverse("account_login")).content.decode()
    row.is_active = False
    row.save()
    assert "North&#x27;s sign-in" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("openid_connect_login", args=["north"])).status_code == 404


def test_a_connected_person_gets_in_with_the_role_of_the_group(client: Client, nina: User) -> None:
    answer = sign_in(client, next="/staff/")
    assert answer["Location"] == "/staff/"
    assert client.session["_auth_user_id"] == str(nina.pk)
    held = Membership.objects.get(user=nina)
    assert (held.role, held.subproject.slug, held.first_day) == (Role.HR_OFFICER, "north", TODAY)
    assert held.identity_provider is not None


def test_the_request_carries_pkce_state_and_nonce_and_nothing_of_the_query(
    client: Client, idp: Provider, nina: User
) -> None:
    sent = begin(client, scope="admin", auth_params="login_hint=x&prompt=none", process="connect")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(sent["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 43
    assert len(asked["state"]) >= 16
    assert "admin" not in asked["scope"]
    assert "login_hint" not in asked
    assert "prompt" not in asked


def test_opened_by_a_link_it_asks_first(client: Client, row: IdentityProvider) -> None:
    page = client.get(reverse("openid_connect_login", args=["north"]))
    assert page.status_code == 200
    assert "<form" in page.content.decode()


def test_a_person_without_an_account_stays_out_and_learns_what_to_ask_for(
    client: Client, row: IdentityProvider
) -> None:
    page = sign_in(client)
    assert page.status_code == 403
    assert "north / person-1" in page.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_accounts_are_made_only_if_the_provider_may_and_a_group_gives_a_role(
    client: Client, idp: Provider, row: IdentityProvider
) -> None:
    row.makes_accounts = True
    row.save()
    idp.person["groups"] = ["unknown"]
    assert sign_in(client).status_code == 403
    assert not User.objects.filter(username__startswith="north.").exists()

    idp.person |= {"groups": [HR], "given_name": "Nina", "family_name": "Nord", "email": "nina@example.org"}
    sign_in(client)
    made = User.objects.get(username="north.nina")
    assert is_in(client)
    assert (made.get_full_name(), made.has_usable_password(), roles(made)) == (
        "Nina Nord",
        False,
        {Role.HR_OFFICER},
    )


def test_the_same_name_or_address_is_not_the_same_person(
    client: Client, idp: Provider, row: IdentityProvider
) -> None:
    """Only the stable claim counts: whoever can choose name or e-mail there must not get an account here."""
    victim = UserFactory(username="north.nina", email="nina@north.example.org")
    row.makes_accounts = True
    row.save()
    idp.person["email"] = "nina@north.example.org"
    idp.person["email_verified"] = True
    sign_in(client)
    assert client.session["_auth_user_id"] != str(victim.pk)
    assert User.objects.filter(username="north.nina2").exists()


def test_a_removed_group_takes_its_role_away_and_only_that(
    client: Client, idp: Provider, nina: User, row: IdentityProvider, north: Subproject
) -> None:
    idp.person["groups"] = [HR, LEADS]
    sign_in(client)
    Membership.objects.filter(user=nina).update(first_day=TODAY - timedelta(days=9))
    by_hand = MembershipFactory(user=nina, role=Role.EVALUATOR, project=north.project)
    idp.person["groups"] = [LEADS]
    sign_in(Client())
    assert roles(nina) == {Role.SUBPROJECT_LEAD, Role.EVALUATOR}
    assert Membership.objects.get(user=nina, role=Role.HR_OFFICER).last_day == TODAY - timedelta(days=1)
    by_hand.refresh_from_db()
    assert by_hand.last_day is None


def test_a_role_given_and_taken_on_one_day_leaves_no_day(client: Client, idp: Provider, nina: User) -> None:
    sign_in(client)
    idp.person["groups"] = []
    sign_in(Client())
    assert roles(nina) == set()
    assert not Membership.objects.filter(user=nina).exists()


def test_lost_groups_end_the_sessions_that_were_open(client: Client, idp: Provider, nina: User) -> None:
    sign_in(client)
    assert client.get(reverse("account_sessions")).status_code == 200
    idp.person["groups"] = []
    sign_in(Client())
    assert client.get(reverse("account_sessions")).status_code == 302


def test_what_an_administrator_gave_is_neither_doubled_nor_ended(
    client: Client, idp: Provider, nina: User, north: Subproject
) -> None:
    MembershipFactory(user=nina, role=Role.HR_OFFICER, subproject=north)
    sign_in(client)
    assert Membership.objects.filter(user=nina).count() == 1
    idp.person["groups"] = []
    sign_in(Client())
    assert roles(nina) == {Role.HR_OFFICER}


def test_an_unknown_group_gives_nothing(client: Client, idp: Provider, nina: User) -> None:
    idp.person["groups"] = ["Domain Admins", "administrator", HR.upper()]
    sign_in(client)
    assert roles(nina) == set()


def test_a_provider_gives_roles_of_its_own_employer_alone(
    client: Client, idp: Provider, nina: User, row: IdentityProvider, south_unit: Unit
) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="another employer"):
        GroupRole(identity_provider=row, group="x", role=Role.MANAGER, unit=south_unit).clean()
    # A row that slipped past the form gives nothing either.
    GroupRole.objects.create(identity_provider=row, group="x", role=Role.MANAGER, unit=south_unit)
    idp.person["groups"] = ["x"]
    sign_in(client)
    assert roles(nina) == set()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROJECT_OFFICE, Role.EVALUATOR, Role.EMPLOYEE])
def test_the_database_knows_no_mapping_to_a_role_above_the_employer(row: IdentityProvider, role: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupRole.objects.create(identity_provider=row, group="x", role=role)


def test_a_provider_taken_out_of_use_takes_its_roles_along(
    client: Client, nina: User, row: IdentityProvider, administrator: User
) -> None:
    sign_in(client)
    admin = Client()
    admin.force_login(administrator)
    form = (
        admin.get(reverse("admin:subprojects_identityprovider_change", args=[row.pk]))
        .context["adminform"]
        .form
    )
    typed = {name: form.initial.get(name) or "" for name in form.fields}
    typed |= {f"group_roles-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    typed.pop("is_active")
    answer = admin.post(reverse("admin:subprojects_identityprovider_change", args=[row.pk]), typed)
    assert answer.status_code == 302
    assert roles(nina) == set()
    assert client.get(reverse("account_sessions")).status_code == 302


def test_a_closed_account_stays_closed_and_gets_no_role(client: Client, nina: User) -> None:
    nina.is_active = False
    nina.save()
    sign_in(client)
    assert not is_in(client)
    assert roles(nina) == set()


WRONG_TOKENS: dict[str, dict[str, Any]] = {
    "signed by somebody else": {"signs_with_other_key": True},
    "not signed": {"algorithm": "none"},
    "signed with the client secret": {"algorithm": "HS256"},
    "for another client": {"token_claims": {"aud": "another"}},
    "for several, authorised for another": {"token_claims": {"aud": [CLIENT_ID, "other"], "azp": "other"}},
    "of another issuer": {"token_claims": {"iss": "https://evil.example.org"}},
    "of another sign-in": {"token_claims": {"nonce": "replayed"}},
    "without nonce": {"left_out": ("nonce",)},
    "expired": {"token_claims": {"exp": 1_000_000_000}},
    "without end": {"left_out": ("exp",)},
    "about nobody": {"token_claims": {"sub": ""}},
    "described by another issuer": {"discovery": {"issuer": "https://evil.example.org"}},
    "token endpoint fails": {"fails": {"token"}},
    "keys fail": {"fails": {"keys"}},
}


@pytest.mark.parametrize("wrong", WRONG_TOKENS.values(), ids=WRONG_TOKENS.keys())
def test_a_token_that_does_not_hold_signs_nobody_in_and_changes_no_role(
    client: Client, idp: Provider, nina: User, wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    sent = begin(client)
    for name, value in wrong.items():
        setattr(idp, name, value)
    page = come_back(client, sent)
    assert page.status_code == 502
    assert not is_in(client)
    assert roles(nina) == set()
    assert "opaque" not in page.content.decode()
    assert "sign-in at provider north failed" in caplog.text


def test_a_state_works_once(client: Client, idp: Provider, nina: User) -> None:
    sent = begin(client)
    back = requests.get(sent["Location"], allow_redirects=False, timeout=60).headers["Location"]
    path = back.removeprefix("http://testserver")
    client.get(path)
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert client.get(path).status_code == 502
    assert not is_in(client)


def test_the_state_of_another_browser_is_refused(client: Client, idp: Provider, nina: User) -> None:
    """Somebody lures a person into finishing a sign-in that was begun elsewhere."""
    sent = begin(Client())
    page = come_back(client, sent)
    assert page.status_code == 502
    assert not is_in(client)


def test_a_token_of_another_sign_in_is_refused_though_it_is_genuine(
    client: Client, idp: Provider, nina: User
) -> None:
    """The code of one sign-in is put into the way back of another (code injection): PKCE stops it."""
    stolen = requests.get(begin(Client())["Location"], allow_redirects=False, timeout=60).headers["Location"]
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    mine = begin(client)
    state = parse_qs(urlsplit(mine["Location"]).query)["state"][0]
    callback = reverse("openid_connect_callback", args=["north"])
    assert client.get(callback, {"code": code, "state": state}).status_code == 502
    assert not is_in(client)


def test_a_provider_that_is_down_lets_nobody_in_and_says_so(
    client: Client, running: tuple[Provider, Any], nina: User
) -> None:
    sent = begin(client)
    back = requests.get(sent["Location"], allow_redirects=False, timeout=60).headers["Location"]
    running[1].shutdown()
    running[1].server_close()
    for page in (client.get(back.removeprefix("http://testserver")), begin(client)):
        assert page.status_code == 502
        assert not is_in(client)


def test_breaking_off_at_the_provider_leads_to_a_page_that_says_so(client: Client, nina: User) -> None:
    sent = begin(client)
    state = parse_qs(urlsplit(sent["Location"]).query)["state"][0]
    client.cookies["django_language"] = "en"
    page = client.get(
        reverse("openid_connect_callback", args=["north"]), {"error": "access_denied", "state": state}
    )
    assert page.status_code == 401
    assert "You broke off" in page.content.decode()


def test_groups_that_the_provider_left_out_let_nobody_in(client: Client, idp: Provider, nina: User) -> None:
    """Too many groups for the token: then nothing is known, and no role is taken away or kept by it."""
    idp.person.pop("groups")
    idp.person["_claim_names"] = {"groups": "src1"}
    assert sign_in(client).status_code == 403
    assert not is_in(client)


def test_a_second_factor_is_believed_only_in_the_words_agreed(
    client: Client, idp: Provider, nina: User, row: IdentityProvider, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    idp.person["amr"] = ["pwd", "mfa"]
    sign_in(client)
    assert client.get(reverse("cases:staff_list")).status_code == 302, "nothing is agreed with this provider"
    row.second_factor_values = "mfa"
    row.save()
    other = Client()
    sign_in(other)
    assert other.get(reverse("cases:staff_list")).status_code == 200
    idp.person["amr"] = ["pwd"]
    third = Client()
    sign_in(third)
    assert third.get(reverse("cases:staff_list")).status_code == 302


def test_who_has_a_factor_here_is_asked_for_it_too(client: Client, nina: User) -> None:
    TOTP.activate(nina, generate_totp_secret())
    answer = sign_in(client)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)


def test_a_person_of_the_provider_confirms_by_signing_in_there_once_more(
    client: Client, idp: Provider, nina: User
) -> None:
    sign_in(client)
    question = client.get(reverse("cases:staff_list"), {"format": "csv"})
    assert question["Location"].startswith(reverse("openid_connect_login", args=["north"]))
    client.cookies["django_language"] = "en"
    assert "You are about to fetch a file." in client.get(question["Location"]).content.decode()
    sent = client.post(question["Location"])
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    answer = come_back(client, sent)
    assert answer["Location"].startswith(reverse("confirmed"))
    page = client.get(answer["Location"])
    assert page.context["is_fetched"]
    assert "filename=" in client.get(page.context["file_url"])["Content-Disposition"]


@pytest.mark.parametrize(
    "wrong",
    [{"sub": "person-2"}, {"auth_time": 1_000_000_000}, {"auth_time": None}],
    ids=["another person", "signed in long ago", "says not when"],
)
def test_a_confirmation_is_fresh_and_by_the_same_person(
    client: Client, idp: Provider, nina: User, wrong: dict[str, Any], hr_north: User
) -> None:
    SocialAccount.objects.create(user=hr_north, provider="north", uid="person-2")
    sign_in(client)
    question = client.get(reverse("cases:staff_list"), {"format": "csv"})
    sent = client.post(question["Location"])
    idp.token_claims = wrong
    assert come_back(client, sent).status_code == 403
    assert client.session["_auth_user_id"] == str(nina.pk)
    assert client.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 302


def test_nothing_of_the_token_is_kept(client: Client, idp: Provider, nina: User) -> None:
    idp.person["email"] = "nina@example.org"
    sign_in(client)
    assert SocialAccount.objects.get(user=nina).extra_data == {}
    assert not nina.socialaccount_set.get().socialtoken_set.exists()


def test_a_confirmed_session_is_needed_to_change_a_provider(
    administrator: User, row: IdentityProvider
) -> None:
    admin = Client()
    admin.force_login(administrator)
    unconfirmed(admin)
    for name in ("identityprovider", "secondfactorrule", "membership"):
        assert admin.get(reverse(f"admin:subprojects_{name}_add")).status_code in (302, 403)


@pytest.mark.parametrize("issuer", ["http://idp.example.org", "ftp://idp.example.org", "nonsense"])
def test_an_issuer_without_tls_is_refused(row: IdentityProvider, issuer: str) -> None:
    row.issuer = issuer
    with pytest.raises(ValidationError):
        row.full_clean()
