"""What was written while the session ran out is kept on the page, and never in another's hands."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import JournalNote
from experio.accounts.models import Session, User
from tests.factories import CaseFactory

PASSWORD = "fjorton-blå-hästar"
TEXT = "Called, agreed on <b>Monday</b>."


@pytest.fixture
def officer(hr_north: User) -> User:
    hr_north.set_password(PASSWORD)
    hr_north.save()
    return hr_north


@pytest.fixture
def browser() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    return client


def token_on(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def sign_in(browser: Client, officer: User) -> None:
    token = token_on(browser.get(reverse("account_login")))
    typed = {"login": officer.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    browser.post(reverse("account_login"), typed)
    assert "_auth_user_id" in browser.session


def note(token: str) -> dict[str, str]:
    return {
        "kind": "note",
        "visibility": "hr_only",
        "happened_on": "2021-11-22",
        "text": TEXT,
        "csrfmiddlewaretoken": token,
    }


def test_a_note_sent_too_late_is_carried_through_the_sign_in_and_saved_once(
    browser: Client, officer: User, nurse: Any
) -> None:
    case = CaseFactory(staff_member=nurse, responsible_officer=officer)
    address = reverse("cases:note_add", args=[case.number])
    sign_in(browser, officer)
    token = token_on(browser.get(reverse("cases:case_detail", args=[case.number])))
    Session.objects.all().delete()

    late = browser.post(address, note(token))
    assert late.status_code == 401
    assert "Called, agreed on &lt;b&gt;Monday&lt;/b&gt;." in late.content.decode()
    assert not JournalNote.objects.exists()

    sign_in(browser, officer)
    carried = note(token_on(late)) | {"carried": "1"}
    again = browser.post(address, carried, headers={"sec-fetch-site": "same-origin"})
    assert again.status_code == 403
    assert "You are signed in again" in again.content.decode()
    assert not JournalNote.objects.exists()

    fresh = note(token_on(again)) | {"carried": "1"}
    saved = browser.post(address, fresh, headers={"sec-fetch-site": "same-origin"})
    assert saved.status_code == 302
    assert JournalNote.objects.count() == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_another_site_cannot_have_its_form_carried(
    browser: Client, officer: User, nurse: Any, site: str
) -> None:
    case = CaseFactory(staff_member=nurse, responsible_officer=officer)
    sign_in(browser, officer)
    sent = note("wrong") | {"carried": "1"}
    headers = {"sec-fetch-site": site} if site else {}
    page = browser.post(reverse("cases:note_add", args=[case.number]), sent, headers=headers)
    assert page.status_code == 403
    assert "Monday" not in page.content.decode()


def test_passwords_are_never_carried(browser: Client, officer: User) -> None:
    sign_in(browser, officer)
    token = token_on(browser.get(reverse("account_change_password")))
    Session.objects.all().delete()
    typed = {"oldpassword": PASSWORD, "password1": "x", "password2": "x", "csrfmiddlewaretoken": token}
    assert browser.post(reverse("account_change_password"), typed).status_code == 302
