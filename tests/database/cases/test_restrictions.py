"""Restricted data: shown as restricted, changed by nobody, left out of files, lifted by a decision."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.actions.case import change_case, close_case, open_case
from cases.actions.delegation import delegate_case
from cases.actions.journal import add_note, correct_note
from cases.actions.protection import lift_protection, protect_identity
from cases.actions.restrictions import lift_restriction, restrict
from cases.actions.sick_leave import (
    add_certificate,
    change_extent,
    delete_sick_leave,
    end_sick_leave,
    note_fk_report,
    record_sick_leave,
)
from cases.actions.staff import correct_staff_member
from cases.models import Case, JournalNote, Restriction, SickLeaveEpisode
from cases.outlines import ExtentSpan
from cases.restricted import DataIsRestricted
from experio.accounts.models import User
from subprojects.models import Employment, StaffMember
from tests.database.cases.test_register_extract import signed_in
from tests.factories import TODAY, CaseFactory, JournalNoteFactory, sick_leave


@pytest.fixture
def episode(nurse: StaffMember) -> SickLeaveEpisode:
    return sick_leave(nurse, date(2021, 10, 4))


@pytest.fixture
def case(nurse: StaffMember, hr_north: User) -> Case:
    found: Case = CaseFactory(staff_member=nurse, responsible_officer=hr_north)
    JournalNoteFactory(case=found)
    return found


def restricted(person: StaffMember, by: User, case: Case | None = None) -> Restriction:
    return restrict(
        staff_member=person,
        ground="accuracy",
        reason="dispute",
        first_day=TODAY,
        decided_by=by,
        today=TODAY,
        case=case,
    )


NOTE = {"kind": "note", "visibility": "hr_only", "happened_on": TODAY, "text": "x", "today": TODAY}
DEEDS: dict[str, Callable[[SickLeaveEpisode, Case, User], Any]] = {
    "end": lambda episode, case, by: end_sick_leave(episode=episode, last_day=TODAY),
    "extent": lambda episode, case, by: change_extent(episode=episode, first_day=TODAY, extent=50),
    "delete": lambda episode, case, by: delete_sick_leave(episode=episode, reason="wrong"),
    "certificate": lambda episode, case, by: add_certificate(
        episode=episode, first_day=TODAY, last_day=TODAY, received_on=TODAY
    ),
    "fk report": lambda episode, case, by: note_fk_report(episode=episode, reported_on=TODAY),
    "register": lambda episode, case, by: record_sick_leave(
        staff_member=episode.staff_member,
        first_day=date(2021, 3, 1),
        last_day=date(2021, 3, 2),
        extents=[ExtentSpan(date(2021, 3, 1), date(2021, 3, 2), 100)],
        recorded_by=by,
    ),
    "open case": lambda episode, case, by: open_case(
        staff_member=case.staff_member,
        reason="other",
        opened_on=TODAY,
        responsible_officer=by,
        opened_by=by,
        today=TODAY,
    ),
    "change case": lambda episode, case, by: change_case(
        case=case, reason="other", opened_on=TODAY, today=TODAY
    ),
    "close case": lambda episode, case, by: close_case(
        case=case, outcome="own_job", closed_on=TODAY, today=TODAY
    ),
    "note": lambda episode, case, by: add_note(case=case, written_by=by, **NOTE),
    "correct note": lambda episode, case, by: correct_note(
        note=JournalNote.objects.get(case=case), written_by=by, **NOTE
    ),
    "staff": lambda episode, case, by: correct_staff_member(
        staff_member=episode.staff_member, employments=[]
    ),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_nobody_changes_restricted_data(
    deed: str, episode: SickLeaveEpisode, case: Case, hr_north: User
) -> None:
    restricted(case.staff_member, hr_north)

    with pytest.raises(DataIsRestricted):
        DEEDS[deed](episode, case, hr_north)


@pytest.mark.parametrize("deed", sorted(set(DEEDS) - {"open case"}))
def test_it_can_be_changed_again_when_it_is_lifted(
    deed: str, episode: SickLeaveEpisode, case: Case, hr_north: User
) -> None:
    restriction = restricted(case.staff_member, hr_north)
    lift_restriction(restriction=restriction, lift_reason="settled", lifted_by=hr_north, today=TODAY)

    DEEDS[deed](episode, case, hr_north)


@pytest.mark.parametrize(
    "write",
    [
        lambda episode, case: SickLeaveEpisode.objects.filter(pk=episode.pk).update(last_day=TODAY),
        lambda episode, case: SickLeaveEpisode.objects.filter(pk=episode.pk).delete(),
        lambda episode, case: sick_leave(episode.staff_member, date(2021, 1, 4), date(2021, 1, 5)),
        lambda episode, case: episode.extents.update(extent=50),
        lambda episode, case: Case.objects.filter(pk=case.pk).update(plan_made_on=TODAY),
        lambda episode, case: JournalNoteFactory(case=case),
        lambda episode, case: JournalNote.objects.filter(case=case).update(kind="meeting"),
        lambda episode, case: StaffMember.objects.filter(pk=case.staff_member_id).update(first_name="X"),
        lambda episode, case: Employment.objects.filter(staff_member=case.staff_member_id).update(
            last_day=TODAY
        ),
    ],
    ids=[
        "episode",
        "episode deleted",
        "episode added",
        "extent",
        "case",
        "note",
        "note changed",
        "person",
        "employment",
    ],
)
def test_the_database_refuses_whatever_path_writes_it(
    write: Callable[[SickLeaveEpisode, Case], Any], episode: SickLeaveEpisode, case: Case, hr_north: User
) -> None:
    restricted(case.staff_member, hr_north)

    with pytest.raises(DatabaseError, match="restricted"), transaction.atomic():
        write(episode, case)


def test_a_restriction_of_one_case_leaves_the_rest(
    episode: SickLeaveEpisode, case: Case, hr_north: User
) -> None:
    restricted(case.staff_member, hr_north, case)

    with pytest.raises(DataIsRestricted):
        DEEDS["note"](episode, case, hr_north)
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalNoteFactory(case=case)
    DEEDS["end"](episode, case, hr_north)


def test_others_are_not_restricted(case: Case, teacher: StaffMember, hr_north: User) -> None:
    restricted(case.staff_member, hr_north)

    end_sick_leave(episode=sick_leave(teacher, date(2021, 10, 4)), last_day=TODAY)


def test_the_same_is_restricted_once(nurse: StaffMember, hr_north: User) -> None:
    restricted(nurse, hr_north)

    with pytest.raises(ValidationError):
        restricted(nurse, hr_north)


def test_lifting_says_why_and_twice_is_once(nurse: StaffMember, hr_north: User) -> None:
    restriction = restricted(nurse, hr_north)
    lift = {"restriction": restriction, "lifted_by": hr_north, "today": TODAY}

    with pytest.raises(ValidationError):
        lift_restriction(**lift, lift_reason=" ")
    lift_restriction(**lift, lift_reason="settled")
    again = lift_restriction(**lift, lift_reason="another word")

    assert again.lift_reason == "settled"


def test_an_import_names_whom_it_may_not_change_and_saves_nothing(
    nurse: StaffMember, teacher: StaffMember, hr_north: User, tmp_path: Any
) -> None:
    restricted(nurse, hr_north)
    file = tmp_path / "absence.csv"
    file.write_text(
        "anställningsnummer;från;till;omfattning\nN100;2021-03-01;2021-03-05;100\nN200;2021-03-01;2021-03-05;100\n"
    )

    with pytest.raises(CommandError, match="N100"):
        call_command("import_absence", str(file), subproject="north", stdout=StringIO())

    assert not SickLeaveEpisode.objects.exists()


@pytest.mark.parametrize(
    ("name", "view"), [("staff_list", ""), ("sick_leave_list", ""), ("case_list", "all")]
)
def test_files_leave_it_out_and_pages_show_it(
    name: str, view: str, episode: SickLeaveEpisode, case: Case, hr_north: User
) -> None:
    client = signed_in(hr_north)
    url = reverse(f"cases:{name}")
    assert b"Nordin" in client.get(url, {"format": "csv", "view": view}).content

    restricted(case.staff_member, hr_north)

    assert b"Nordin" not in client.get(url, {"format": "csv", "view": view}).content
    assert b"Nordin" in client.get(url, {"view": view}).content


def test_the_pages_say_that_it_is_restricted(
    episode: SickLeaveEpisode, case: Case, hr_north: User, manager_ward: User
) -> None:
    restricted(case.staff_member, hr_north)

    for user in (hr_north, manager_ward):
        client = signed_in(user)
        for url in (
            case.staff_member.get_absolute_url(),
            episode.get_absolute_url(),
            case.get_absolute_url(),
        ):
            assert "Behandlingen är begränsad" in client.get(url).content.decode()


def test_a_form_on_restricted_data_is_refused_with_a_sentence(
    episode: SickLeaveEpisode, hr_north: User
) -> None:
    restricted(episode.staff_member, hr_north)
    url = reverse("cases:sick_leave_end", args=[episode.staff_member.key, episode.pk])

    page = signed_in(hr_north).post(url, {"last_day": "2021-11-20"})

    assert page.status_code == 200
    assert "begränsad, så inget kan ändras" in page.content.decode()


def test_a_request_is_not_lent(case: Case, hr_north: User, hr_south: User) -> None:
    """Lending is processing too."""
    restricted(case.staff_member, hr_north)

    with pytest.raises(DataIsRestricted):
        delegate_case(
            case=case,
            to_user=hr_south,
            delegated_by=hr_north,
            first_day=TODAY,
            last_day=TODAY,
            reason="Holiday",
            today=TODAY,
        )


def test_an_identity_is_protected_at_once_and_laid_open_only_when_nothing_is_restricted(
    nurse: StaffMember, hr_north: User
) -> None:
    restriction = restricted(nurse, hr_north)
    protect_identity(
        staff_member=nurse, kind="secrecy_mark", reason="threat", first_day=TODAY, set_by=hr_north
    )
    lift = {"staff_member": nurse, "reason": "over", "lifted_on": TODAY, "lifted_by": hr_north}

    with pytest.raises(DataIsRestricted):
        lift_protection(**lift)
    lift_restriction(restriction=restriction, lift_reason="settled", lifted_by=hr_north, today=TODAY)
    lift_protection(**lift)

    nurse.refresh_from_db()
    assert nurse.last_name == "Nordin"
