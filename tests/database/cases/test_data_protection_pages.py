"""Requests, the record of processing, what is shared, and the way through the pages."""

import io
import json
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.actions.data_requests import answer_request, extend_request, record_request
from cases.actions.sick_leave import correct_sick_leave, delete_sick_leave
from cases.models import (
    DataRequest,
    Disposal,
    Restriction,
    RetentionHold,
    RetentionRule,
    SickLeaveEpisode,
    Withholding,
)
from cases.outlines import ExtentSpan
from cases.questions.consents import consent_overview
from cases.questions.data_requests import open_requests
from cases.questions.record_of_processing import record_of_processing
from cases.questions.request_changes import changes_for
from cases.record_files import as_json, markdown_bytes, pdf_bytes
from experio.accounts.models import User
from experio.data_protection.classification import Category, classified
from subprojects.models import Role, StaffMember, Subproject, Unit
from tests.cast import holding
from tests.confirming import unconfirmed
from tests.database.cases.test_register_extract import signed_in
from tests.factories import TODAY, CaseFactory, EmploymentFactory, StaffMemberFactory, sick_leave


def asked(person: StaffMember, by: User, kind: str = "correction", **changes: Any) -> DataRequest:
    said = {"received_on": TODAY, "text": "The name is wrong.", "today": TODAY, **changes}
    return record_request(staff_member=person, kind=kind, recorded_by=by, **said)


# --- Requests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "state"), [(0, "open"), (25, "soon"), (31, "soon"), (32, "overdue")])
def test_a_request_shows_when_its_answer_is_due(
    days_ago: int, state: str, nurse: StaffMember, hr_north: User
) -> None:
    """Received on 2021-10-22 it is due today, 2021-11-22."""
    asked(nurse, hr_north, received_on=TODAY - timedelta(days=days_ago))

    assert [one.state for one in open_requests(DataRequest.objects.all(), TODAY)] == [state]


def test_the_same_request_sent_twice_is_kept_once(nurse: StaffMember, employee: User) -> None:
    assert asked(nurse, employee).pk == asked(nurse, employee).pk
    with pytest.raises(ValidationError):
        asked(nurse, employee, text="Something new.")


def test_more_time_needs_a_reason_and_ends_after_three_months(nurse: StaffMember, hr_north: User) -> None:
    request = asked(nurse, hr_north)

    for day, reason in [(date(2022, 2, 23), "why"), (date(2021, 12, 22), "why"), (date(2022, 1, 22), " ")]:
        with pytest.raises(ValidationError):
            extend_request(request=request, extended_to=day, reason=reason)
    extend_request(request=request, extended_to=date(2022, 2, 22), reason="many papers")

    request.refresh_from_db()
    assert request.due_on == date(2022, 2, 22)


def test_a_refusal_says_why_and_an_answer_is_given_once(nurse: StaffMember, hr_north: User) -> None:
    request = asked(nurse, hr_north)
    by = {"request": request, "answered_by": hr_north, "today": TODAY}

    with pytest.raises(ValidationError):
        answer_request(**by, outcome="refused", answer=" ")
    answer_request(**by, outcome="refused", answer="It is right as it stands.")
    with pytest.raises(ValidationError):
        answer_request(**by, outcome="granted", answer="")


def test_a_correction_made_for_a_request_is_told_with_it(nurse: StaffMember, hr_north: User) -> None:
    request = asked(nurse, hr_north)
    episode = sick_leave(nurse, date(2021, 10, 4))
    client = signed_in(hr_north)
    url = reverse("cases:fk_report_note", args=[nurse.key, episode.pk])
    assert changes_for(request) == ()

    client.post(f"{url}?for_request={request.pk}", {"reported_on": "2021-10-20"})

    assert [(one.by, one.verb) for one in changes_for(request)] == [(str(hr_north), "ändrade")]
    page = client.get(reverse("cases:request_detail", args=[request.pk])).content.decode()
    assert "Ändrat för denna begäran" in page


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "", "1;2"])
def test_nonsense_in_the_address_is_no_request(number: str, nurse: StaffMember, hr_north: User) -> None:
    request = asked(nurse, hr_north)
    episode = sick_leave(nurse, date(2021, 10, 4))
    url = reverse("cases:fk_report_note", args=[nurse.key, episode.pk])

    answer = signed_in(hr_north).post(f"{url}?for_request={number}", {"reported_on": "2021-10-20"})

    assert answer.status_code == 302
    assert changes_for(request) == ()


# --- What is shared -----------------------------------------------------------------------------


def _corrected(episode: SickLeaveEpisode, code: str | None) -> None:
    correct_sick_leave(
        episode=episode,
        first_day=episode.first_day,
        last_day=episode.last_day,
        expected_last_day=None,
        cause="sickness",
        diagnosis_code=code,
        extents=[ExtentSpan(episode.first_day, episode.last_day, 100)],
    )


def test_what_is_shared_is_shown_from_when_to_when(nurse: StaffMember) -> None:
    kept = sick_leave(nurse, date(2021, 1, 4), date(2021, 1, 8), diagnosis_code="F438A")
    withdrawn = sick_leave(nurse, date(2021, 3, 1), date(2021, 3, 5), diagnosis_code="M545")
    sick_leave(nurse, date(2021, 5, 3), date(2021, 5, 4))
    deleted = sick_leave(nurse, date(2021, 6, 1), date(2021, 6, 2), diagnosis_code="M545")
    _corrected(withdrawn, None)
    delete_sick_leave(episode=deleted, reason="wrong person")

    found = consent_overview(nurse)

    assert [(fact.about, fact.is_shared) for fact in found] == [
        ("2021-06-01 – 2021-06-02", False),
        ("2021-03-01 – 2021-03-05", False),
        (f"{kept.first_day} – {kept.last_day}", True),
    ]


def test_what_is_shared_again_is_a_new_line(nurse: StaffMember) -> None:
    episode = sick_leave(nurse, date(2021, 3, 1), date(2021, 3, 5), diagnosis_code="M545")
    _corrected(episode, None)
    _corrected(episode, "M545")

    assert sorted(fact.is_shared for fact in consent_overview(nurse)) == [False, True]


# --- The record of processing -------------------------------------------------------------------


def test_the_record_names_every_table_with_people_and_every_category(north: Subproject) -> None:
    record = record_of_processing(north, TODAY)

    tables = {held.table for activity in record.activities for held in activity.holdings}
    assert tables == {one.label for one in classified()}
    named = {name for activity in record.activities for name in activity.categories}
    assert named == {str(one.label) for one in Category if one != Category.TECHNICAL}


def test_the_record_says_how_long_by_the_employers_rule(north: Subproject, hr_north: User) -> None:
    def kept() -> str:
        (activity,) = (
            one for one in record_of_processing(north, TODAY).activities if one.purpose == "rehabilitation"
        )
        return next(held.kept for held in activity.holdings if held.table == "cases.SickLeaveEpisode")

    assert "ingen regel beslutad" in kept()
    RetentionRule.objects.create(
        subproject=north,
        record_kind="sick_leave",
        counted_from="episode_ended",
        months=24,
        decision_reference="KS 2021/7",
        decided_on=TODAY,
        valid_from=TODAY,
        recorded_by=hr_north,
    )
    assert kept() == "sjukfrånvaro: 2 år från sjukfrånvarons sista dag (KS 2021/7)"


def test_what_only_the_employer_knows_is_missing_until_it_is_said(north: Subproject, hr_north: User) -> None:
    assert len(record_of_processing(north, TODAY).missing) == 4
    client = signed_in(hr_north)
    said = {
        "controller_name": "Kommunstyrelsen",
        "controller_contact": "ks@example.org",
        "officer_name": "Dora Skydd",
        "officer_contact": "dpo@example.org",
        "legal_basis": "GDPR 6.1 c",
        "recipients": "\uf0b7 Försäkringskassan, 王小明",
    }

    answer = client.post(reverse("cases:controller_edit", args=["north"]), said)

    assert answer.status_code == 302
    record = record_of_processing(north, TODAY)
    assert record.missing == ()
    assert "Kommunstyrelsen" in markdown_bytes(record).decode()
    assert json.dumps(as_json(record))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf_bytes(record))).pages]
    assert "• Försäkringskassan, 王小明" in pages[0]
    assert "U+F0B7" in pages[-1]
    for file_format in ("json", "md", "pdf"):
        url = reverse("cases:record_of_processing", args=["north"])
        assert client.get(url, {"format": file_format}).status_code == 200


# --- The way through the pages ------------------------------------------------------------------


@pytest.fixture
def hr_second(north: Subproject) -> User:
    return holding(Role.HR_OFFICER, "hr.second", subproject=north)


def test_a_disposal_goes_from_rule_to_record_through_the_pages(
    ward: Unit, nurse: StaffMember, hr_north: User, hr_second: User
) -> None:
    gone = StaffMemberFactory(subproject=ward.subproject, last_name="Borta")
    EmploymentFactory(unit=ward, staff_member=gone, last_day=date(2017, 1, 31))
    sick_leave(gone, date(2016, 3, 1), date(2016, 3, 4))
    first, second = signed_in(hr_north), signed_in(hr_second)
    new = reverse("cases:retention_add", args=["north"])
    assert 'value="24"' in first.get(new, {"suggestion": "sick-leave-2"}).content.decode()
    rule_said = {
        "record_kind": "sick_leave",
        "counted_from": "episode_ended",
        "months": "24",
        "decision_reference": "KS 2021/7",
        "decided_on": "2021-11-01",
        "valid_from": "2021-11-01",
    }
    assert first.post(new, {**rule_said, "counted_from": "case_closed"}).status_code == 200
    assert first.post(new, rule_said).status_code == 302
    rule = RetentionRule.objects.get()
    dry = reverse("cases:retention_dry_run", args=[rule.pk])
    assert "Borta" in first.get(dry).content.decode()
    proposed = first.post(dry)
    disposal = Disposal.objects.get()
    assert proposed.headers["Location"] == reverse("cases:disposal_detail", args=[disposal.pk])
    approve = reverse("cases:disposal_approve", args=[disposal.pk])

    assert "Någon annan än den som föreslog" in first.post(approve, follow=True).content.decode()
    unconfirmed(second)
    assert second.post(approve).status_code == 200, "who sits there is asked first"
    assert SickLeaveEpisode.objects.filter(staff_member=gone).exists()
    record = signed_in(hr_second).post(approve, follow=True).content.decode()

    assert not SickLeaveEpisode.objects.filter(staff_member=gone).exists()
    assert "Gallringsprotokoll" in record
    assert "cases_sickleaveepisodeevent" in record
    assert "Borta" not in record


def test_a_person_is_erased_on_request_through_the_pages(ward: Unit, hr_north: User, hr_second: User) -> None:
    """The whole way as two HR officers go it, with everything the database guards switched on."""
    gone = StaffMemberFactory(subproject=ward.subproject, last_name="Borta")
    EmploymentFactory(unit=ward, staff_member=gone, last_day=date(2017, 1, 31))
    episode = sick_leave(gone, date(2016, 3, 1), date(2016, 3, 4), diagnosis_code="F438A")
    case = CaseFactory(staff_member=gone, responsible_officer=hr_north, episode=episode)
    type(case).objects.filter(pk=case.pk).update(closed_on=date(2021, 11, 8), outcome="own_job")
    account = holding(Role.EMPLOYEE, "borta", staff_member=gone)
    signed_in(account)
    request = asked(gone, hr_north, "erasure")
    first, second = signed_in(hr_north), signed_in(hr_second)
    erase = reverse("cases:request_erase", args=[request.pk])
    assert "ingen regel släpper" in first.post(erase, follow=True).content.decode()
    for kind, event in (
        ("sick_leave", "episode_ended"),
        ("case", "case_closed"),
        ("participation", "left_project"),
        ("person", "employment_ended"),
    ):
        RetentionRule.objects.create(
            subproject=ward.subproject,
            record_kind=kind,
            counted_from=event,
            months=0,
            decision_reference="KS 2021/7",
            decided_on=TODAY,
            valid_from=TODAY,
            recorded_by=hr_north,
        )

    first.post(erase)
    disposal = Disposal.objects.get()
    page = second.post(reverse("cases:disposal_approve", args=[disposal.pk]), follow=True)

    assert "Gallringen har genomförts" in page.content.decode()
    assert not StaffMember.objects.filter(pk=gone.pk).exists()
    account.refresh_from_db()
    assert (account.is_active, account.get_full_name(), account.email) == (False, "", "")
    assert account.username.startswith("disposed-")


def test_the_duties_of_one_person_through_the_pages(
    nurse: StaffMember, hr_north: User, employee: User
) -> None:
    case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    own, officer = signed_in(employee), signed_in(hr_north)
    own_add = reverse("cases:own_request_add", args=[nurse.key])
    assert own.post(own_add, {"kind": "correction", "text": ""}).status_code == 200
    own.post(own_add, {"kind": "correction", "text": "Wrong name."})
    request = DataRequest.objects.get()
    detail = reverse("cases:request_detail", args=[request.pk])
    assert "Wrong name." in officer.get(detail).content.decode()
    officer.post(
        reverse("cases:request_extend", args=[request.pk]),
        {"extended_to": "2022-01-10", "extension_reason": "Many papers"},
    )
    officer.post(detail, {"outcome": "granted", "answer": "Done."})
    assert "Done." in own.get(reverse("cases:own_data_protection")).content.decode()

    officer.post(
        reverse("cases:restriction_add", args=[nurse.key]),
        {"ground": "accuracy", "reason": "Dispute", "first_day": "2021-11-22"},
    )
    restriction = Restriction.objects.get()
    lift = reverse("cases:restriction_lift", args=[restriction.pk])
    assert officer.post(lift, {"lift_reason": ""}).status_code == 200
    officer.post(lift, {"lift_reason": "Settled"})
    officer.post(reverse("cases:hold_add", args=[nurse.key]), {"reason": "Audit", "first_day": "2021-11-22"})
    officer.post(reverse("cases:hold_lift", args=[RetentionHold.objects.get().pk]))
    officer.post(reverse("cases:withholding_add", args=[case.number]), {"ground": "OSL 25:6"})
    page = officer.get(reverse("cases:person_data_protection", args=[nurse.key])).content.decode()
    officer.post(reverse("cases:withholding_lift", args=[Withholding.objects.get().pk]))

    restriction.refresh_from_db()
    assert (restriction.lifted_on, restriction.lift_reason) == (TODAY, "Settled")
    assert RetentionHold.objects.get().lifted_on == TODAY
    assert "OSL 25:6" in page
    assert Withholding.objects.get().lifted_on == TODAY


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("data_protection", ()),
        ("request_list", ()),
        ("restriction_list", ()),
        ("retention_list", ()),
        ("disposal_list", ()),
        ("record_of_processing", ("north",)),
        ("person_data_protection", ("key",)),
    ],
)
def test_pages_ask_at_most_fifteen_questions(
    name: str,
    arguments: tuple[str, ...],
    nurse: StaffMember,
    hr_north: User,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(4):
        person = StaffMemberFactory(subproject=nurse.subproject, employee_number=f"Q{number}")
        asked(person, hr_north)
        sick_leave(person, date(2021, 1, 4), date(2021, 1, 8), diagnosis_code="F438A")
    client = signed_in(hr_north)
    url = reverse(f"cases:{name}", args=[nurse.key if one == "key" else one for one in arguments])

    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200


def test_a_dry_run_asks_as_much_for_many_as_for_one(
    ward: Unit, hr_north: User, django_assert_max_num_queries: Any
) -> None:
    rule = RetentionRule.objects.create(
        subproject=ward.subproject,
        record_kind="person",
        counted_from="employment_ended",
        months=1,
        decision_reference="x",
        decided_on=TODAY,
        valid_from=TODAY,
        recorded_by=hr_north,
    )
    for number in range(5):
        gone = StaffMemberFactory(subproject=ward.subproject, employee_number=f"G{number}")
        EmploymentFactory(unit=ward, staff_member=gone, last_day=date(2017, 1, 31))
    client = signed_in(hr_north)

    with django_assert_max_num_queries(20):
        page = client.get(reverse("cases:retention_dry_run", args=[rule.pk])).content.decode()

    assert page.count("gallras</span>") == 5
