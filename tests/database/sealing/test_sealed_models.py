"""Sealed columns: plain on an instance, sealed in the table, and refused where they would be wrong."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from cases.models import AbsenceImport, Case, JournalNote, SickLeaveEpisode
from experio.sealing import CannotUnseal, blind_index, group_token, seal, unseal
from experio.sealing.envelope import key_id_of
from experio.sealing.fields import SealedAttribute, sealed_fields
from experio.sealing.keys import KeyRing, make_key
from experio.sealing.values import NotThroughTheModel, Sealed
from subprojects.models import StaffMember, Subproject
from tests.factories import (
    CaseFactory,
    JournalNoteFactory,
    StaffMemberFactory,
    SubprojectFactory,
    sick_leave,
)

NUMBER, OTHER = "198001022386", "198001022394"
DAY = date(2021, 3, 1)


def stored(model: Any, column: str, pk: int) -> Any:
    """What the table itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}" WHERE id = %s', [pk])  # noqa: S608
        return cursor.fetchone()[0]


def events(model: Any, pk: int) -> list[Any]:
    return list(model.pgh_event_model.objects.filter(pgh_obj=pk).order_by("pgh_id"))


def test_a_code_is_sealed_in_the_table_and_plain_on_the_instance() -> None:
    episode = sick_leave(StaffMemberFactory(), DAY, diagnosis_code="F438A")

    kept = stored(SickLeaveEpisode, "diagnosis_code", episode.pk)

    assert kept.startswith("s1:")
    assert "F438" not in kept
    place = {"table": "cases_sickleaveepisode", "column": "diagnosis_code", "row": episode.pk}
    assert unseal(kept, **place) == "F438A"
    assert SickLeaveEpisode.objects.get(pk=episode.pk).diagnosis_code == "F438A"
    assert episode.diagnosis_code == "F438A"


def test_the_token_follows_the_code_on_every_way_of_writing() -> None:
    employer = SubprojectFactory()
    member = StaffMemberFactory(subproject=employer)
    psychiatric, muscles = (
        group_token(employer.pk, "psychiatric"),
        group_token(employer.pk, "musculoskeletal"),
    )
    saved = sick_leave(member, DAY, date(2021, 3, 5), diagnosis_code="F32")

    def token() -> Any:
        return SickLeaveEpisode.objects.values_list("diagnosis_token", flat=True).get(pk=saved.pk)

    assert token() == psychiatric
    saved.diagnosis_code = "M545"
    saved.save(update_fields=["diagnosis_code"])
    assert token() == muscles
    saved.diagnosis_code = "F320"
    SickLeaveEpisode.objects.bulk_update([saved], ["diagnosis_code"])
    assert token() == psychiatric
    [made] = SickLeaveEpisode.objects.bulk_create(
        [
            SickLeaveEpisode(
                subproject=employer,
                staff_member=member,
                first_day=date(2021, 4, 1),
                diagnosis_status="shared",
                diagnosis_code="M54",
            )
        ]
    )
    assert stored(SickLeaveEpisode, "diagnosis_token", made.pk) == muscles
    SickLeaveEpisode.objects.filter(pk=made.pk).update(diagnosis_status="not_shared", diagnosis_code="")
    assert stored(SickLeaveEpisode, "diagnosis_token", made.pk) is None
    assert SickLeaveEpisode.objects.get(pk=made.pk).diagnosis_code == ""


def test_bulk_rows_are_sealed_each_for_itself() -> None:
    employer = SubprojectFactory()
    made = StaffMember.objects.bulk_create(
        StaffMemberFactory.build(subproject=employer, employee_number=str(n), personal_number=number)
        for n, number in enumerate((NUMBER, OTHER, None))
    )

    found = StaffMember.objects.in_bulk([member.pk for member in made])

    assert [found[member.pk].personal_number for member in made] == [NUMBER, OTHER, None]
    assert stored(StaffMember, "personal_number_index", made[0].pk) == blind_index(employer.pk, NUMBER)


def test_a_bulk_update_seals_what_it_writes() -> None:
    note = JournalNoteFactory(text="Before.")
    note.text = "After."

    JournalNote.objects.bulk_update([note], ["text"])

    assert stored(JournalNote, "text", note.pk).startswith("s1:")
    assert JournalNote.objects.get(pk=note.pk).text == "After."


def test_an_unchanged_text_keeps_its_sealed_value_and_leaves_no_trace_in_the_history() -> None:
    case = CaseFactory(background="Knee surgery planned.")
    before = stored(Case, "background", case.pk)

    again = Case.objects.get(pk=case.pk)
    again.background = "Knee surgery planned."
    again.save()

    assert stored(Case, "background", case.pk) == before
    assert len(events(Case, case.pk)) == 1


def test_an_instance_that_is_saved_twice_is_sealed_once() -> None:
    episode = sick_leave(StaffMemberFactory(), DAY, diagnosis_code="F438A")
    before = stored(SickLeaveEpisode, "diagnosis_code", episode.pk)

    episode.save()

    assert stored(SickLeaveEpisode, "diagnosis_code", episode.pk) == before


def test_a_copy_of_an_instance_is_sealed_for_its_own_row() -> None:
    note = JournalNoteFactory(text="The same words.")
    copy = JournalNote.objects.get(pk=note.pk)
    assert copy.text
    copy.pk = None

    copy.save()

    assert copy.pk != note.pk
    assert JournalNote.objects.get(pk=copy.pk).text == "The same words."


def test_a_row_that_is_refused_gives_its_key_back() -> None:
    member = StaffMemberFactory()
    twin = StaffMemberFactory.build(subproject=member.subproject, employee_number=member.employee_number)

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()

    assert twin.pk is None


def test_nothing_is_sealed_before_its_row_has_a_key() -> None:
    """The place is part of the seal: a value sealed for no row would open in any."""
    case = Case(background="Back pain.")

    with pytest.raises(NotThroughTheModel, match="Case needs its key before background is sealed"):
        Case._meta.get_field("background").pre_save(case, True)
    assert isinstance(Case.background, SealedAttribute), "on the class it is the field's, not a value"


def test_the_history_holds_the_same_sealed_text_and_opens_it() -> None:
    note = JournalNoteFactory(text="First words.")
    note.text = "Other words."
    note.save()

    first, second = events(JournalNote, note.pk)

    assert (first.text, second.text) == ("First words.", "Other words.")
    values = JournalNote.pgh_event_model.objects.values_list("text", "pgh_obj_id")
    assert {sealed.open(row) for sealed, row in values} == {"First words.", "Other words."}


def test_a_query_gives_values_that_are_opened_with_their_own_row() -> None:
    first, second = JournalNoteFactory(text="One."), JournalNoteFactory(text="Two.")
    sealed = JournalNote.objects.values_list("text", flat=True).get(pk=first.pk)

    assert isinstance(sealed, Sealed)
    assert sealed.open(first.pk) == "One."
    with pytest.raises(CannotUnseal):
        sealed.open(second.pk)
    with pytest.raises(NotThroughTheModel):
        str(sealed)
    with pytest.raises(NotThroughTheModel):
        f"{sealed}"
    with pytest.raises(NotThroughTheModel):
        _ = sealed == "One."
    assert "s1:" not in repr(sealed)


@pytest.mark.parametrize("condition", ["text", "text__contains", "text__startswith", "text__in", "text__gt"])
def test_a_sealed_text_cannot_be_searched(condition: str) -> None:
    with pytest.raises(FieldError):
        JournalNote.objects.filter(**{condition: "s1"})


def test_whether_there_is_a_text_can_be_asked() -> None:
    CaseFactory(background="")
    full = CaseFactory(background="Something.")

    assert list(Case.objects.filter(background__isnull=False)) == [full]


def test_a_write_past_the_model_is_refused() -> None:
    note = JournalNoteFactory()

    with pytest.raises(NotThroughTheModel):
        JournalNote.objects.filter(pk=note.pk).update(text="Plain.")
    with pytest.raises(NotThroughTheModel), transaction.atomic():
        JournalNote._base_manager.filter(pk=note.pk).update(text="Plain.")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_journalnote SET text = 'Plain.' WHERE id = %s", [note.pk])


def test_every_sealed_column_lets_nothing_else_in() -> None:
    unguarded = []
    for model in apps.get_models():
        for field in sealed_fields(model):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c' "
                    "AND pg_get_constraintdef(oid) ~ 's1:|x73313a' "
                    "AND conkey = ARRAY[(SELECT attnum FROM pg_attribute WHERE attrelid = conrelid "
                    "AND attname = %s)]",
                    [model._meta.db_table, field.column],
                )
                if cursor.fetchone() == (0,):
                    unguarded.append(f"{model._meta.db_table}.{field.column}")

    assert unguarded == []


def test_a_code_without_its_token_is_refused_by_the_database() -> None:
    episode = sick_leave(StaffMemberFactory(), DAY, diagnosis_code="F32")

    with pytest.raises(IntegrityError), transaction.atomic():
        SickLeaveEpisode.objects.filter(pk=episode.pk).update(diagnosis_token=None)


def test_a_value_moved_to_another_row_is_not_shown() -> None:
    mine, theirs = JournalNoteFactory(text="Mine."), JournalNoteFactory(text="Theirs.")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_journalnote SET text = (SELECT text FROM cases_journalnote WHERE id = %s) "
            "WHERE id = %s",
            [theirs.pk, mine.pk],
        )

    moved = JournalNote.objects.get(pk=mine.pk)

    with pytest.raises(CannotUnseal):
        _ = moved.text
    with pytest.raises(CannotUnseal), transaction.atomic():
        moved.save()


def test_under_a_wrong_key_nothing_is_shown_and_nothing_is_saved() -> None:
    case = CaseFactory(background="Knee surgery planned.")
    before = stored(Case, "background", case.pk)

    with override_settings(SEALING_KEYS=KeyRing(make_key("another"))):
        found = Case.objects.get(pk=case.pk)
        with pytest.raises(CannotUnseal) as refusal:
            _ = found.background
        with pytest.raises(CannotUnseal), transaction.atomic():
            found.save()
        with pytest.raises(CannotUnseal):
            found.background = "New words over what cannot be read."

    assert before not in str(refusal.value)
    assert stored(Case, "background", case.pk) == before


def test_a_new_key_seals_what_is_saved_and_the_old_one_still_opens() -> None:
    old, new = make_key("old"), make_key("new")
    with override_settings(SEALING_KEYS=KeyRing(old)):
        case = CaseFactory(background="Words.")

    with override_settings(SEALING_KEYS=KeyRing(new, old)):
        found = Case.objects.get(pk=case.pk)
        assert found.background == "Words."
        found.save()

    assert key_id_of(stored(Case, "background", case.pk)) == "new"


def test_deferred_columns_are_fetched_when_they_are_read() -> None:
    episode = sick_leave(StaffMemberFactory(), DAY, diagnosis_code="F32")

    light = SickLeaveEpisode.objects.without_health().get(pk=episode.pk)
    light.last_day = date(2021, 3, 9)
    light.save()

    assert light.diagnosis_code == "F32"
    assert stored(SickLeaveEpisode, "diagnosis_token", episode.pk) is not None


def test_a_personal_number_stands_once_an_employer_whatever_key_it_was_indexed_under() -> None:
    employer: Subproject = SubprojectFactory()
    old, new = make_key("old"), make_key("new")
    with override_settings(SEALING_KEYS=KeyRing(old)):
        member = StaffMemberFactory(subproject=employer, personal_number=NUMBER)

    with override_settings(SEALING_KEYS=KeyRing(new, old)):
        twin = StaffMemberFactory.build(subproject=employer, employee_number="twin", personal_number=NUMBER)
        with pytest.raises(ValidationError) as refusal:
            twin.full_clean()
        assert "personal_number" in refusal.value.message_dict
        member.full_clean()
        elsewhere = SubprojectFactory()
        StaffMemberFactory.build(
            subproject=elsewhere, employee_number="twin", personal_number=NUMBER
        ).full_clean()
        assert StaffMember.objects.by_personal_number(employer.pk, [NUMBER, OTHER]) == {NUMBER: member.pk}


def test_the_database_keeps_a_personal_number_once_an_employer() -> None:
    member = StaffMemberFactory(personal_number=NUMBER)

    with pytest.raises(IntegrityError), transaction.atomic():
        StaffMemberFactory(subproject=member.subproject, personal_number=NUMBER)
    StaffMemberFactory(personal_number=NUMBER)


def test_checking_constraints_sends_no_plain_text_to_the_database(
    django_assert_max_num_queries: Any,
) -> None:
    episode = sick_leave(StaffMemberFactory(), DAY, diagnosis_code="F438A")

    with django_assert_max_num_queries(20) as captured:
        episode.full_clean()
        episode.save()

    written = [query["sql"] for query in captured.captured_queries]
    assert any(sql.startswith("UPDATE") and "diagnosis_code" in sql for sql in written)
    assert not any("F438A" in sql for sql in written)


def test_an_upload_is_sealed_with_its_preview() -> None:
    employer = SubprojectFactory()
    upload = AbsenceImport.objects.create(
        subproject=employer,
        file_name="a.csv",
        file_format="csv",
        content=b"N100;F438A",
        preview={"code": "F438A"},
    )

    for column in ("content", "preview"):
        kept = bytes(stored(AbsenceImport, column, upload.pk))
        assert kept.startswith(b"s1:")
        assert b"F438A" not in kept
    found = AbsenceImport.objects.get(pk=upload.pk)
    assert bytes(found.content) == b"N100;F438A"
    assert found.preview == {"code": "F438A"}


def test_a_sealed_value_of_another_column_of_the_row_does_not_open() -> None:
    note = JournalNoteFactory()
    foreign = seal("Words.", table="cases_case", column="background", row=note.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_journalnote SET text = %s WHERE id = %s", [foreign, note.pk])

    with pytest.raises(CannotUnseal):
        _ = JournalNote.objects.get(pk=note.pk).text
