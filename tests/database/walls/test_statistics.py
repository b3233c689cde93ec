"""Reports count as a role that reads pseudonymised views and nothing else."""

from datetime import date

import pytest
from django.db import Error, ProgrammingError, connection, transaction

from experio import clock
from reports.counting import counting
from subprojects.models import Employment, StaffMember, Subproject
from tests.database.access_world import DIAGNOSIS, PERSONAL_NUMBER, World
from tests.factories import ParticipationFactory, StaffMemberFactory

VIEWS = {"employer", "employment", "episode", "extent", "participation", "version"}


def test_the_views_are_all_it_reads(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname, p.privilege FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "CROSS JOIN unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) AS p(privilege) "
            "WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') "
            "AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
            "AND n.nspname NOT LIKE 'pg!_%%' ESCAPE '!' "
            "AND has_schema_privilege('experio_statistics', n.oid, 'USAGE') "
            "AND has_table_privilege('experio_statistics', c.oid, p.privilege)"
        )
        found = set(cursor.fetchall())

    assert found == {("statistics", view, "SELECT") for view in VIEWS}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM public.subprojects_staffmember",
        "SELECT count(*) FROM public.cases_case",
        "SELECT count(*) FROM public.accounts_user",
        "SELECT key FROM walls.secret",
        "SELECT walls.employers()",
        "INSERT INTO statistics.employer (slug) VALUES ('x')",
        "DELETE FROM statistics.employment",
        "CREATE VIEW statistics.mine AS SELECT 1",
        "CREATE TABLE public.mine (id int)",
    ],
)
def test_it_is_refused_everything_else(db: None, statement: str) -> None:
    with (
        pytest.raises(Error, match="permission denied|cannot insert|cannot delete"),
        counting() as cursor,
    ):
        cursor.execute(statement)


def test_the_app_role_does_not_read_the_views_without_becoming_it(db: None) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT count(*) FROM statistics.employment")


def test_the_role_ends_with_the_count(db: None) -> None:
    def me() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    before = me()
    with counting():
        assert me() == "experio_statistics"
    assert me() == before
    with pytest.raises(ZeroDivisionError), counting():
        raise ZeroDivisionError
    assert me() == before
    assert StaffMember.objects.count() == 0, "and the app role asks its own tables again"


def test_it_cannot_sign_in_and_nothing_is_inherited(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolbypassrls FROM pg_roles "
            "WHERE rolname IN ('experio_statistics', current_user) ORDER BY rolname = 'experio_statistics'"
        )
        app, statistics = cursor.fetchall()

    assert app[1:] == (True, False, False, False)
    assert statistics == ("experio_statistics", False, False, False, False)


def test_the_views_hold_no_name_no_number_no_birthday_and_no_key(world: World) -> None:
    ParticipationFactory(staff_member=world.nurse)
    StaffMember.objects.filter(pk=world.nurse.pk).update(birth_date=date(1985, 2, 28))
    seen: dict[str, list[dict[str, object]]] = {}
    with counting() as cursor:
        for view in VIEWS:
            cursor.execute(f'SELECT * FROM statistics."{view}"')
            columns = [column.name for column in cursor.description]
            seen[view] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    text = str(seen)
    for canary in (
        PERSONAL_NUMBER,
        DIAGNOSIS,
        "Nordin",
        "N100",
        "CANARY",
        "1985, 2, 28",
        str(world.nurse.key),
    ):
        assert canary not in text, canary
    named = {column for rows in seen.values() for row in rows for column in row} - {
        f"{table}_{kind}" for table in _tables() for kind in ("changes", "rows")
    }
    assert named & {"id", "staff_member_id", "episode_id", "key", "birth_date", "employee_number"} == set()
    persons = {row["staff"] for row in seen["employment"]}
    assert len(persons) == Employment.objects.values("staff_member").distinct().count()
    assert {row["staff"] for row in seen["episode"]} <= persons
    assert not persons & {row.pk for row in StaffMember.objects.all()}


def _tables() -> tuple[str, ...]:
    from reports.walls import COUNTED

    return COUNTED


@pytest.mark.parametrize(
    ("born", "entered", "age"),
    [
        (date(1980, 5, 17), date(2020, 5, 16), 39),
        (date(1980, 5, 17), date(2020, 5, 17), 40),
        (date(2000, 2, 29), date(2021, 2, 28), 20),
        (date(2000, 2, 29), date(2021, 3, 1), 21),
        (date(1979, 12, 31), date(2021, 1, 1), 41),
    ],
)
def test_a_participants_age_is_that_on_the_day_of_entry(
    north: Subproject, born: date, entered: date, age: int
) -> None:
    member = StaffMemberFactory(subproject=north, birth_date=born)
    ParticipationFactory(staff_member=member, entered_on=entered)

    with counting() as cursor:
        cursor.execute("SELECT age_on_entry FROM statistics.participation")
        assert cursor.fetchall() == [(age,)]


def test_figures_are_the_same_for_whoever_asks_and_without_anybody(world: World) -> None:
    """The cube that is kept in the process must not depend on who asked first."""
    from experio.scope import acting_as
    from reports.raw_cube import raw_cube

    cubes = []
    for person in ("hr_own", "hr_other", "manager_sibling", "office", "nobody"):
        with acting_as(world.people[person]):
            cubes.append(raw_cube(world.project, clock.today()))
    for cube in cubes:
        assert cube.units == cubes[0].units
        assert (cube.staff == cubes[0].staff).all()
        assert cube.staff.sum() > 0
        assert cube.sums["net_days"].sum() == cubes[0].sums["net_days"].sum() > 0
