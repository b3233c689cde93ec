"""The journal keeps what was written; a note is corrected in the open."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cases.actions.case import close_case
from cases.actions.journal import add_note, correct_note
from cases.models import Case, JournalNote
from experio.accounts.models import User
from subprojects.models import Role, StaffMember, Unit
from tests.cast import holding
from tests.factories import TODAY, CaseFactory, EmploymentFactory, JournalNoteFactory


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    return CaseFactory(staff_member=nurse, responsible_officer=hr_north)


def note(
    case: Case, by: User, text: str = "Called.", visibility: str = "hr_only", **more: Any
) -> JournalNote:
    values = {"kind": "contact", "happened_on": TODAY, **more}
    return add_note(case=case, visibility=visibility, text=text, written_by=by, today=TODAY, **values)


def correction(old: JournalNote, by: User, text: str, visibility: str = "hr_only") -> JournalNote:
    return correct_note(
        note=old,
        kind="contact",
        visibility=visibility,
        happened_on=TODAY,
        text=text,
        written_by=by,
        today=TODAY,
    )


def test_a_correction_points_at_the_note_and_leaves_its_words(case: Case, hr_north: User) -> None:
    old = note(case, hr_north, "Meeting on Tuesday.")

    new = correction(old, hr_north, "Meeting on Thursday.")

    old.refresh_from_db()
    assert (old.text, new.corrects, old.corrected_by) == ("Meeting on Tuesday.", old, new)


def test_a_note_is_corrected_once_then_the_newest_is(case: Case, hr_north: User) -> None:
    old = note(case, hr_north)
    new = correction(old, hr_north, "Second.")

    with pytest.raises(ValidationError):
        correction(old, hr_north, "Also second.")
    assert correction(new, hr_north, "Third.").corrects == new


def test_the_manager_reads_shared_notes_only(case: Case, hr_north: User, manager_ward: User) -> None:
    note(case, hr_north, "About health.")
    shared = note(case, hr_north, "Adapted tasks agreed.", "hr_and_manager")

    assert list(JournalNote.objects.readable_by(manager_ward, case)) == [shared]
    assert JournalNote.objects.readable_by(hr_north, case).count() == 2


def test_a_correction_for_hr_only_takes_the_older_versions_from_the_manager(
    case: Case, hr_north: User, manager_ward: User
) -> None:
    first = note(case, hr_north, "Shared by mistake.", "hr_and_manager")
    second = correction(first, hr_north, "Still shared.", "hr_and_manager")
    correction(second, hr_north, "For HR only.")

    assert not JournalNote.objects.readable_by(manager_ward, case).exists()
    assert JournalNote.objects.readable_by(hr_north, case).count() == 3


def test_sharing_a_correction_does_not_share_the_older_version(
    case: Case, hr_north: User, manager_ward: User
) -> None:
    new = correction(note(case, hr_north, "With health words."), hr_north, "Without.", "hr_and_manager")

    assert list(JournalNote.objects.readable_by(manager_ward, case)) == [new]


@pytest.mark.parametrize("who", ["employee", "hr_south", "office", "administrator", "nobody"])
def test_nobody_else_reads_the_journal(
    who: str, case: Case, hr_north: User, request: pytest.FixtureRequest
) -> None:
    note(case, hr_north, "About health.")
    note(case, hr_north, "Shared.", "hr_and_manager")

    assert not JournalNote.objects.readable_by(request.getfixturevalue(who), case).exists()


def test_a_manager_does_not_read_the_journal_about_themselves(
    case: Case, hr_north: User, ward: Unit, nurse: StaffMember
) -> None:
    note(case, hr_north, "About health.")
    note(case, hr_north, "Shared.", "hr_and_manager")
    manager = holding(Role.MANAGER, "nurse.and.manager", unit=ward)
    manager.memberships.create(role=Role.EMPLOYEE, staff_member=nurse, first_day=TODAY)

    assert not JournalNote.objects.readable_by(manager, case).exists()


def test_a_note_sent_twice_is_kept_once(case: Case, hr_north: User) -> None:
    assert note(case, hr_north, "Called.") == note(case, hr_north, "Called.")
    note(case, hr_north, "Called again.")

    assert JournalNote.objects.count() == 2


def test_an_empty_note_is_refused(case: Case, hr_north: User) -> None:
    with pytest.raises(ValidationError):
        note(case, hr_north, "   ")


def test_a_note_is_not_about_the_future(case: Case, hr_north: User) -> None:
    with pytest.raises(ValidationError):
        note(case, hr_north, happened_on=TODAY + timedelta(days=1))


def test_a_closed_case_takes_corrections_but_no_new_notes(case: Case, hr_north: User) -> None:
    old = note(case, hr_north)
    close_case(case=case, outcome="own_job", closed_on=TODAY, today=TODAY)

    with pytest.raises(ValidationError):
        note(case, hr_north, "Too late.")
    assert correction(old, hr_north, "Corrected.").corrects == old


def test_a_manager_follows_the_case_of_somebody_who_was_employed_elsewhere_before(
    nurse: StaffMember, school: Unit, manager_ward: User
) -> None:
    EmploymentFactory(
        staff_member=nurse, unit=school, first_day=date(2014, 1, 1), last_day=date(2014, 12, 31)
    )
    case = CaseFactory(staff_member=nurse)
    note = JournalNoteFactory(case=case, visibility="hr_and_manager")

    assert manager_ward.has_perm("cases.view_manager_notes", case)
    assert list(JournalNote.objects.readable_by(manager_ward, case)) == [note]
