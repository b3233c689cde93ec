"""The register extract holds every row about the person, and nobody else's."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions.data_requests import record_request, withhold
from cases.actions.restrictions import hold, restrict
from cases.models import Case, ControllerDetails, JournalNote
from cases.questions.register_extract import Extract, register_extract
from cases.register_extract_files import as_json, json_bytes, pdf_bytes
from experio.accounts.models import User
from experio.audit.models import Reading
from experio.clock import now
from experio.data_protection.classification import Category, classified
from experio.data_protection.persons_rows import rows_about
from experio.sealing.fields import SealedField, token_fields
from subprojects.models import StaffMember
from tests.confirming import unconfirmed
from tests.factories import (
    TODAY,
    CaseFactory,
    CertificateFactory,
    DelegationFactory,
    JournalNoteFactory,
    ParticipationFactory,
    sick_leave,
)

SCHEMA = Path(__file__).parents[3] / "docs" / "register-extract.schema.json"


@pytest.fixture
def whole(nurse: StaffMember, employee: User, hr_north: User, hr_south: User) -> StaffMember:
    """The nurse with one of everything."""
    episode = sick_leave(nurse, date(2021, 10, 4), diagnosis_code="F438A")
    CertificateFactory(episode=episode)
    case = CaseFactory(
        staff_member=nurse, episode=episode, responsible_officer=hr_north, background="the background"
    )
    note = JournalNoteFactory(case=case, text="the first note", written_by=hr_north)
    JournalNoteFactory(case=case, text="the second note", written_by=hr_north, corrects=note)
    DelegationFactory(case=case, to_user=hr_south, delegated_by=hr_north)
    ParticipationFactory(staff_member=nurse)
    record_request(
        staff_member=nurse, kind="access", received_on=TODAY, text="all", recorded_by=employee, today=TODAY
    )
    withhold(case=case, note=note, ground="OSL 25:6", decided_by=hr_north, today=TODAY)
    about = {"staff_member": nurse, "first_day": TODAY, "today": TODAY}
    hold(**about, reason="audit", set_by=hr_north)
    restrict(**about, ground="accuracy", reason="the days", decided_by=hr_north)
    return nurse


def extract_of(person: StaffMember, by: User, *, is_own: bool = False) -> Extract:
    return register_extract(person, made_by=by, is_own=is_own, now=now())


def text_columns(person: StaffMember) -> list[tuple[type[Any], Any, int, str]]:
    """(model, field, key, column of the key) of every free text about the person, history included."""
    found = []
    for label, keys in rows_about({"subprojects.StaffMember": [person.pk]}).items():
        described = next(one for one in classified() if one.label == label)
        for model, rows, key in (
            (described.model, keys.living, described.model._meta.pk.column),
            (described.event_model, keys.events, "pgh_id"),
        ):
            for field in model._meta.concrete_fields if model else ():
                said = described.fields.get(field.name)
                is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
                if said and said.in_extract and is_text and not isinstance(field, models.GeneratedField):
                    found += [(model, field, row, key) for row in sorted(rows)]
    return found


def plant(person: StaffMember) -> set[str]:
    """A word of its own in every text of every row, put there behind the product's back."""
    planted = set()
    with connection.cursor() as cursor:
        for number, (model, field, row, key) in enumerate(text_columns(person)):
            canary = f"Q{number:03d}"[: field.max_length or 40]
            stored = canary
            columns = [field.column]
            if isinstance(field, SealedField):
                of = field.row_of(model._base_manager.get(pk=row))
                stored = field.sealed(canary, field.place(of))
                columns += [token.column for token in token_fields(model, field.name)]
            if not may_be_written(cursor, model._meta.db_table, columns):
                continue  # the history: what it says came there with the row itself
            sets = ", ".join(f'"{column}" = %s' for column in columns)
            values = [stored, *[canary] * (len(columns) - 1)]
            with_no_trigger(
                cursor,
                model._meta.db_table,
                f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{key}" = %s',  # noqa: S608
                [*values, row],
            )
            planted.add(canary)
    return planted


def may_be_written(cursor: Any, table: str, columns: list[str]) -> bool:
    cursor.execute(
        "SELECT bool_and(has_column_privilege(%s, name, 'UPDATE')) FROM unnest(%s::text[]) name",
        [table, columns],
    )
    return bool(cursor.fetchone()[0])


def with_no_trigger(cursor: Any, table: str, statement: str, values: list[Any]) -> None:
    import pgtrigger

    with pgtrigger.ignore():
        cursor.execute(statement, values)


@pytest.fixture
def unrestricted(whole: StaffMember) -> StaffMember:
    """The restriction is lifted, so that canaries can be written."""
    from cases.models import Restriction

    Restriction.objects.update(lifted_on=TODAY, lifted_by=User.objects.get(username="hr.north"))
    whole.withholdings.update(lifted_on=TODAY)
    return whole


def test_every_text_about_the_person_is_found_in_the_extract(
    unrestricted: StaffMember, hr_north: User
) -> None:
    planted = plant(unrestricted)
    assert len(planted) > 20, "there is something to miss"

    text = json_bytes(extract_of(unrestricted, hr_north)).decode()

    assert {canary for canary in planted if canary not in text} == set()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_whatever_was_written_comes_out_as_it_was_written(
    words: str, unrestricted: StaffMember, hr_north: User
) -> None:
    notes = list(JournalNote.objects.filter(case__staff_member=unrestricted))
    for note in notes:
        note.text = f"x{words}"
    JournalNote.objects.bulk_update(notes, ["text"])

    made = json.loads(json_bytes(extract_of(unrestricted, hr_north)))

    told = next(section for section in made["sections"] if section["table"] == "cases.JournalNote")
    assert {row["fields"]["text"]["value"] for row in told["rows"]} == {f"x{words}"}


def test_every_row_is_there_and_nobody_elses(
    whole: StaffMember, teacher: StaffMember, hr_north: User
) -> None:
    JournalNoteFactory(case=CaseFactory(staff_member=teacher), text="about the teacher")

    made = as_json(extract_of(whole, hr_north))

    counts = {section["table"]: len(section["rows"]) for section in made["sections"]}
    assert counts == {
        "accounts.User": 1,
        "subprojects.StaffMember": 1,
        "subprojects.Employment": 1,
        "subprojects.Membership": 1,
        "subprojects.Participation": 1,
        "cases.SickLeaveEpisode": 1,
        "cases.ExtentPeriod": 1,
        "cases.Certificate": 1,
        "cases.Case": 1,
        "cases.JournalNote": 2,
        "cases.Delegation": 1,
        "cases.DataRequest": 1,
        "cases.Withholding": 1,
        "cases.Restriction": 1,
        "cases.RetentionHold": 1,
    }
    text = json.dumps(made, ensure_ascii=False)
    assert "about the teacher" not in text
    assert teacher.last_name not in text


def test_what_was_changed_and_deleted_is_there_with_who_and_why(nurse: StaffMember, hr_north: User) -> None:
    import pghistory

    from cases.actions.sick_leave import delete_sick_leave

    episode = sick_leave(nurse, date(2021, 3, 1), date(2021, 3, 5), diagnosis_code="M545")
    with pghistory.context(user=hr_north.pk):
        delete_sick_leave(episode=episode, reason="registered on the wrong person")

    made = as_json(extract_of(nurse, hr_north))

    (row,) = next(s for s in made["sections"] if s["table"] == "cases.SickLeaveEpisode")["rows"]
    assert row["deleted"]
    assert row["history"][-1]["what"] == "delete"
    assert row["history"][-1]["by"] == str(hr_north)
    assert row["history"][-1]["reason"] == "registered on the wrong person"
    assert row["history"][0]["fields"]["diagnosis_code"]["value"] == "M545"


def test_the_own_extract_waits_for_the_review_of_what_others_wrote(
    whole: StaffMember, employee: User, hr_north: User
) -> None:
    text = json_bytes(extract_of(whole, employee, is_own=True)).decode()

    assert "F438A" in text
    assert "the background" not in text
    assert "the second note" not in text
    assert '"awaits_review"' in text

    ControllerDetails.objects.create(
        subproject=whole.subproject,
        controller_name="The board",
        controller_contact="board@example.org",
        hands_out_unreviewed_text=True,
    )
    assert "the second note" in json_bytes(extract_of(whole, employee, is_own=True)).decode()


def test_what_a_decision_withholds_is_named_and_not_shown(whole: StaffMember, hr_north: User) -> None:
    made = extract_of(whole, hr_north)

    text = json_bytes(made).decode()
    assert "the first note" not in text
    assert "the second note" in text
    assert made.withheld == ("OSL 25:6",)


def test_a_decision_on_the_case_reaches_background_and_notes(whole: StaffMember, hr_north: User) -> None:
    withhold(
        case=Case.objects.get(staff_member=whole),
        note=None,
        ground="OSL 39:2",
        decided_by=hr_north,
        today=TODAY,
    )

    made = extract_of(whole, hr_north)

    text = json_bytes(made).decode()
    assert "OSL 39:2" in made.withheld
    assert "the background" not in text
    assert "the second note" not in text


def test_secrets_never_leave(whole: StaffMember, employee: User, hr_north: User) -> None:
    employee.set_password("a long secret of the nurse")
    employee.save()

    text = json_bytes(extract_of(whole, hr_north)).decode()

    assert employee.password not in text
    assert '"password"' not in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_paper_is_a_tagged_pdf_in_both_languages(
    language: str, whole: StaffMember, hr_north: User
) -> None:
    with translation.override(language):
        made = pdf_bytes(extract_of(whole, hr_north))

    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made or b"pdfuaid" in made
    assert len(made) > 10_000


def test_any_name_and_any_note_can_be_printed(nurse: StaffMember, employee: User, hr_north: User) -> None:
    StaffMember.objects.filter(pk=nurse.pk).update(first_name="王小明", last_name="สมชาย")
    note = JournalNoteFactory(
        case=CaseFactory(staff_member=nurse, responsible_officer=hr_north),
        text="\uf0b7 ተስፋዬ\n\uf0b7 محمد \ue000 김민준",
        written_by=hr_north,
    )
    client = signed_in(hr_north)
    url = reverse("cases:extract_release", args=[nurse.key])

    pages: list[Any] = [
        client.post(url, {"receiver": "person", "file_format": one}, follow=True) for one in ("pdf", "json")
    ]
    answers = [client.get(page.context["file_url"]) for page in pages]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert note.text in [
        field["value"]
        for section in answers[1].json()["sections"]
        for row in section["rows"]
        for field in row["fields"].values()
    ]
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(answers[0].content)).pages]
    assert "王小明 สมชาย" in sheets[0]
    assert any("• ተስፋዬ\n• محمد � 김민준" in sheet for sheet in sheets)
    assert "Tecken som inte kunde skrivas ut" in sheets[-1]
    assert "U+E000 privat område, utan gemensam betydelse � 1" in sheets[-1]
    assert "U+F0B7 privat område: tecken som Word skriver för • • 2" in sheets[-1]


def test_the_json_is_what_its_schema_says(whole: StaffMember, hr_north: User) -> None:
    # Reading its formats builds dozens of grammars: not at every collection.
    import jsonschema

    jsonschema.validate(json.loads(json_bytes(extract_of(whole, hr_north))), json.loads(SCHEMA.read_text()))


def test_who_has_read_it_stands_in_it(whole: StaffMember, hr_north: User) -> None:
    client = signed_in(hr_north)
    client.get(reverse("cases:staff_detail", args=[whole.key]))

    made = extract_of(whole, hr_north)

    assert [(one.who, one.act) for one in made.readers] == [(str(hr_north), "read")]


def test_a_file_is_asked_for_after_who_sits_there_and_is_logged_as_an_export(
    whole: StaffMember, employee: User
) -> None:
    client = signed_in(employee)
    unconfirmed(client)
    url = reverse("cases:register_extract", args=[whole.key])

    asked = client.get(url, {"format": "pdf"})

    assert asked.status_code == 302
    assert "reauthenticate" in asked.headers["Location"]
    assert not Reading.objects.filter(act="export").exists()


def test_the_way_back_from_the_own_extract_is_the_page_it_was_asked_for_on(
    whole: StaffMember, employee: User
) -> None:
    employee.set_password("fjorton-blå-hästar")
    employee.save()
    client = signed_in(employee)
    unconfirmed(client)
    url = reverse("cases:register_extract", args=[whole.key])
    question = client.get(url, {"format": "json"}).headers["Location"]

    page = client.get(client.post(question, {"password": "fjorton-blå-hästar"}).headers["Location"])

    assert client.get(page.context["page_url"]).status_code == 200
    assert json.loads(client.get(page.context["file_url"]).content)["is_own"]


def test_the_file_name_names_nobody(whole: StaffMember, employee: User) -> None:
    client = signed_in(employee)

    answer = client.get(reverse("cases:register_extract", args=[whole.key]), {"format": "json"})

    assert answer.status_code == 200
    assert f'attachment; filename="registerutdrag-{TODAY}.json";' in answer.headers["Content-Disposition"]
    assert list(Reading.objects.values_list("act", "people")) == [("export", [whole.pk])]
    assert json.loads(answer.content)["version"] == "1"


def test_categories_of_health_are_marked_in_the_extract(whole: StaffMember, hr_north: User) -> None:
    made = extract_of(whole, hr_north)

    section = next(one for one in made.sections if one.model == "cases.SickLeaveEpisode")
    assert str(Category.HEALTH.label) in section.category_names


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
