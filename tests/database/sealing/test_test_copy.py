"""`pseudonymise` makes a test copy: nobody of the original is left, and its figures keep their shape."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from cases.actions.data_requests import record_request
from cases.actions.protection import protect_identity
from cases.actions.restrictions import hold
from cases.actions.sick_leave import delete_sick_leave
from cases.models import AbsenceImport, Case, JournalNote, SickLeaveEpisode
from experio.database import as_owner
from experio.sealing import CannotUnseal
from experio.sealing.keys import read_keys
from experio.test_copies.rules import undecided
from subprojects.models import StaffMember
from tests.database.sealing.test_stolen_dump import dump
from tests.factories import (
    TODAY,
    CaseFactory,
    EmploymentFactory,
    JournalNoteFactory,
    StaffMemberFactory,
    SubprojectFactory,
    UnitFactory,
    UserFactory,
    sick_leave,
)
from tests.opened import opened_values

NUMBER = "198001022386"
CANARIES = (
    "Canaria",
    "Fågelström",
    "CAN-4711",
    NUMBER,
    "Q8731",
    "canary-journal",
    "canary-background",
    "canary-deletion",
    "canary-request",
    "canary-hold",
    "canary.user",
    "1980-01-02",
    "1961-07-21",
    "Hemliga",
)


@pytest.fixture
def original(transactional_db: None) -> StaffMember:
    employer = SubprojectFactory()
    unit = UnitFactory(subproject=employer)
    officer = UserFactory(username="canary.user", first_name="Canaria", email="canary.user@example.org")
    member = StaffMemberFactory(
        subproject=employer,
        employee_number="CAN-4711",
        first_name="Canaria",
        last_name="Fågelström",
        birth_date=date(1980, 1, 2),
        personal_number=NUMBER,
    )
    EmploymentFactory(unit=unit, staff_member=member)
    sick_leave(member, date(2021, 9, 1), date(2021, 9, 20), diagnosis_code="Q8731")
    for day, code in ((date(2021, 6, 1), "F322"), (date(2021, 7, 1), "M545"), (date(2021, 8, 1), "")):
        sick_leave(member, day, day, diagnosis_code=code)
    delete_sick_leave(
        episode=sick_leave(member, date(2020, 3, 1), date(2020, 3, 2)), reason="canary-deletion"
    )
    case = CaseFactory(staff_member=member, responsible_officer=officer, background="canary-background")
    JournalNoteFactory(case=case, text="canary-journal")
    AbsenceImport.objects.create(
        subproject=employer, file_name="canary-journal.csv", file_format="csv", content=b"Q8731"
    )
    record_request(
        staff_member=member,
        kind="correction",
        received_on=TODAY,
        text="canary-request",
        recorded_by=officer,
        today=TODAY,
    )
    hold(staff_member=member, first_day=TODAY, today=TODAY, reason="canary-hold", set_by=officer)
    hidden = StaffMemberFactory(
        subproject=employer, first_name="Hemliga", last_name="Fågelström", birth_date=date(1961, 7, 21)
    )
    protect_identity(
        staff_member=hidden, kind="employer", reason="Hemliga", first_day=date(2021, 1, 1), set_by=officer
    )
    return member


def make_copy(**options: Any) -> dict[str, Any]:
    answer = StringIO()
    connection.close()
    call_command(
        "pseudonymise",
        "--json",
        this_is_the_copy=connection.settings_dict["NAME"],
        stdout=answer,
        **options,
    )
    made: dict[str, Any] = json.loads(answer.getvalue())
    return made


def groups() -> Counter[str]:
    return Counter(episode.diagnosis_group for episode in SickLeaveEpisode.objects.all())


def everything() -> str:
    """The dump, with what is sealed opened."""
    with as_owner():
        return "\n".join((dump(), *opened_values()))


def test_nobody_of_the_original_is_left_in_the_copy(original: StaffMember) -> None:
    before = groups()
    days = set(SickLeaveEpisode.objects.values_list("first_day", "last_day"))
    # The reason of the deletion is sealed in the history's contexts, which are emptied.
    assert {canary for canary in CANARIES if canary in everything()} == set(CANARIES) - {"canary-deletion"}

    made = make_copy()

    with pytest.raises(CannotUnseal):
        _ = JournalNote.objects.get().text
    with override_settings(SEALING_KEYS=read_keys(made["key"])):
        assert {canary for canary in CANARIES if canary in everything()} == set()
        assert groups() == before
        assert set(SickLeaveEpisode.objects.values_list("first_day", "last_day")) == days
        assert Case.objects.get().background == "–"
        person = StaffMember.objects.get(pk=original.pk)
        assert person.employments.count() == 1
        assert 0 < abs((person.birth_date - date(1980, 1, 2)).days) <= 150


def test_the_same_seed_invents_the_same_people(original: StaffMember) -> None:
    key = make_copy(seed=7)["key"]
    with override_settings(SEALING_KEYS=read_keys(key)):
        first = list(StaffMember.objects.order_by("pk").values_list("first_name", "last_name", "key"))
        make_copy(seed=7)
        assert list(StaffMember.objects.order_by("pk").values_list("first_name", "last_name", "key")) == first


def test_a_database_that_is_not_named_is_left_alone(original: StaffMember) -> None:
    with pytest.raises(CommandError, match="nothing was done"):
        call_command("pseudonymise", this_is_the_copy="experio")
    assert StaffMember.objects.get(pk=original.pk).first_name == "Canaria"


def test_a_database_that_is_served_is_left_alone(original: StaffMember) -> None:
    import psycopg

    connection.ensure_connection()
    params = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with psycopg.connect(**params), pytest.raises(CommandError, match="connected"):
        make_copy()
    assert StaffMember.objects.get(pk=original.pk).first_name == "Canaria"


def test_every_text_about_people_has_a_rule() -> None:
    assert list(undecided()) == []
