"""What a thief of the database alone can read: no diagnosis, no group, no personal number, no health text."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from cases.actions.data_requests import answer_request, extend_request, record_request, withhold
from cases.actions.disclosure_assessment import correct_disclosure, record_disclosure
from cases.actions.log_review import close_log_review, record_finding
from cases.actions.restrictions import hold, lift_restriction, restrict
from cases.actions.sick_leave import delete_sick_leave
from cases.models import AbsenceImport, Case, DisclosureAssessment
from experio.accounts.models import User
from experio.audit.models import LogReview, LogReviewRow
from experio.sealing import CannotUnseal
from experio.sealing.fields import sealed_fields
from experio.sealing.keys import KeyRing, SealingKey, make_key
from subprojects.models import StaffMember, Unit
from tests.factories import TODAY, CaseFactory, DelegationFactory, JournalNoteFactory, sick_leave
from tests.opened import opened_values

NUMBER = "198001022386"
CANARIES = {
    "code": "Q8731",
    "text": "canary-journal-å",
    "background": "canary-background-ä",
    "reason": "canary-delegation-ö",
    "deletion": "canary-deletion",
    "request": "canary-request",
    "more time": "canary-more-time",
    "answer": "canary-answer",
    "withheld": "canary-withheld",
    "restriction": "canary-restriction",
    "lifting": "canary-lifting",
    "hold": "canary-hold",
    "weighed on": "canary-ground",
    "disclosure corrected": "canary-correction",
    "finding": "canary-finding",
    "review": "canary-review",
    "upload": "canary-upload",
}
PLANTED = (
    *CANARIES.values(),
    "Q87.31",
    "G4732",
    "G47.32",
    NUMBER,
    "800102-2386",
    "19800102-2386",
    "8001022386",
    "psychiatric",
    "musculoskeletal",
)


def dump() -> str:
    """Every row of every table as COPY writes it, with names of tables: what `pg_dump --data-only` holds."""
    parts = []
    with connection.cursor() as cursor:
        cursor.execute(
            # Partitions are read through their table.
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition "
            "AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            parts.append(f"\n{table}\n")
            with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy:  # noqa: S608
                parts += [bytes(block).decode() for block in copy]
    return "".join(parts)


@pytest.fixture
def planted(ward: Unit, nurse: StaffMember, hr_north: User, hr_south: User) -> StaffMember:
    """The canaries, written by pages where there is one, and by actions."""
    nurse.personal_number = NUMBER
    nurse.save()
    episode = sick_leave(nurse, date(2021, 9, 1), date(2021, 9, 20), diagnosis_code=CANARIES["code"])
    for first_day, code in ((date(2021, 6, 1), "F322"), (date(2021, 7, 1), "M545")):
        sick_leave(nurse, first_day, first_day, diagnosis_code=code)
    wrong = sick_leave(nurse, date(2020, 3, 1), date(2020, 3, 2), diagnosis_code="G4732")
    delete_sick_leave(episode=wrong, reason=CANARIES["deletion"])
    case = CaseFactory(
        staff_member=nurse,
        episode=episode,
        responsible_officer=hr_north,
        background=CANARIES["background"],
    )
    note = JournalNoteFactory(case=case, text=CANARIES["text"], written_by=hr_north)
    note.text = f"{CANARIES['text']} again"
    note.save()
    DelegationFactory(case=case, to_user=hr_south, delegated_by=hr_north, reason=CANARIES["reason"])
    client = Client()
    client.force_login(hr_north)
    client.post(
        reverse("cases:import_upload"),
        {
            "subproject": ward.subproject_id,
            "file": SimpleUploadedFile(
                f"{CANARIES['upload']}.csv",
                f"Anst.nr;Från;Till;Omfattning;Diagnos\nN100;2021-11-01;2021-11-10;100;{CANARIES['code']}\n".encode(),
            ),
        },
    )
    client.get(reverse("cases:case_detail", args=[case.number]))
    client.get(reverse("cases:staff_detail", args=[nurse.key]))
    plant_duties(case, hr_north)
    plant_review(ward, hr_north)
    return nurse


def plant_duties(case: Case, officer: User) -> None:
    """What the data-protection duties say in words, each once more in the history."""
    person = case.staff_member
    asked = record_request(
        staff_member=person,
        kind="correction",
        received_on=TODAY,
        text=CANARIES["request"],
        recorded_by=officer,
        today=TODAY,
    )
    extend_request(request=asked, extended_to=TODAY + timedelta(days=60), reason=CANARIES["more time"])
    answer_request(
        request=asked, outcome="refused", answer=CANARIES["answer"], answered_by=officer, today=TODAY
    )
    withhold(case=case, note=None, ground=CANARIES["withheld"], decided_by=officer, today=TODAY)
    about: dict[str, Any] = {"staff_member": person, "first_day": TODAY, "today": TODAY}
    restriction = restrict(**about, ground="accuracy", reason=CANARIES["restriction"], decided_by=officer)
    lift_restriction(restriction=restriction, lift_reason=CANARIES["lifting"], lifted_by=officer, today=TODAY)
    hold(**about, reason=CANARIES["hold"], set_by=officer)
    facts: dict[str, Any] = {
        "subproject_id": person.subproject_id,
        "staff_member": person,
        "received_on": TODAY,
        "request_text": CANARIES["request"],
        "ground": CANARIES["weighed on"],
        "damage_test": CANARIES["background"],
        "decision": "full",
        "released": CANARIES["text"],
        "decided_by": officer,
        "decided_on": TODAY,
    }
    first = record_disclosure(assessment=DisclosureAssessment(**facts), recorded_by=officer, today=TODAY)
    correct_disclosure(
        assessment=DisclosureAssessment(**facts, correction_reason=CANARIES["disclosure corrected"]),
        corrects=first,
        recorded_by=officer,
        today=TODAY,
    )


def plant_review(ward: Unit, officer: User) -> None:
    """A month of the log that was looked through."""
    review = LogReview.objects.create(
        subproject_id=ward.subproject_id,
        month=date(2021, 10, 1),
        seed="1",
        rules={"chance": 1},
        rows_in_month=1,
        opened_by=officer,
    )
    row = LogReviewRow.objects.create(
        review=review, subproject_id=ward.subproject_id, reading=1, reading_at=timezone.now(), reasons=["own"]
    )
    record_finding(row=row, finding="follow_up", note=CANARIES["finding"], found_by=officer, is_own=False)
    close_log_review(review=review, summary=CANARIES["review"], closed_by=officer)


def test_a_dump_without_keys_shows_nothing_of_what_was_planted(planted: StaffMember) -> None:
    assert AbsenceImport.objects.get().content, "the upload is there to be found"

    stolen = dump()

    assert "cases_sickleaveepisodeevent" in stolen
    assert "django_session" in stolen
    assert planted.employee_number in stolen, "the search finds what is not sealed"
    with_keys = "\n".join(opened_values())
    assert {text for text in CANARIES.values() if text not in with_keys} == {CANARIES["deletion"]}
    assert {text for text in PLANTED if text in stolen} == set()
    bytes_as_hex = {text for text in PLANTED if text.encode().hex() in stolen}
    assert bytes_as_hex == set()


@pytest.mark.parametrize("wrong", [make_key("demo"), SealingKey("demo", bytes(32)), make_key("k1")])
def test_a_dump_opens_nothing_with_other_keys(planted: StaffMember, wrong: SealingKey) -> None:
    tried = 0
    with override_settings(SEALING_KEYS=KeyRing(wrong)):
        for model in apps.get_models():
            for field in sealed_fields(model):
                for row in model._base_manager.filter(**{f"{field.name}__isnull": False}):
                    tried += 1
                    with pytest.raises(CannotUnseal):
                        getattr(row, field.attname)
    assert tried > 40


def test_a_page_under_a_wrong_key_fails_with_a_reference_and_shows_no_ciphertext(
    planted: StaffMember, hr_north: User
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(hr_north)
    case = Case.objects.get()

    with override_settings(SEALING_KEYS=KeyRing(make_key("another"))):
        shown = client.get(reverse("cases:case_detail", args=[case.number]))
        listed = client.get(reverse("cases:sick_leave_list"))

    for page in (shown, listed):
        assert page.status_code == 500
        assert b"s1:" not in page.content
        assert CANARIES["text"].encode() not in page.content
