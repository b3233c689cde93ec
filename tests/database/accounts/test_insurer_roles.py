"""Nobody works with people at the insurer and at an employer on the same day, whoever gives the roles."""

import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from experio.accounts.models import User
from subprojects.models import GroupRole, IdentityProvider, Membership, Role, Subproject, Unit
from subprojects.sign_in.group_roles import apply_groups
from tests.factories import TODAY, MembershipFactory, SubprojectFactory, UnitFactory, UserFactory

NEVER = "insurer_and_employer_never_meet"
BOTH = [Role.HR_OFFICER, Role.HR_LEAD, Role.MANAGER]


@pytest.fixture
def insurer(north: Subproject) -> Subproject:
    made: Subproject = SubprojectFactory(project=north.project, slug="insurer", is_insurer=True)
    return made


@pytest.fixture
def person(db: None) -> User:
    made: User = UserFactory(username="both.sides")
    return made


def role_at(employer: Subproject, role: Role, person: User, **days: Any) -> Membership:
    scope = {"unit": UnitFactory(subproject=employer)} if role == Role.MANAGER else {"subproject": employer}
    return Membership(user=person, role=role, **scope, **{"first_day": TODAY, "last_day": None, **days})


@pytest.mark.parametrize("at_insurer", BOTH)
@pytest.mark.parametrize("elsewhere", BOTH)
def test_both_at_once_are_refused_in_words_and_by_the_database(
    at_insurer: Role, elsewhere: Role, insurer: Subproject, north: Subproject, person: User
) -> None:
    there, here = (insurer, at_insurer), (north, elsewhere)
    for first, second in ((there, here), (here, there)):
        with transaction.atomic():
            role_at(*first, person).save()
            with pytest.raises(ValidationError, match="same day|samma dag"):
                role_at(*second, person).full_clean()
            with pytest.raises(IntegrityError, match="on the same day") as refused, transaction.atomic():
                role_at(*second, person).save()
            assert refused.value.__cause__.diag.constraint_name == NEVER
            transaction.set_rollback(True)


def test_one_after_the_other_is_allowed_and_may_not_be_stretched(
    insurer: Subproject, north: Subproject, person: User
) -> None:
    role_at(insurer, Role.HR_OFFICER, person, last_day=TODAY).save()
    later = role_at(north, Role.MANAGER, person, first_day=TODAY + timedelta(days=1))
    later.full_clean()
    later.save()

    with pytest.raises(IntegrityError, match="on the same day"), transaction.atomic():
        Membership.objects.filter(pk=later.pk).update(first_day=TODAY)


@pytest.mark.parametrize("role", [Role.SUBPROJECT_LEAD, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_who_sees_figures_alone_may_do_so_beside(
    role: Role, insurer: Subproject, north: Subproject, person: User
) -> None:
    role_at(insurer, Role.HR_OFFICER, person).save()
    scope: dict[str, Any] = {
        Role.SUBPROJECT_LEAD: {"subproject": north},
        Role.EVALUATOR: {"project": north.project},
        Role.ADMINISTRATOR: {},
    }[role]

    made = Membership(user=person, role=role, first_day=TODAY, **scope)
    made.full_clean()
    made.save()


def test_two_employers_or_two_roles_at_the_insurer_are_no_meeting(
    insurer: Subproject, north: Subproject, south: Subproject, person: User
) -> None:
    other: User = UserFactory(username="of.insurer")
    for employer, user, role in (
        (north, person, Role.HR_OFFICER),
        (south, person, Role.MANAGER),
        (insurer, other, Role.HR_OFFICER),
        (insurer, other, Role.MANAGER),
    ):
        made = role_at(employer, role, user)
        made.full_clean()
        made.save()


def test_an_employer_does_not_become_the_insurer_over_such_roles(
    north: Subproject, south: Subproject, person: User
) -> None:
    for employer in (north, south):
        role_at(employer, Role.HR_OFFICER, person).save()

    with pytest.raises(IntegrityError, match="on the same day"), transaction.atomic():
        Subproject.objects.filter(pk=south.pk).update(is_insurer=True)


def test_a_unit_does_not_move_to_the_insurer_over_them(
    insurer: Subproject, north: Subproject, ward: Unit, person: User
) -> None:
    MembershipFactory(user=person, role=Role.MANAGER, unit=ward)
    role_at(north, Role.HR_OFFICER, person).save()

    with pytest.raises(IntegrityError, match="on the same day"), transaction.atomic():
        Unit.objects.filter(pk=ward.pk).update(subproject=insurer)


def test_a_group_gives_no_such_role_and_the_sign_in_goes_on(
    insurer: Subproject, north: Subproject, person: User, caplog: pytest.LogCaptureFixture
) -> None:
    role_at(insurer, Role.HR_OFFICER, person, first_day=date(2021, 1, 1)).save()
    provider = provider_of(north)

    with caplog.at_level(logging.WARNING, logger="experio.accounts.providers"):
        apply_groups(provider=provider, user=person, groups=["hr", "leads"], today=TODAY)

    given = Membership.objects.filter(user=person, identity_provider=provider)
    assert [one.role for one in given] == [Role.SUBPROJECT_LEAD], "the other role of the groups is given"
    assert "insurer and employer never meet" in caplog.text


def test_the_same_role_by_hand_at_another_employer_keeps_no_group_from_giving_it(
    north: Subproject, south: Subproject, person: User
) -> None:
    role_at(south, Role.HR_OFFICER, person).save()
    provider = provider_of(north)

    apply_groups(provider=provider, user=person, groups=["hr"], today=TODAY)

    assert Membership.objects.get(user=person, identity_provider=provider).subproject == north


def provider_of(employer: Subproject) -> IdentityProvider:
    """Its group `hr` gives HR officers, `leads` subproject leads."""
    made: IdentityProvider = IdentityProvider.objects.create(
        subproject=employer,
        slug=employer.slug,
        name=employer.name,
        issuer="https://idp.example.org",
        client_id="experio",
        secret_variable="EXPERIO_OIDC_NORTH",
    )
    GroupRole.objects.create(identity_provider=made, group="hr", role=Role.HR_OFFICER)
    GroupRole.objects.create(identity_provider=made, group="leads", role=Role.SUBPROJECT_LEAD)
    return made


def test_the_application_cannot_ask_about_people_it_does_not_see(person: User) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT subprojects_meets_insurer(%s)", [person.pk])
