"""A session: seen by its owner, ended by many things, and worth nothing to whoever copies the table."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as live
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from experio.accounts.devices import device_in_words
from experio.accounts.models import Session, User
from experio.accounts.sessions import SessionStore, hashed
from subprojects.models import Membership, Project, Role, Subproject
from tests.factories import TODAY, MembershipFactory

PASSWORD = "fjorton-blå-hästar"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.fixture
def officer(hr_north: User) -> User:
    cache.clear()
    hr_north.set_password(PASSWORD)
    hr_north.save()
    return hr_north


def signed_in(user: User, **headers: str) -> Client:
    client = Client(headers=headers)
    client.cookies["django_language"] = "en"
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account_sessions")).status_code == 200


def the_row(client: Client) -> Session:
    return Session.objects.get(key_hash=hashed(client.cookies[live.SESSION_COOKIE_NAME].value))


def test_the_list_says_which_device_from_where_and_which_one_this_is(officer: User) -> None:
    client = signed_in(officer, user_agent=FIREFOX)
    signed_in(officer)
    page = client.get(reverse("account_sessions"))

    assert [entry.is_this_one for entry in page.context["sessions"]].count(True) == 1
    mine = next(entry for entry in page.context["sessions"] if entry.is_this_one)
    assert (mine.device, mine.address) == ("Firefox, Windows", "127.0.0.1")
    assert "Firefox, Windows" in page.content.decode()


def test_one_session_is_ended_and_the_others_go_on(officer: User) -> None:
    here, there, elsewhere = signed_in(officer), signed_in(officer), signed_in(officer)
    here.post(reverse("account_end_session", args=[the_row(there).pk]))
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)
    here.post(reverse("account_end_other_sessions"))
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(officer: User, client: Any, hr_south: User) -> None:
    theirs = signed_in(officer)
    client.force_login(hr_south)
    answer = client.post(reverse("account_end_session", args=[the_row(theirs).pk]))
    assert answer.status_code == 404
    assert is_in(theirs)


def test_a_session_ends_after_thirty_idle_minutes(officer: User) -> None:
    client = signed_in(officer)
    Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=29))
    assert is_in(client)
    Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=31))
    answer = client.get(reverse("cases:staff_list"))
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('cases:staff_list')}"


def test_each_request_keeps_it_awake_but_is_written_down_once_a_minute(officer: User) -> None:
    client = signed_in(officer)
    just_now = timezone.now() - timedelta(seconds=20)
    Session.objects.update(last_seen_at=just_now)
    client.get(reverse("account_sessions"))
    assert the_row(client).last_seen_at == just_now
    Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=10))
    client.get(reverse("account_sessions"))
    assert the_row(client).last_seen_at > just_now


def test_a_session_ends_after_twelve_hours_however_busy(officer: User) -> None:
    client = signed_in(officer)
    row = the_row(client)
    assert row.ends_at - row.began_at == timedelta(hours=12)
    store = SessionStore(client.cookies[live.SESSION_COOKIE_NAME].value)
    store["something"] = "new"
    store.save()
    assert the_row(client).ends_at == row.ends_at, "work does not push the end"
    Session.objects.update(ends_at=timezone.now())
    assert not is_in(client)


@pytest.mark.parametrize("change", ["given", "ended", "taken back", "by update"])
def test_a_changed_role_ends_every_session_of_the_person(
    officer: User, north: Subproject, south: Subproject, hr_south: User, change: str
) -> None:
    hr_south.set_password(PASSWORD)
    hr_south.save()
    client, other = signed_in(officer), signed_in(hr_south)
    held = Membership.objects.get(user=officer)
    if change == "given":
        MembershipFactory(user=officer, role=Role.SUBPROJECT_LEAD, subproject=north)
    elif change == "ended":
        held.last_day = TODAY
        held.save()
    elif change == "taken back":
        held.delete()
    else:
        Membership.objects.filter(pk=held.pk).update(last_day=TODAY)

    assert not is_in(client)
    assert is_in(other), "others go on"


def test_a_closed_account_is_out_at_once(officer: User) -> None:
    client = signed_in(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert not Session.objects.filter(user=officer).exists()
    assert not is_in(client)


def test_a_new_password_ends_the_others_and_keeps_this_one(officer: User) -> None:
    here, there = signed_in(officer), signed_in(officer)
    before = the_row(here).key_hash
    new = "sexton-gröna-oxar-sjunger"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert the_row(here).key_hash != before, "under a new key"


def test_an_administrator_ends_a_persons_sessions(officer: User, administrator: User) -> None:
    theirs, admin = signed_in(officer), Client()
    admin.force_login(administrator)
    answer = admin.post(reverse("admin:accounts_user_end_sessions", args=[officer.pk]))
    assert answer.status_code == 302
    assert not is_in(theirs)
    mine = signed_in(officer)
    assert mine.post(reverse("admin:accounts_user_end_sessions", args=[administrator.pk])).status_code == 403


def test_a_session_that_ends_in_the_middle_of_its_request_lands_on_the_sign_in_page(
    administrator: User, project: Project
) -> None:
    """The administrator confirms with the password and changes another own role in one request."""
    administrator.set_password(PASSWORD)
    administrator.save()
    held = MembershipFactory(user=administrator, role=Role.EVALUATOR, project=project)
    admin = signed_in(administrator)
    typed = {"user": administrator.pk, "role": "evaluator", "first_day": "2019-05-02", "last_day": ""}
    typed["project"] = project.pk
    answered = {"confirm-deed": "1", "confirm-password": PASSWORD}
    answer = admin.post(reverse("admin:subprojects_membership_change", args=[held.pk]), typed | answered)
    held.refresh_from_db()
    assert held.first_day.isoformat() == "2019-05-02", "the deed is done"
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    assert not is_in(admin)


def test_the_key_changes_at_sign_in(officer: User) -> None:
    client = Client()
    session = client.session
    session["before"] = "sign-in"
    session.save()
    planted = client.cookies[live.SESSION_COOKIE_NAME].value
    client.post(reverse("account_login"), {"login": officer.username, "password": PASSWORD})
    assert client.cookies[live.SESSION_COOKIE_NAME].value != planted
    assert SessionStore(planted).load() == {}


def test_a_copy_of_the_table_opens_nothing(officer: User) -> None:
    client = signed_in(officer)
    row = the_row(client)
    thief = Client()
    for stolen in (row.key_hash, row.key_hash[:32], row.data):
        thief.cookies[live.SESSION_COOKIE_NAME] = stolen
        assert not is_in(thief)
    assert officer.username not in row.data
    assert "_auth_user" not in row.data


def test_data_moved_to_another_session_opens_nothing(officer: User, hr_south: User) -> None:
    hr_south.set_password(PASSWORD)
    hr_south.save()
    client, other = signed_in(officer), signed_in(hr_south)
    Session.objects.filter(pk=the_row(other).pk).update(data=the_row(client).data)
    assert not is_in(other)


def test_no_session_is_ever_unpickled() -> None:
    import experio.accounts.sessions as module
    import experio.accounts.shared_cache as shared

    for part in (module, shared):
        assert "pickle" not in dir(part)


def test_expired_sessions_are_cleared_away(officer: User) -> None:
    signed_in(officer)
    signed_in(officer)
    first = Session.objects.filter(user=officer).first()
    assert first is not None
    Session.objects.filter(pk=first.pk).update(ends_at=timezone.now())
    SessionStore.clear_expired()
    assert Session.objects.filter(user=officer).count() == 1


def test_the_framework_still_signs_nobody_in_without_a_session() -> None:
    assert SessionStore("unknown").load() == {}
    assert not AnonymousUser().is_authenticated


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36", "Chrome, Linux"),
    ],
)
def test_a_device_is_said_as_its_owner_knows_it(user_agent: str, said: str) -> None:
    assert device_in_words(user_agent) == said
