"""A database that another version made is refused in one sentence, before anything is changed."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from experio.checks import the_database_is_of_this_version
from experio.serving.demo import migrate_if_needed
from experio.shape import why_another_version
from experio.triggers.stating import stand_the_triggers
from experio.walls.stating import stand_the_walls

# The first migration of every development version before they were folded.
FOLDED = ("accounts", "0001_initial")


@pytest.fixture
def of_another_version(db: None) -> Iterator[None]:
    MigrationRecorder(connection).record_applied(*FOLDED)
    yield
    assert stand_the_walls()
    assert stand_the_triggers()


def test_this_version_knows_its_own(db: None) -> None:
    assert why_another_version() == ""
    assert the_database_is_of_this_version(None, ["default"]) == []


@pytest.mark.usefixtures("of_another_version")
def test_migrate_and_the_demo_refuse_it() -> None:
    with pytest.raises(
        CommandError, match=r"another version of Experio \(accounts.0001_initial is not known"
    ):
        call_command("migrate", stdout=StringIO())
    with pytest.raises(CommandError, match=r"another version of Experio"):
        migrate_if_needed()


@pytest.mark.usefixtures("of_another_version")
def test_it_is_not_served() -> None:
    assert [problem.id for problem in the_database_is_of_this_version(None, ["default"])] == ["experio.E014"]
    with pytest.raises(CommandError, match="another version of Experio"):
        call_command("check", "--database", "default")


@pytest.mark.usefixtures("of_another_version")
@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("", "The data folder .* cannot be kept, remove it or use another EXPERIO_HOME"),
        ("postgresql://app@db.example.org/experio", "The database .* cannot be kept, use an empty database"),
    ],
)
def test_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, address: str, advice: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("EXPERIO_USE_DATABASE_URL", "true" if address else "false")

    with pytest.raises(CommandError, match=advice):
        migrate_if_needed()


def test_migrations_of_other_packages_come_and_go(db: None) -> None:
    MigrationRecorder(connection).record_applied("account", "0099_of_a_later_package")

    assert why_another_version() == ""
