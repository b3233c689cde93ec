"""Guessing is slow, an office is not locked out by one of its own, and nobody learns who has an account."""

import logging
import re
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from experio.accounts.attempts import (
    LONGEST_PAUSE,
    Attempt,
    note_attempt,
    pause_after,
    seconds_to_wait,
)
from experio.accounts.hashing import Gate, GatedArgon2, TooManySignIns, gate
from experio.accounts.models import SignInAttempt, User
from experio.accounts.passwords import NotGuessable
from experio.accounts.shared_cache import SharedCache
from experio.addresses import UNKNOWN, client_address, network_of
from tests.queries import own_queries

PASSWORD = "fjorton-blå-hästar"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())
OFFICE, HOME = "192.0.2.10", "198.51.100.7"


@pytest.fixture
def officer(hr_north: User) -> User:
    hr_north.set_password(PASSWORD)
    hr_north.save()
    return hr_north


def fail(name: str, address: str, times: int, *, at: datetime = NOW) -> None:
    for number in range(times):
        note_attempt(Attempt.of(name, address), has_succeeded=False, now=at + timedelta(seconds=number))


def wait_of(name: str, address: str, *, at: datetime) -> int:
    return seconds_to_wait(Attempt.of(name, address), now=at)


def test_five_failures_of_a_name_from_one_address_wait_and_open_again_by_time() -> None:
    fail("hr.north", OFFICE, 5)
    just_after = NOW + timedelta(seconds=10)
    assert wait_of("hr.north", OFFICE, at=just_after) == 290
    assert wait_of("hr.north", OFFICE, at=NOW + timedelta(minutes=5, seconds=1)) == 0


def test_a_colleague_at_the_same_address_is_not_shut_out() -> None:
    for number in range(40):
        fail(f"colleague{number}", OFFICE, 5)
    assert wait_of("hr.north", OFFICE, at=NOW + timedelta(seconds=10)) == 0


def test_capitals_and_spaces_do_not_give_five_more_tries() -> None:
    fail("hr.north", OFFICE, 5)
    assert wait_of(" HR.North ", OFFICE, at=NOW + timedelta(seconds=10)) > 0


def test_addresses_of_one_line_count_as_one() -> None:
    for number in range(5):
        fail("hr.north", f"2001:db8:1:2::{number + 1}", 1)
    assert wait_of("hr.north", "2001:db8:1:2::ffff", at=NOW + timedelta(seconds=10)) > 0
    assert wait_of("hr.north", "2001:db8:1:3::1", at=NOW + timedelta(seconds=10)) == 0


def test_a_name_guessed_from_many_addresses_is_slowed_down_more_and_more() -> None:
    for number in range(10):
        fail("hr.north", f"203.0.113.{number}", 1)
    assert wait_of("hr.north", HOME, at=NOW) == 1
    for number in range(10, 30):
        fail("hr.north", f"203.0.113.{number}", 1)
    assert wait_of("hr.north", HOME, at=NOW) == LONGEST_PAUSE.total_seconds()
    assert wait_of("hr.north", HOME, at=NOW + LONGEST_PAUSE) == 0


def test_whoever_signed_in_from_there_before_is_not_slowed_down_by_others() -> None:
    note_attempt(Attempt.of("hr.north", OFFICE), has_succeeded=True, now=NOW - timedelta(days=3))
    for number in range(40):
        fail("hr.north", f"203.0.113.{number}", 1)
    assert wait_of("hr.north", OFFICE, at=NOW) == 0
    assert wait_of("hr.north", HOME, at=NOW) > 0


def test_a_success_begins_the_count_of_its_pair_anew() -> None:
    fail("hr.north", OFFICE, 4)
    note_attempt(Attempt.of("hr.north", OFFICE), has_succeeded=True, now=NOW + timedelta(seconds=5))
    fail("hr.north", OFFICE, 1, at=NOW + timedelta(seconds=6))
    assert wait_of("hr.north", OFFICE, at=NOW + timedelta(seconds=10)) == 0


@given(st.integers(min_value=0, max_value=10_000))
def test_the_pause_never_shrinks_with_failures_and_never_locks_for_good(failures: int) -> None:
    assert timedelta(0) <= pause_after(failures) <= pause_after(failures + 1) <= LONGEST_PAUSE


def test_names_and_addresses_are_kept_as_keyed_hashes(settings: Any) -> None:
    fail("hr.north", OFFICE, 1)
    row = SignInAttempt.objects.get()
    assert "hr.north" not in str(vars(row))
    assert OFFICE not in str(vars(row))
    before = Attempt.of("hr.north", OFFICE)
    settings.SECRET_KEY = "another"
    assert Attempt.of("hr.north", OFFICE) != before


def test_what_is_old_is_forgotten() -> None:
    note_attempt(Attempt.of("hr.north", OFFICE), has_succeeded=False, now=NOW - timedelta(days=31))
    note_attempt(Attempt.of("hr.north", OFFICE), has_succeeded=True, now=NOW)
    assert SignInAttempt.objects.count() == 1


def test_waiting_is_reported_without_the_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="experio.accounts.attempts")
    fail("hr.north", OFFICE, 5)
    for number in range(30):
        fail(f"somebody{number}", HOME, 1)
    assert "waits after 5 failures" in caplog.text
    assert "30 user names failed" in caplog.text
    assert "hr.north" not in caplog.text
    assert OFFICE not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_one_name_is_tried_from_one_place_once_at_a_time() -> None:
    """Parallel tries would all read the same count; the second is sent away while the first is at work."""
    found: list[int] = []

    def second() -> None:
        with transaction.atomic():
            found.append(seconds_to_wait(Attempt.of("hr.north", OFFICE)))
        connection.close()

    with transaction.atomic():
        assert seconds_to_wait(Attempt.of("hr.north", OFFICE)) == 0
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert found == [1]


def attempt(client: Client, username: str, password: str, **extra: Any) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def test_the_page_says_how_long_to_wait_and_the_office_goes_on(
    client: Client, officer: User, hr_south: User
) -> None:
    hr_south.set_password(PASSWORD)
    hr_south.save()
    client.cookies["django_language"] = "en"
    for _try in range(5):
        attempt(client, officer.username, "wrong")
    page = attempt(client, officer.username, PASSWORD).content.decode()
    assert "Wait 5 minutes and try again" in page
    assert "_auth_user_id" not in client.session
    attempt(client, hr_south.username, PASSWORD)
    assert client.session["_auth_user_id"] == str(hr_south.pk)


def test_time_opens_it_again(client: Client, officer: User) -> None:
    for _try in range(5):
        attempt(client, officer.username, "wrong")
    SignInAttempt.objects.update(at=timezone.now() - timedelta(minutes=5, seconds=1))
    attempt(client, officer.username, PASSWORD)
    assert "_auth_user_id" in client.session


# --- From where? -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 192.0.2.8", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", UNKNOWN),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_forwarded_address_is_believed_from_our_own_proxies_alone(
    proxies: int, forwarded: str, address: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == address


def test_a_made_up_header_gives_no_new_tries(client: Client, officer: User) -> None:
    for number in range(5):
        attempt(client, officer.username, "wrong", headers={"x-forwarded-for": f"203.0.113.{number}"})
    attempt(client, officer.username, PASSWORD, headers={"x-forwarded-for": "203.0.113.99"})
    assert "_auth_user_id" not in client.session


@given(st.text(max_size=60))
def test_whatever_stands_in_the_header_is_an_address_or_unknown(text: str) -> None:
    from experio.addresses import _address

    assert _address(text) == UNKNOWN or network_of(_address(text))


# --- Nobody learns who has an account ----------------------------------------------------------


def work_of(username: str, password: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str], str]:
    """How many hashes are computed, which statements asked, what is said: all that could tell."""
    hashes: list[str] = []
    plain = MD5PasswordHasher.encode

    def counted(self: Any, *args: Any) -> str:
        hashes.append("one")
        return plain(self, *args)

    client = Client()
    client.cookies["django_language"] = "en"
    client.get(reverse("account_login"))
    from django.test.utils import CaptureQueriesContext

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as asked:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        page = attempt(client, username, password)
    statements = [re.sub(r"[0-9a-f-]{8,}| ?-?[0-9]+", "#", sql)[:60] for sql in own_queries(asked)]
    said = page.content.decode().partition("exp-error-summary")[2].partition("</ul>")[0]
    return len(hashes), statements, said


def test_unknown_closed_and_passwordless_names_cost_and_say_the_same(
    officer: User, hr_south: User, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hr_south.set_password(PASSWORD)
    hr_south.is_active = False
    hr_south.save()
    office.set_unusable_password()
    office.save()
    known = work_of(officer.username, "wrong", monkeypatch)
    assert known[0] == 1
    assert known[2]
    for name in ("nobody.here", hr_south.username, office.username):
        found = work_of(name, "wrong", monkeypatch)
        assert (found[0], found[2]) == (known[0], known[2]), name
        assert found[1] == known[1], name


def test_outside_the_demo_its_accounts_cost_the_same_too(
    officer: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create(username="hr.karlstad", email="hr.karlstad@demo.example.org")
    settings.DEMO = False
    settings.SESSION_COOKIE_SECURE = False
    known = work_of(officer.username, "wrong", monkeypatch)
    assert work_of("hr.karlstad", "wrong", monkeypatch)[0] == known[0]


# --- The gate ----------------------------------------------------------------------------------


def test_the_gate_lets_so_many_through_and_sends_the_next_away() -> None:
    small = Gate(places=1, patience=0.01)
    with small.passing(), pytest.raises(TooManySignIns), small.passing():
        pass
    with small.passing():
        pass
    assert small.passed == 2


def test_a_place_is_given_back_when_hashing_fails() -> None:
    small = Gate(places=1, patience=0.01)
    with pytest.raises(ValueError, match="broken"), small.passing():
        raise ValueError("broken")
    with small.passing():
        pass


def test_every_hash_passes_the_gate_with_the_parameters_of_owasp() -> None:
    hasher = GatedArgon2()
    before = gate.passed
    encoded = hasher.encode(PASSWORD, hasher.salt())
    assert hasher.verify(PASSWORD, encoded)
    assert not hasher.verify("wrong", encoded)
    assert gate.passed == before + 3
    assert "$argon2id$" in encoded
    assert "m=19456,t=2,p=1" in encoded


def test_a_full_gate_is_said_in_words_and_counts_no_failure(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise TooManySignIns

    monkeypatch.setattr(MD5PasswordHasher, "verify", full)
    client.cookies["django_language"] = "en"
    page = attempt(client, officer.username, PASSWORD)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Many are signing in right now" in page.content.decode()
    assert not SignInAttempt.objects.exists()


# --- What a password must be ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    ["password2021!!", "1234567890123", "ababababababab", "experio-2021-!", "sjukfrånvaro2021", "x" * 1001],
)
def test_a_guessable_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        NotGuessable().validate(password)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "bara små bokstäver här",
        "8472 9163 5028 1746",
        "é" * 3 + "långt och konstigt",
        "ab cd " * 100,
    ],
)
def test_a_long_one_of_any_kind_is_taken(password: str) -> None:
    NotGuessable().validate(password)


# --- The cache that all processes share ------------------------------------------------------------


def test_the_shared_cache_keeps_adds_once_forgets_and_never_unpickles() -> None:
    shared = SharedCache("", {})
    assert shared.add("code", "y", timeout=30)
    assert not shared.add("code", "y", timeout=30)
    shared.set("rates", [1.5, 2.5], timeout=30)
    assert shared.get("rates") == [1.5, 2.5]
    assert shared.touch("rates", timeout=-1)
    assert shared.get("rates", "gone") == "gone"
    assert shared.delete("code")
    assert not shared.delete("code")
    assert shared.add("code", "z", timeout=-1)
    assert shared.add("code", "again", timeout=30), "what has ended may be added anew"
    with pytest.raises(TypeError):
        shared.set("thing", object(), timeout=30)
