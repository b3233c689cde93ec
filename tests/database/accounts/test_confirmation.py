"""Before what cannot be undone the person says once more who sits there."""

import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from experio.accounts.confirmation import confirmed_recently
from experio.accounts.deeds import WHY, Deed
from experio.accounts.models import Session, User
from tests.confirming import confirmed, is_ageing, kept_confirmed, unconfirmed

PASSWORD = "fjorton-blå-hästar"
FILES = [
    ("cases:staff_list", {"format": "csv"}),
    ("cases:staff_list", {"format": "xlsx"}),
    ("cases:sick_leave_list", {"format": "csv"}),
    ("cases:case_list", {"format": "xlsx"}),
    ("reports:absence_trend", {"format": "csv"}),
    ("reports:absence_trend", {"format": "xlsx"}),
]


@pytest.fixture
def officer(hr_north: User) -> User:
    cache.clear()
    hr_north.set_password(PASSWORD)
    hr_north.save()
    return hr_north


@pytest.fixture
def signed_in(client: Any, officer: User) -> Any:
    client.force_login(officer)
    unconfirmed(client)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(("name", "query"), FILES)
def test_a_file_is_not_given_to_a_session_alone(signed_in: Any, name: str, query: dict[str, str]) -> None:
    answer = signed_in.get(reverse(name), query)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert "Content-Disposition" not in answer


def test_the_workbook_of_the_reports_asks_too(client: Any, office: User, project: Any) -> None:
    office.set_password(PASSWORD)
    office.save()
    client.force_login(office)
    unconfirmed(client)
    asked = {"project": "worklab", "from": "2021-01", "to": "2021-10", "format": "xlsx"}

    assert client.get(reverse("reports:progress_report"), asked)["Location"].startswith(
        reverse("account_reauthenticate")
    )


def test_after_the_password_the_file_is_fetched_from_the_same_address(signed_in: Any) -> None:
    question = signed_in.get(reverse("cases:staff_list"), {"format": "csv", "q": "Nor"})["Location"]
    answer = signed_in.post(question, {"password": PASSWORD})
    page = signed_in.get(answer["Location"])
    file_url = page.context["file_url"]

    assert file_url == f"{reverse('cases:staff_list')}?format=csv&q=Nor"
    assert page.context["page_url"] == f"{reverse('cases:staff_list')}?q=Nor"
    assert f'http-equiv="refresh" content="0;url={file_url.replace("&", "&amp;")}"' in page.content.decode()
    assert "filename=" in signed_in.get(file_url)["Content-Disposition"]


def test_coming_back_to_that_page_fetches_nothing_again(signed_in: Any, officer: User) -> None:
    question = signed_in.get(reverse("cases:staff_list"), {"format": "csv"})["Location"]
    fetches = signed_in.post(question, {"password": PASSWORD})["Location"]
    confirmed(signed_in, officer, seconds_ago=21)
    page = signed_in.get(fetches)

    assert 'http-equiv="refresh"' not in page.content.decode()
    assert f'href="{page.context["file_url"]}"' in page.content.decode()


def test_a_link_from_elsewhere_fetches_nothing_by_itself(signed_in: Any) -> None:
    page = signed_in.get(reverse("confirmed"), {"next": f"{reverse('cases:staff_list')}?format=csv"})

    assert 'http-equiv="refresh"' not in page.content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_question_says_that_a_file_is_about_to_be_fetched(signed_in: Any, language: str) -> None:
    signed_in.cookies["django_language"] = language
    question = signed_in.get(reverse("cases:staff_list"), {"format": "csv"})["Location"]
    file, account = said(Deed.FILE, language), said(Deed.ACCOUNT, language)
    wrong = signed_in.post(reverse("account_reauthenticate"), {"password": "no", **_carried(question)})

    for page in (signed_in.get(question), wrong):
        assert file in page.content.decode()
        assert account not in page.content.decode()


def said(deed: Deed, language: str = "en") -> str:
    """The sentence of the page."""
    with translation.override(language):
        return str(deed.label)


def _carried(question: str) -> dict[str, str]:
    """What the form of the question sends along in hidden fields."""
    return {name: values[0] for name, values in parse_qs(urlsplit(question).query).items()}


def test_a_code_instead_of_the_password_leads_to_the_file_too(signed_in: Any, officer: User) -> None:
    TOTP.activate(officer, generate_totp_secret())
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]
    question = signed_in.get(reverse("cases:staff_list"), {"format": "csv"})["Location"]
    others = signed_in.get(question).context["reauthentication_alternatives"]
    by_code = next(way["url"] for way in others if way["id"] == "mfa_reauthenticate")
    assert said(Deed.FILE) in signed_in.get(by_code).content.decode()

    answer = signed_in.post(reverse("mfa_reauthenticate"), {"code": code, **_carried(by_code)})
    page = signed_in.get(answer["Location"])

    assert page.context["file_url"] == f"{reverse('cases:staff_list')}?format=csv"
    assert page.context["is_fetched"]


def test_a_passkey_that_fails_is_asked_for_once_more(signed_in: Any, officer: User) -> None:
    Authenticator.objects.create(user=officer, type="webauthn", data={"name": "key", "credential": {}})
    address = reverse("mfa_reauthenticate_webauthn")
    carried = {"next": "/staff/", WHY: Deed.FILE.value}

    answer = signed_in.post(address, {"credential": "{}", **carried})

    assert urlsplit(answer["Location"]).path == address
    assert _carried(answer["Location"]) == carried


@pytest.mark.parametrize(
    ("name", "deed"),
    [("mfa_activate_totp", Deed.ACCOUNT), ("admin:subprojects_membership_add", Deed.RIGHTS)],
)
def test_other_questions_say_what_they_are_asked_before(
    client: Any, administrator: User, name: str, deed: Deed
) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    client.force_login(administrator)
    unconfirmed(client)
    client.cookies["django_language"] = "en"

    page = client.get(reverse(name), follow=True).content.decode()

    assert said(deed) in page
    assert said(Deed.FILE) not in page


def test_a_wrong_password_confirms_nothing(signed_in: Any) -> None:
    question = signed_in.get(reverse("cases:staff_list"), {"format": "csv"})["Location"]
    signed_in.post(question, {"password": "wrong"})

    assert signed_in.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 302


def test_the_answer_holds_fifteen_minutes(client: Any, officer: User, settings: Any) -> None:
    client.force_login(officer)
    confirmed(client, officer, seconds_ago=14 * 60)
    assert client.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 200
    confirmed(client, officer, seconds_ago=16 * 60)
    assert client.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 302


def test_an_answer_of_somebody_else_in_the_same_browser_does_not_count(
    client: Any, officer: User, hr_south: User
) -> None:
    client.force_login(officer)
    confirmed(client, hr_south)
    assert client.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 302


def test_the_sign_in_itself_does_not_count(client: Any, officer: User) -> None:
    client.post(reverse("account_login"), {"login": officer.username, "password": PASSWORD})
    assert client.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 302


def test_the_page_that_fetches_leads_nowhere_else(signed_in: Any, officer: User) -> None:
    confirmed(signed_in, officer)
    evil = "https://example.org/evil"
    page = signed_in.get(reverse("confirmed"), {"next": evil, "page": evil})
    assert page.context["file_url"] == ""
    assert "example.org/evil" not in page.content.decode()
    page = signed_in.get(reverse("confirmed"), {"next": "/staff/?format=csv", "page": evil})
    assert page.context["page_url"] == "/"
    assert "example.org/evil" not in page.content.decode()


def _deed(client: Any, data: dict[str, Any], done: list[dict[str, Any]]) -> HttpResponse:
    """A POST to a guarded deed, in the client's own session."""

    @confirmed_recently(Deed.ERASE)
    def deed(request: Any) -> HttpResponse:
        done.append(request.POST.dict())
        return HttpResponse("done")

    from allauth.core import context
    from django.contrib.messages.storage import default_storage

    request = RequestFactory().post("/deed/", data)
    request.session = client.session
    request.user = User.objects.get(pk=client.session["_auth_user_id"])
    request.resolver_match = None
    request._messages = default_storage(request)
    with context.request_context(request):
        answer: HttpResponse = deed(request)
    request.session.save()
    return answer


def test_what_a_form_sent_is_carried_until_the_person_has_confirmed(signed_in: Any) -> None:
    done: list[dict[str, Any]] = []
    asked = _deed(signed_in, {"reason": "because <b>", "row": ["1", "2"]}, done)
    page = asked.content.decode()

    assert done == []
    assert 'name="reason" value="because &lt;b&gt;"' in page
    assert said(Deed.ERASE) in page
    assert 'name="row" value="1"' in page
    assert 'name="row" value="2"' in page
    assert "because" not in str(dict(signed_in.session)), "what was typed is not kept on the server"

    refused = _deed(signed_in, {"reason": "because", "confirm-deed": "1", "confirm-password": "no"}, done)
    assert done == []
    assert "The password is not right" in refused.content.decode()

    _deed(signed_in, {"reason": "because", "confirm-deed": "1", "confirm-password": PASSWORD}, done)
    assert [entry["reason"] for entry in done] == ["because"]


def test_who_has_no_way_to_confirm_is_refused_and_told_the_way_out(client: Any, hr_south: User) -> None:
    hr_south.set_unusable_password()
    hr_south.save()
    client.force_login(hr_south)
    unconfirmed(client)
    answer = client.get(reverse("cases:staff_list"), {"format": "csv"})
    assert answer.status_code == 403
    assert reverse("mfa_index") in answer.content.decode()


def test_the_worlds_of_these_tests_outlive_the_minutes(signed_in: Any, officer: User) -> None:
    """A module that signs in once must not fail, or prove something else, when it takes half an hour."""
    confirmed(signed_in, officer, seconds_ago=40 * 60)
    seen = timezone.now() - timedelta(minutes=40)
    Session.objects.filter(user=officer).update(last_seen_at=seen)
    now = time.monotonic()

    kept_confirmed(signed_in, officer, since=now)
    assert Session.objects.get(user=officer).last_seen_at == seen, "a young one is left alone"
    assert not is_ageing(now - 4 * 60)
    kept_confirmed(signed_in, officer, since=now - 40 * 60)
    assert signed_in.get(reverse("cases:staff_list"), {"format": "csv"}).status_code == 200
