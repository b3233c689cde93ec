"""A key that exists elsewhere behaves like one that does not exist: neither unique nor foreign keys tell."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import Error, connection, models, transaction

from cases.models import Case, SickLeaveEpisode
from experio.scope import acting_as
from subprojects.models import StaffMember, Subproject
from tests.database.access_world import World
from tests.database.walls.catalogue import WALLED, names
from tests.factories import CaseFactory, StaffMemberFactory

# Unique without the employer, and why that tells nothing.
HARMLESS = {
    ("subprojects_subproject", "slug"): "employers' names are no secret",
    ("subprojects_unit", "code"): "units are the administrator's, who sees them all",
    ("subprojects_staffmember", "key"): "random, 122 bits",
    ("cases_absenceimport", "key"): "random, 122 bits",
    ("subprojects_identityprovider", "slug"): "providers stand on the sign-in page",
    ("subprojects_identityprovider", "client_id", "issuer"): "the administrator's, who sees them all",
    ("subprojects_grouprole", "group", "identity_provider_id", "role", "unit_id"): "the administrator's",
}
# Keys by which a row hangs on one of the same employer: what is unique within it is within the employer.
WITHIN = {
    "subproject_id",
    "staff_member_id",
    "case_id",
    "episode_id",
    "participation_id",
    "disposal_id",
    "review_id",
    "corrects_id",
    "content_object_id",
}


def unique_keys() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every unique index of a walled table but the row's own number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname) FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) "
            "WHERE (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary AND c.relname = ANY (%s) "
            "GROUP BY c.relname, i.indexrelid",
            [names(connection.cursor(), WALLED)],
        )
        yield from ((table, tuple(columns)) for table, columns in cursor.fetchall())


def test_unique_keys_hold_within_one_employer_or_cannot_be_guessed(db: None) -> None:
    telling = [
        (table, columns)
        for table, columns in unique_keys()
        if not set(columns) & WITHIN and (table, *columns) not in HARMLESS and columns != ("id",)
    ]

    assert telling == []


def test_two_employers_may_use_the_same_numbers(world: World) -> None:
    """An officer of South who types North's numbers learns nothing: they are free."""
    officer = world.people["hr_other"]
    south = Subproject.objects.get(slug="south")
    world.nurse.personal_number = "198201012385"
    world.nurse.save()
    with acting_as(officer):
        twin = StaffMember(
            subproject=south,
            employee_number=world.nurse.employee_number,
            personal_number=world.nurse.personal_number,
            first_name="Nils",
            last_name="Like",
            birth_date=date(1985, 2, 28),
            gender="man",
        )
        twin.full_clean()
        twin.save()
        case = Case(
            subproject=south,
            staff_member=twin,
            number=world.case.number,
            year=2021,
            sequence=1,
            opened_on=date(2021, 11, 1),
            reason="other",
            responsible_officer=officer,
        )
        case.full_clean()
        case.save()


def test_the_own_employers_numbers_are_still_told(world: World) -> None:
    with acting_as(world.people["hr_own"]):
        twin = StaffMemberFactory.build(subproject=world.north, employee_number=world.nurse.employee_number)
        with pytest.raises(ValidationError, match="Another staff member|En annan medarbetare"):
            twin.full_clean()


def walled_references() -> list[tuple[type[models.Model], str]]:
    """Each foreign key from a walled model to a walled model that is within an employer."""
    with connection.cursor() as cursor:
        walled = set(names(cursor, WALLED)) - {"subprojects_subproject"}
    return [
        (model, field.name)
        for model in apps.get_models()
        if model._meta.db_table in walled and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.db_table in walled
    ]


def test_a_form_answers_alike_for_a_foreign_row_and_for_none(world: World) -> None:
    """Forms and actions check `full_clean` first: a key of another employer's row "does not exist"."""
    nurse, episode = world.nurse.pk, world.episode.pk
    officer = world.people["hr_other"]
    south = Subproject.objects.get(slug="south")

    def said(**keys: Any) -> str:
        with pytest.raises(ValidationError) as refused:
            SickLeaveEpisode(
                subproject=south, first_day=date(2021, 10, 10), diagnosis_status="not_shared", **keys
            ).full_clean()
        return str(refused.value.message_dict).replace(str(next(iter(keys.values()))), "KEY")

    with acting_as(officer):
        assert said(staff_member_id=nurse) == said(staff_member_id=9_999_999)
        with pytest.raises(ValidationError) as foreign:
            Case(subproject=south, episode_id=episode, staff_member_id=nurse).full_clean()
        with pytest.raises(ValidationError) as missing:
            Case(subproject=south, episode_id=9_999_999, staff_member_id=9_999_998).full_clean()
        assert set(foreign.value.message_dict) == set(missing.value.message_dict)


def test_the_database_hangs_nothing_on_a_foreign_row_and_quotes_none(world: World) -> None:
    """Past every form: an own row that names a foreign person, episode or case never stays."""
    south = Subproject.objects.get(slug="south")
    mine = StaffMemberFactory(subproject=south)
    own_case = CaseFactory(staff_member=mine, responsible_officer=world.people["hr_other"])
    statements = {
        "an episode": "INSERT INTO cases_sickleaveepisode (subproject_id, staff_member_id, first_day, cause, "
        "diagnosis_status, diagnosis_code, source, recorded_at) VALUES "
        f"({south.pk}, {{staff}}, '2021-10-10', 'sickness', 'not_shared', '', 'form', now())",
        "an employment": "INSERT INTO subprojects_employment (subproject_id, staff_member_id, unit_id, "
        f"weekly_hours, first_day) SELECT {south.pk}, {{staff}}, {world.ward.pk}, 40, '2021-01-01'",
        "a note": "INSERT INTO cases_journalnote (subproject_id, case_id, kind, visibility, "
        f"happened_on, text, written_by_id, written_at) VALUES ({south.pk}, {{case}}, 'note', 'hr_only', "
        f"'2021-11-01', 'x', {world.people['hr_other'].pk}, now())",
    }
    for what, statement in statements.items():
        answers = []
        for staff, case in ((world.nurse.pk, world.case.pk), (9_999_999, 9_999_999)):
            with (
                pytest.raises(Error) as refused,
                transaction.atomic(),
                acting_as(world.people["hr_other"]),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement.format(staff=staff, case=case))
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            answers.append(type(refused.value))
            assert "Nordin" not in str(refused.value)
            assert "CANARY" not in str(refused.value)
        assert answers[0] is answers[1], what
    assert own_case.notes.count() == 0


def test_every_reference_between_rows_stays_within_the_employer(db: None) -> None:
    """A new foreign key between walled tables needs its second key over the employer, or a reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE c.contype = 'f' AND cardinality(c.conkey) >= 2"
        )
        kept = set(cursor.fetchall())
    loose = {
        (model._meta.db_table, model._meta.get_field(name).column)
        for model, name in walled_references()
        if (model._meta.db_table, model._meta.get_field(name).column) not in kept
    }

    # The unit and the first episode are compared in the actions and forms; the rest hangs on a kept key.
    assert loose == {
        ("subprojects_unit", "parent_id"),
        ("subprojects_employment", "unit_id"),
        ("subprojects_membership", "unit_id"),
        ("subprojects_membership", "staff_member_id"),
        ("subprojects_activityhours", "participation_id"),
        ("cases_case", "episode_id"),
        ("cases_journalnote", "corrects_id"),
        ("cases_caseuserobjectpermission", "content_object_id"),
        ("cases_caseuserobjectpermission", "delegation_id"),
        ("cases_withholding", "note_id"),
        ("audit_logreviewrow", "review_id"),
        ("cases_disclosureassessment", "corrects_id"),
        ("cases_restriction", "for_request_id"),
        ("cases_disposal", "rule_id"),
        ("cases_disposalrow", "disposal_id"),
        ("subprojects_membership", "identity_provider_id"),
        ("subprojects_grouprole", "identity_provider_id"),
        ("subprojects_grouprole", "unit_id"),
    }
