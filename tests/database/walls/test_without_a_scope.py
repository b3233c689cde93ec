"""Whoever asks without saying on whose behalf finds nothing and changes nothing."""

import json

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from cases.models import (
    ControllerDetails,
    DataRequest,
    Disposal,
    DisposalRow,
    Restriction,
    RetentionHold,
    RetentionRule,
    Withholding,
)
from experio.scope import DAY, EMPLOYERS, acting_as, working_for
from subprojects.models import GroupRole, IdentityProvider, Role
from tests.cast import holding
from tests.database.access_world import World
from tests.database.walls.catalogue import OPEN_TO_ALL, WALLED, names
from tests.factories import (
    TODAY,
    ActivityHoursFactory,
    CertificateFactory,
    ParticipationFactory,
)


def out_of_scope() -> None:
    """From here to the end of the test's transaction nobody is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', true), set_config(%s, '', true)", [EMPLOYERS, DAY])


@pytest.fixture
def filled(world: World) -> World:
    """A row, and a row of history, in each walled table."""
    CertificateFactory(episode=world.episode)
    ParticipationFactory(staff_member=world.nurse)
    ActivityHoursFactory(
        participation__staff_member=world.people["employee_other"].memberships.get().staff_member
    )
    provider = IdentityProvider.objects.create(
        subproject=world.north, slug="north", name="North", issuer="https://id.example.org", client_id="x"
    )
    GroupRole.objects.create(identity_provider=provider, group="hr", role="hr_officer")
    of = {"subproject": world.north, "staff_member": world.nurse}
    officer = world.people["hr_own"]
    ControllerDetails.objects.create(
        subproject=world.north, controller_name="The board", controller_contact="board@example.org"
    )
    DataRequest.objects.create(**of, kind="access", received_on=TODAY, recorded_by=officer)
    Withholding.objects.create(**of, case=world.case, ground="OSL 25:1", decided_by=officer, decided_on=TODAY)
    RetentionHold.objects.create(**of, first_day=TODAY, reason="An audit", set_by=officer)
    rule = RetentionRule.objects.create(
        subproject=world.north,
        record_kind="case",
        counted_from="case_closed",
        months=24,
        decision_reference="2021/1",
        decided_on=TODAY,
        valid_from=TODAY,
        recorded_by=officer,
    )
    with acting_as(officer):
        disposal = Disposal.objects.create(
            subproject=world.north,
            kind="retention",
            rule=rule,
            record_kind="case",
            decision_reference="2021/1",
            records=1,
            proposed_by=officer,
        )
        DisposalRow.objects.create(disposal=disposal, table="cases_case", row=world.case.pk)
    Restriction.objects.create(**of, first_day=TODAY, ground="accuracy", reason="Dates", decided_by=officer)
    assert world.client_of("hr_own").get("/").status_code == 200, "a reading"
    return world


def test_nothing_is_seen_changed_or_removed(filled: World) -> None:
    with connection.cursor() as cursor:
        walled = names(cursor, WALLED)
        full = {table: _count(cursor, table) for table in walled}
        out_of_scope()
        seen = {table: _count(cursor, table) for table in walled}
        touched: dict[str, int] = {}
        for table in walled:
            column = _a_column(cursor, table)
            for statement in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):
                try:
                    with transaction.atomic():
                        cursor.execute(statement)
                        touched[table] = touched.get(table, 0) + cursor.rowcount
                except ProgrammingError as error:
                    # History may not be touched at all.
                    assert "permission denied" in str(error)

    filled_tables = {table for table, count in full.items() if count}
    assert len(filled_tables) > 30, "there is something to see"
    assert {table for table, count in seen.items() if count} <= OPEN_TO_ALL
    assert {table for table, count in touched.items() if count} == set()


def test_a_row_that_is_sent_back_in_is_refused(filled: World) -> None:
    """The very rows that stand there: were the wall open, a key would be told to exist."""
    refused, let_in = [], []
    with connection.cursor() as cursor:
        for table in names(cursor, WALLED):
            cursor.execute(f'SELECT row_to_json(one) FROM "{table}" one LIMIT 1')
            row = cursor.fetchone()
            if row is None:
                continue
            cursor.execute(
                "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
                [f'"{table}"'],
            )
            columns = cursor.fetchone()[0]
            values = row[0] if isinstance(row[0], str) else json.dumps(row[0])
            try:
                with transaction.atomic():
                    out_of_scope()
                    cursor.execute(
                        f'INSERT INTO "{table}" ({columns}) '
                        f'SELECT {columns} FROM json_populate_record(null::"{table}", %s)',
                        [values],
                    )
                let_in.append(table)
            except DatabaseError as error:
                # A guard may be quicker than the wall.
                said = ("row-level security", "permission denied", "in the own name", "before it is approved")
                assert any(words in str(error) for words in said), table
                refused.append(table)

    assert let_in == []
    assert len(refused) > 25


def test_a_command_sees_its_own_employer_and_no_other(filled: World) -> None:
    from cases.models import Case
    from subprojects.models import StaffMember, Subproject

    south = Subproject.objects.get(slug="south")
    with working_for(south.pk):
        assert not StaffMember.objects.filter(subproject=filled.north).exists()
        assert filled.case not in Case.objects.all()
    with working_for(filled.north.pk):
        assert set(StaffMember.objects.values_list("subproject", flat=True)) == {filled.north.pk}
        assert filled.case in Case.objects.all()


def test_nobody_and_a_user_without_roles_see_nothing(filled: World) -> None:
    from django.contrib.auth.models import AnonymousUser

    from subprojects.models import StaffMember, Unit

    for user in (AnonymousUser(), filled.people["nobody"], filled.people["hr_ended"]):
        with acting_as(user):
            assert not StaffMember.objects.exists()
            assert not Unit.objects.exists()


def test_a_person_who_may_not_sign_in_any_more_sees_nothing(filled: World) -> None:
    from subprojects.models import StaffMember

    officer = holding(Role.HR_OFFICER, "hr.gone", subproject=filled.north)
    with acting_as(officer):
        assert StaffMember.objects.exists()
    officer.is_active = False
    with acting_as(officer):
        assert not StaffMember.objects.exists()


def _a_column(cursor: object, table: str) -> str:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = '' AND attidentity = '' ORDER BY attnum LIMIT 1",
        [f'"{table}"'],
    )
    return str(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _count(cursor: object, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]
