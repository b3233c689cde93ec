"""On whose behalf the database is asked holds for one transaction, whatever ends it."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client

from experio.scope import ACTOR, DAY, EMPLOYERS, acting_as, working_for
from subprojects.models import Role, StaffMember
from tests.cast import holding
from tests.factories import EmploymentFactory, SubprojectFactory, UnitFactory


@pytest.fixture
def as_in_the_product(transactional_db: None) -> Iterator[None]:
    """The connection as a web worker has it: nobody is at work between requests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [EMPLOYERS])
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config(%s, '', false)", [EMPLOYERS])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [EMPLOYERS, before])


def at_work() -> tuple[str, str, str]:
    one = "coalesce(current_setting(%s, true), '')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {one}, {one}, {one}", [ACTOR, EMPLOYERS, DAY])
        return tuple(cursor.fetchone())


@pytest.fixture
def officer(transactional_db: None) -> object:
    north = SubprojectFactory(slug="north")
    EmploymentFactory(unit=UnitFactory(subproject=north))
    return holding(Role.HR_OFFICER, "hr.north", subproject=north)


def test_nothing_remains_after_a_commit(officer: object, as_in_the_product: None) -> None:
    with acting_as(officer):
        assert StaffMember.objects.count() == 1
    assert at_work() == ("", "", "")
    assert StaffMember.objects.count() == 0


def test_nothing_remains_after_a_failure(officer: object, as_in_the_product: None) -> None:
    with pytest.raises(ZeroDivisionError), acting_as(officer):
        raise ZeroDivisionError
    assert at_work() == ("", "", "")
    assert StaffMember.objects.count() == 0


def test_nothing_remains_after_the_database_refused_something(
    officer: object, as_in_the_product: None
) -> None:
    from django.db import DataError

    with pytest.raises(DataError), acting_as(officer), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert at_work() == ("", "", "")


def test_an_inner_scope_gives_back_the_outer_one(officer: object, as_in_the_product: None) -> None:
    with acting_as(officer):
        outer = at_work()
        with working_for(7, 3):
            assert at_work()[:2] == ("", "3,7")
        assert at_work() == outer
        with pytest.raises(ZeroDivisionError), transaction.atomic(), working_for(7):
            raise ZeroDivisionError
        assert at_work() == outer
        assert StaffMember.objects.count() == 1


def test_a_page_leaves_nothing_on_the_connection_for_the_next_one(
    officer: object, as_in_the_product: None
) -> None:
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").status_code == 200
    assert at_work() == ("", "", "")
    assert StaffMember.objects.count() == 0
    assert client.get("/accessibility/").status_code in (200, 404)
    assert at_work() == ("", "", "")
