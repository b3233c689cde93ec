"""What a thief of the database alone can read: no diagnosis, no group, no personal number, no health text."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from cases.actions.sick_leave import delete_sick_leave
from cases.models import AbsenceImport, Case, JournalNote, SickLeaveEpisode
from experio.accounts.models import User
from experio.sealing import CannotUnseal
from experio.sealing.fields import sealed_fields
from experio.sealing.keys import KeyRing, SealingKey, make_key
from subprojects.models import StaffMember, Unit
from tests.factories import CaseFactory, DelegationFactory, JournalNoteFactory, sick_leave

NUMBER = "198001022386"
CANARIES = {
    "code": "Q8731",
    "text": "canary-journal-å",
    "background": "canary-background-ä",
    "reason": "canary-delegation-ö",
    "deletion": "canary-deletion",
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
                "absence.csv",
                f"Anst.nr;Från;Till;Omfattning;Diagnos\nN100;2021-11-01;2021-11-10;100;{CANARIES['code']}\n".encode(),
            ),
        },
    )
    client.get(reverse("cases:case_detail", args=[case.number]))
    client.get(reverse("cases:staff_detail", args=[nurse.key]))
    return nurse


def test_a_dump_without_keys_shows_nothing_of_what_was_planted(planted: StaffMember) -> None:
    assert AbsenceImport.objects.get().content, "the upload is there to be found"

    stolen = dump()

    assert "cases_sickleaveepisodeevent" in stolen
    assert "django_session" in stolen
    assert planted.employee_number in stolen, "the search finds what is not sealed"
    assert {text for text in PLANTED if text in stolen} == set()
    bytes_as_hex = {text for text in PLANTED if text.encode().hex() in stolen}
    assert bytes_as_hex == set()


@pytest.mark.parametrize("wrong", [make_key("demo"), SealingKey("demo", bytes(32)), make_key("k1")])
def test_a_dump_opens_nothing_with_other_keys(planted: StaffMember, wrong: SealingKey) -> None:
    tried = 0
    with override_settings(SEALING_KEYS=KeyRing(wrong)):
        for model in (SickLeaveEpisode, Case, JournalNote, AbsenceImport, StaffMember):
            for kept in (model, getattr(model, "pgh_event_model", None)):
                if kept is None:
                    continue
                for row in kept._base_manager.all():
                    for field in sealed_fields(kept):
                        if kept._base_manager.filter(pk=row.pk, **{f"{field.name}__isnull": False}).exists():
                            tried += 1
                            with pytest.raises(CannotUnseal):
                                getattr(row, field.attname)
    assert tried > 10


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
