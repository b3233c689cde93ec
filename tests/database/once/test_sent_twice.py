"""A form that is sent twice acts once, however it is sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import AbsenceImport, Case, JournalNote
from experio.accounts.models import User
from experio.once.models import SentForm
from subprojects.models import StaffMember
from tests.database.fuzz.forms import read
from tests.factories import CaseFactory


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    made: Case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    return made


@pytest.fixture
def officer(hr_north: User) -> Client:
    """A browser that takes the form tokens seriously."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(hr_north, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def token(client: Client, url: str) -> str:
    """The token of the page's forms, as drawn just now."""
    forms, _ = read(client.get(url).content.decode())
    return next(form.fields["csrfmiddlewaretoken"].values[0] for form in forms if form.method == "post")


def note(text: str, mark: str) -> dict[str, Any]:
    return {
        "csrfmiddlewaretoken": mark,
        "kind": "note",
        "visibility": "hr_only",
        "happened_on": "2021-11-22",
        "text": text,
    }


def test_the_second_gets_the_answer_of_the_first(officer: Client, case: Case) -> None:
    sent = note("Called.", token(officer, case.get_absolute_url()))
    url = reverse("cases:note_add", args=[case.number])

    first, second = officer.post(url, sent), officer.post(url, sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.headers["Location"] == first.headers["Location"]
    assert SentForm.objects.get().leads_to == first.headers["Location"]
    assert JournalNote.objects.filter(case=case).count() == 1


def test_the_page_says_that_it_has_taken_effect_once(officer: Client, case: Case) -> None:
    sent = note("Called.", token(officer, case.get_absolute_url()))
    url = reverse("cases:note_add", args=[case.number])
    officer.post(url, sent)

    page = officer.post(url, sent, follow=True)

    assert "Formuläret var redan skickat. Det har verkat en gång." in page.content.decode()


def test_another_text_is_another_deed(officer: Client, case: Case) -> None:
    mark = token(officer, case.get_absolute_url())
    url = reverse("cases:note_add", args=[case.number])

    officer.post(url, note("Called.", mark))
    officer.post(url, note("Called again.", mark))

    assert JournalNote.objects.filter(case=case).count() == 2


def test_what_was_refused_may_be_sent_again(officer: Client, case: Case) -> None:
    sent = note("", token(officer, case.get_absolute_url()))
    url = reverse("cases:note_add", args=[case.number])

    assert officer.post(url, sent).status_code == 200
    assert officer.post(url, sent).status_code == 200
    assert not SentForm.objects.exists()


def test_a_piece_of_the_page_sent_twice_acts_once(officer: Client, case: Case) -> None:
    page = f"http://testserver{case.get_absolute_url()}"
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    sent = note("Called.", token(officer, case.get_absolute_url()))
    url = reverse("cases:note_add", args=[case.number])

    first, second = officer.post(url, sent, headers=headers), officer.post(url, sent, headers=headers)

    assert first.status_code == 200
    assert (second.status_code, second.headers.get("HX-Refresh")) == (204, "true")
    assert JournalNote.objects.filter(case=case).count() == 1


def upload(client: Client, nurse: StaffMember, mark: str) -> int:
    content = f"anställningsnummer;från;till;omfattning\n{nurse.employee_number};2021-03-01;2021-03-05;100\n"
    sent = {
        "csrfmiddlewaretoken": mark,
        "subproject": nurse.subproject_id,
        "file": SimpleUploadedFile("mars.csv", content.encode()),
    }
    return client.post(reverse("cases:import_upload"), sent).status_code


def test_the_same_file_sent_twice_is_staged_once(officer: Client, nurse: StaffMember) -> None:
    mark = token(officer, reverse("cases:import_upload"))

    assert [upload(officer, nurse, mark) for _ in range(2)] == [302, 302]
    assert AbsenceImport.objects.count() == 1


def test_the_same_file_from_a_page_drawn_anew_is_another_deed(officer: Client, nurse: StaffMember) -> None:
    for _ in range(2):
        upload(officer, nurse, token(officer, reverse("cases:import_upload")))

    assert AbsenceImport.objects.count() == 2


def test_nobody_gets_the_answer_of_somebody_elses_form(officer: Client, case: Case, hr_south: User) -> None:
    sent = note("Called.", token(officer, case.get_absolute_url()))
    url = reverse("cases:note_add", args=[case.number])
    officer.post(url, sent)
    stranger = Client()
    stranger.force_login(hr_south, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert stranger.post(url, sent).status_code == 404


def test_a_form_of_before_the_last_sign_in_is_refused_and_explained(
    officer: Client, case: Case, hr_north: User
) -> None:
    sent = note("Called.", token(officer, case.get_absolute_url()))
    officer.logout()
    officer.force_login(hr_north, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = officer.post(reverse("cases:note_add", args=[case.number]), sent)

    assert answer.status_code == 403
    assert "Formuläret har blivit för gammalt" in answer.content.decode()
    assert not JournalNote.objects.filter(case=case).exists()


def test_what_no_session_can_send_any_more_is_forgotten(officer: Client, case: Case) -> None:
    url = reverse("cases:note_add", args=[case.number])
    officer.post(url, note("Called.", token(officer, case.get_absolute_url())))
    old = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
    SentForm.objects.update(sent_at=old)

    officer.post(url, note("Called again.", token(officer, case.get_absolute_url())))

    assert SentForm.objects.get().sent_at > old


def test_neither_words_nor_person_can_be_read_from_what_is_kept(officer: Client, case: Case) -> None:
    officer.post(
        reverse("cases:note_add", args=[case.number]),
        note("CANARY-WORDS", token(officer, case.get_absolute_url())),
    )

    kept = SentForm.objects.values().get()

    assert "CANARY" not in str(kept)
    assert len(kept["key"]) == 64
