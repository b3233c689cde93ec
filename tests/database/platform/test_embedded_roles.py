"""Nobody is trusted: two roles with passwords, the admin by the account of the operating system."""

import stat

import psycopg
import pytest
from django.core.management import call_command
from psycopg import errors

from experio.embedded import Connection


@pytest.fixture(scope="module")
def table(server: Connection) -> str:
    """A table that the owner has made and filled."""
    with psycopg.connect(server.url("owner")) as owner:
        owner.execute("CREATE TABLE leave (id serial PRIMARY KEY, day date)")
        owner.execute("INSERT INTO leave (day) VALUES ('2021-11-22')")
    return "leave"


@pytest.mark.parametrize("role", ["owner", "app"])
def test_a_wrong_password_is_refused(server: Connection, role: str) -> None:
    wrong = server.url(role).replace(server.credentials(role)[1], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_no_password_is_refused(server: Connection) -> None:
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(
            host=str(server.socket_dir), port=server.port, user=server.app, dbname=server.database
        )


def test_a_role_that_is_not_ours_is_refused(server: Connection) -> None:
    with pytest.raises(psycopg.OperationalError, match="no pg_hba.conf entry"):
        psycopg.connect(host=str(server.socket_dir), port=server.port, user="postgres", dbname="postgres")


def test_the_admin_needs_no_password_and_has_none(server: Connection) -> None:
    with psycopg.connect(server.url("admin")) as admin:
        row = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname = current_user").fetchone()
    assert row == (None,)


def test_nothing_listens_on_the_network(server: Connection) -> None:
    with psycopg.connect(server.url("app")) as app:
        assert app.execute("SHOW listen_addresses").fetchone() == ("",)


def test_only_the_account_itself_enters_the_folders_and_reads_the_passwords(server: Connection) -> None:
    home = server.socket_dir.parent if server.socket_dir.name == "run" else None
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    if home:
        assert stat.S_IMODE((home / "database.json").stat().st_mode) == 0o600


def test_damaged_pages_are_noticed(server: Connection) -> None:
    with psycopg.connect(server.url("app")) as app:
        assert app.execute("SHOW data_checksums").fetchone() == ("on",)


@pytest.mark.parametrize("role", ["owner", "app"])
def test_neither_role_is_a_superuser_or_passes_row_security(server: Connection, role: str) -> None:
    with psycopg.connect(server.url(role)) as session:
        row = session.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolreplication FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False)


def test_the_owner_may_make_databases_and_the_app_role_may_not(server: Connection) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE DATABASE made_by_owner")
        owner.execute("DROP DATABASE made_by_owner")
    with (
        psycopg.connect(server.url("app"), autocommit=True) as app,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        app.execute("CREATE DATABASE made_by_app")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM leave",
        "INSERT INTO leave (day) VALUES ('2021-11-23')",
        "UPDATE leave SET day = '2021-11-24'",
        "DELETE FROM leave",
    ],
)
def test_the_app_role_reads_and_writes_rows(server: Connection, table: str, statement: str) -> None:
    with psycopg.connect(server.url("app")) as app:
        app.execute(statement)
        app.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "TRUNCATE leave",
        "ALTER TABLE leave ADD COLUMN more int",
        "DROP TABLE leave",
        "SET ROLE experio_owner",
        "SET ROLE experio_admin",
        "COPY leave TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
        "ALTER ROLE experio_app BYPASSRLS",
    ],
)
def test_the_app_role_changes_neither_tables_nor_rights(
    server: Connection, table: str, statement: str
) -> None:
    with psycopg.connect(server.url("app")) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_the_app_role_enters_no_other_database(server: Connection, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.url("app", database=database))


def test_a_server_of_ones_own_is_provisioned_by_a_command_that_may_be_run_again(
    server: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXPERIO_OWNER_PASSWORD", "owner's own")
    monkeypatch.delenv("EXPERIO_APP_PASSWORD", raising=False)
    words = ["--admin-url", server.url("admin", database="postgres")]
    words += ["--database", "town", "--owner", "town_owner", "--app", "town app"]
    for _ in range(2):
        call_command("provision_database", *words)
    said = capsys.readouterr().out
    assert "app password: " in said
    assert "owner's own" not in said
    with psycopg.connect(server.url("admin", database="town")) as admin:
        rows = admin.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, "
            "has_schema_privilege(rolname, 'public', 'CREATE'), "
            "has_database_privilege(rolname, 'town', 'CONNECT') "
            "FROM pg_roles WHERE rolname LIKE 'town%' ORDER BY 1"
        ).fetchall()
    assert rows == [
        ("town app", False, False, False, False, True),
        ("town_owner", False, False, True, True, True),
    ]


def test_without_a_server_to_work_on_the_sql_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("provision_database", "--app", "reader")
    said = capsys.readouterr().out
    assert 'ALTER ROLE "reader" WITH LOGIN NOSUPERUSER NOBYPASSRLS' in said
    assert "\\connect experio" in said
