"""An extract leaves for somebody else only on a recorded assessment in force that releases it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.actions.disclosure_assessment import correct_disclosure, record_disclosure
from cases.actions.extract_release import release_extract
from cases.models import DisclosureAssessment, ExtractRelease
from cases.questions.register_extract import extract_of_release
from cases.register_extract_files import as_json, pdf_bytes
from experio.accounts.models import User
from experio.audit.models import Reading
from experio.clock import now
from subprojects.models import Role, StaffMember, Subproject
from tests.cast import holding
from tests.confirming import unconfirmed
from tests.database.cases.test_register_extract import signed_in, whole
from tests.factories import TODAY, CaseFactory

__all__ = ["whole"]

Assess = Callable[..., DisclosureAssessment]


@pytest.fixture
def hr(hr_north: User) -> Client:
    return signed_in(hr_north)


@pytest.fixture
def assess(nurse: StaffMember, hr_north: User) -> Assess:
    """Records an assessment about the nurse that releases everything, or one that differs from it."""

    def made(**changes: Any) -> DisclosureAssessment:
        corrects = changes.pop("corrects", None)
        return recorded(facts_of(nurse, hr_north) | changes, hr_north, corrects)

    return made


def facts_of(person: StaffMember, officer: User) -> dict[str, Any]:
    return {
        "subproject": person.subproject,
        "staff_member": person,
        "received_on": TODAY,
        "asked_by": "The union",
        "request_text": "Everything.",
        "ground": "25 kap. 1 § OSL",
        "damage_test": "None, with consent.",
        "decision": "full",
        "released": "Everything.",
        "appeal_information": "Told.",
        "decided_by": officer,
        "decided_on": TODAY,
    }


def recorded(
    facts: dict[str, Any], officer: User, corrects: DisclosureAssessment | None = None
) -> DisclosureAssessment:
    if corrects is None:
        return record_disclosure(assessment=DisclosureAssessment(**facts), recorded_by=officer, today=TODAY)
    assessment = DisclosureAssessment(**facts, correction_reason="wrong")
    return correct_disclosure(assessment=assessment, corrects=corrects, recorded_by=officer, today=TODAY)


def ask(hr: Client, person: StaffMember, **typed: Any) -> HttpResponse:
    url = reverse("cases:extract_release", args=[person.key])
    answer: Any = hr.post(url, {"receiver": "other", "file_format": "json"} | typed)
    return answer


def errors(answer: Any, field: str) -> str:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html"), "a file left"
    assert not ExtractRelease.objects.exists()
    found: str = " ".join(answer.context["form"].errors[field])
    assert found in answer.content.decode()
    return found


# --- The page ---------------------------------------------------------------------------------------


def test_for_somebody_else_it_is_said_what_is_missing_and_where_to_record_it(
    hr: Client, nurse: StaffMember
) -> None:
    answer = ask(hr, nurse)

    assert "Ingen sekretessprövning" in errors(answer, "assessment")
    assert f"{reverse('cases:disclosure_add')}?employer=north&amp;staff={nurse.key}" in (
        answer.content.decode()
    )
    assert not Reading.objects.filter(act="export").exists()


def test_a_refusal_releases_nothing(hr: Client, nurse: StaffMember, assess: Assess) -> None:
    refusal = assess(decision="refused", released=None)

    assert f"{refusal} innebär avslag" in errors(ask(hr, nurse), "assessment")
    errors(ask(hr, nurse, assessment=refusal.pk), "assessment")


def test_an_assessment_of_one_case_is_not_enough(hr: Client, nurse: StaffMember, assess: Assess) -> None:
    of_case = assess(case=CaseFactory(staff_member=nurse))

    assert f"{of_case} gäller ett ärende" in errors(ask(hr, nurse), "assessment")
    errors(ask(hr, nurse, assessment=of_case.pk), "assessment")


def test_one_of_somebody_else_is_none(
    hr: Client, nurse: StaffMember, teacher: StaffMember, assess: Assess
) -> None:
    errors(ask(hr, nurse, assessment=assess(staff_member=teacher).pk), "assessment")


def test_what_was_corrected_to_a_refusal_releases_no_more(
    hr: Client, nurse: StaffMember, assess: Assess
) -> None:
    first = assess()
    assess(corrects=first, decision="refused", released=None)

    errors(ask(hr, nurse, assessment=first.pk), "assessment")


def test_on_an_assessment_it_leaves_and_is_on_record_with_it(
    hr: Client, whole: StaffMember, hr_north: User, assess: Assess
) -> None:
    assessment = assess()

    page = hr.get(ask(hr, whole, assessment=assessment.pk).headers["Location"])
    assert 'http-equiv="refresh"' in page.content.decode()
    assert not Reading.objects.filter(act="export").exists(), "nothing has left yet"
    answer = hr.get(page.context["file_url"])

    made = json.loads(answer.content)
    assert f'attachment; filename="registerutdrag-{TODAY}.json";' in answer.headers["Content-Disposition"]
    assert made["assessment"] == str(assessment)
    release = ExtractRelease.objects.get()
    assert (release.staff_member, release.assessment, release.made_by) == (whole, assessment, hr_north)
    row = Reading.objects.get(act="export")
    assert row.people == [whole.pk]
    assert str(assessment) in row.purpose
    shown = hr.get(page.context["page_url"]).content.decode()
    assert f'<a href="{assessment.get_absolute_url()}">{assessment}</a>' in shown


def test_the_person_needs_no_assessment_and_the_log_says_for_whom(hr: Client, whole: StaffMember) -> None:
    answer: Any = hr.post(
        reverse("cases:extract_release", args=[whole.key]),
        {"receiver": "person", "file_format": "pdf"},
        follow=True,
    )

    assert hr.get(answer.context["file_url"]).content.startswith(b"%PDF-")
    assert ExtractRelease.objects.get().assessment is None
    assert Reading.objects.get(act="export").purpose == "registerutdrag till personen"


def test_only_who_handed_it_out_fetches_it_and_only_right_after(
    hr: Client, nurse: StaffMember, north: Subproject, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(hr, nurse, receiver="person").headers["Location"]
    second = Client()
    second.force_login(
        holding(Role.HR_OFFICER, "hr.second", subproject=north),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    assert second.get(page).status_code == 404
    for key in ("0", "x", "9" * 30):
        address = reverse("cases:extract_release", args=[nurse.key])
        assert hr.get(address, {"released": key, "format": "json"}).status_code == 404
    monkeypatch.setattr("cases.views.extract_files.clock.now", lambda: now() + timedelta(minutes=2))
    assert 'http-equiv="refresh"' not in hr.get(page).content.decode()
    assert hr.get(f"{page}&format=json").status_code == 200
    monkeypatch.setattr("cases.views.extract_files.clock.now", lambda: now() + timedelta(minutes=16))
    for address in (page, f"{page}&format=json"):
        assert hr.get(address).headers["Location"] == reverse(
            "cases:person_data_protection", args=[nurse.key]
        )


def test_the_file_of_a_hand_out_asks_who_sits_there(hr: Client, nurse: StaffMember) -> None:
    page = ask(hr, nurse, receiver="person").headers["Location"]
    unconfirmed(hr)

    assert "reauthenticate" in hr.get(f"{page}&format=json").headers["Location"]
    assert not Reading.objects.filter(act="export").exists()


def test_an_assessment_is_not_for_the_person(hr: Client, nurse: StaffMember, assess: Assess) -> None:
    errors(ask(hr, nurse, receiver="person", assessment=assess().pk), "assessment")
    errors(ask(hr, nurse, receiver="person", left_out=["health"]), "left_out")


def test_the_file_itself_is_the_persons_alone(hr: Client, nurse: StaffMember) -> None:
    """The address by which people fetch their own gives HR nothing: it asks for no receiver."""
    answer = hr.get(reverse("cases:register_extract", args=[nurse.key]), {"format": "json"})

    assert answer.status_code == 403


def test_who_sits_there_is_asked_before_anything_is_recorded(
    hr: Client, nurse: StaffMember, assess: Assess
) -> None:
    unconfirmed(hr)

    answer = ask(hr, nurse, assessment=assess().pk)

    assert b"confirm-deed" in answer.content
    assert not ExtractRelease.objects.exists()


def test_somebody_of_another_employer_is_not_found(hr: Client, southerner: StaffMember) -> None:
    assert ask(hr, southerner).status_code == 404


# --- What is in it ----------------------------------------------------------------------------------


def test_what_the_assessment_masks_is_named_and_not_shown(
    hr: Client, whole: StaffMember, assess: Assess
) -> None:
    assessment = assess(decision="masked", released="All but health.")
    assert "maskerar" in errors(ask(hr, whole, assessment=assessment.pk), "left_out")

    page = hr.get(
        ask(hr, whole, assessment=assessment.pk, left_out=["health", "casework_text"]).headers["Location"]
    )

    text = hr.get(page.context["file_url"]).content.decode()
    assert "F438A" not in text
    assert "the background" not in text
    assert f"sekretessprövning {assessment}" in json.loads(text)["withheld"]
    page = hr.get(reverse("cases:person_data_protection", args=[whole.key])).content.decode()
    assert "hälsa" in page


def test_nothing_is_left_out_when_everything_is_released(
    hr: Client, nurse: StaffMember, assess: Assess
) -> None:
    errors(ask(hr, nurse, assessment=assess().pk, left_out=["health"]), "left_out")


def test_somebody_else_gets_neither_rights_nor_readers_nor_the_account(
    whole: StaffMember, hr_north: User, assess: Assess
) -> None:
    signed_in(hr_north).get(reverse("cases:staff_detail", args=[whole.key]))

    release = released(whole, hr_north, assessment=assess())
    made = as_json(extract_of_release(release, now=now()))

    assert {section["table"] for section in made["sections"]} == {
        "subprojects.StaffMember",
        "subprojects.Employment",
        "subprojects.Participation",
        "cases.SickLeaveEpisode",
        "cases.ExtentPeriod",
        "cases.Certificate",
        "cases.Case",
        "cases.JournalNote",
        "cases.Delegation",
    }
    assert made["readers"] == []
    assert "F438A" in json.dumps(made), "the rest is there"
    assert "the first note" not in json.dumps(made), "withheld by a decision of its own"


def test_on_paper_it_says_on_what_it_rests(whole: StaffMember, hr_north: User, assess: Assess) -> None:
    release = released(whole, hr_north, assessment=assess())

    assert pdf_bytes(extract_of_release(release, now=now())).startswith(b"%PDF-")


# --- The database -----------------------------------------------------------------------------------


def released(person: StaffMember, officer: User, **changes: Any) -> ExtractRelease:
    facts = {"receiver": "other", "left_out": (), "file_format": "json"} | changes
    return release_extract(staff_member=person, made_by=officer, now=now(), **facts)


def put_in(person: StaffMember, officer: User, **changes: Any) -> ExtractRelease:
    """As code would that has forgotten the rule."""
    facts = {"receiver": "other", "assessment": None, "left_out": [], "file_format": "json"} | changes
    with transaction.atomic():
        made: ExtractRelease = ExtractRelease.objects.create(
            subproject=person.subproject, staff_member=person, made_by=officer, made_at=now(), **facts
        )
        connection.check_constraints()
    return made


def test_the_database_refuses_an_extract_for_others_without_an_assessment(
    nurse: StaffMember, hr_north: User
) -> None:
    with pytest.raises(IntegrityError, match="extract_for_others_is_assessed"):
        put_in(nurse, hr_north)


def test_the_database_refuses_an_assessment_for_the_person(
    nurse: StaffMember, hr_north: User, assess: Assess
) -> None:
    with pytest.raises(IntegrityError, match="extract_for_others_is_assessed"):
        put_in(nurse, hr_north, receiver="person", assessment=assess())


@pytest.mark.parametrize("wrong", ["refused", "corrected", "of a case", "masks nothing", "masks too much"])
def test_the_database_refuses_an_assessment_that_does_not_allow_it(
    wrong: str, nurse: StaffMember, hr_north: User, assess: Assess
) -> None:
    left_out: list[str] = []
    if wrong == "refused":
        assessment = assess(decision="refused", released=None)
    elif wrong == "corrected":
        assessment = assess()
        assess(corrects=assessment)
    elif wrong == "of a case":
        assessment = assess(case=CaseFactory(staff_member=nurse))
    elif wrong == "masks nothing":
        assessment = assess(decision="masked")
    else:
        assessment, left_out = assess(), ["health"]

    with pytest.raises(IntegrityError, match="No assessment in force"):
        put_in(nurse, hr_north, assessment=assessment, left_out=left_out)


def test_the_database_refuses_another_persons_and_another_employers_assessment(
    nurse: StaffMember,
    teacher: StaffMember,
    southerner: StaffMember,
    hr_north: User,
    hr_south: User,
    assess: Assess,
) -> None:
    elsewhere = recorded(facts_of(southerner, hr_south), hr_south)
    for assessment in (assess(staff_member=teacher), elsewhere, assess(staff_member=None)):
        with pytest.raises(IntegrityError, match="of_the_assessed_person"):
            put_in(nurse, hr_north, assessment=assessment)


def test_what_was_handed_out_is_never_rewritten(nurse: StaffMember, hr_north: User, assess: Assess) -> None:
    release = released(nurse, hr_north, assessment=assess())

    rows = ExtractRelease.objects.filter(pk=release.pk)

    assert rows.update(receiver="person", assessment=None) == 0, "the wall lets nobody change it"
    assert rows.delete()[0] == 0, "nor delete it without a disposal"
    assert rows.get().is_for_others


def test_the_action_refuses_what_the_page_does_not_offer(nurse: StaffMember, hr_north: User) -> None:
    with pytest.raises(ValidationError):
        released(nurse, hr_north, assessment=None)
