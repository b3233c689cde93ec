"""A database of an older version is brought up to this one by the command that the manual names."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from experio.database import as_owner
from experio.walls.stating import stand_the_walls


def migrate() -> None:
    call_command("migrate", stdout=StringIO(), skip_checks=False)


@pytest.fixture
def older_walls(transactional_db: None) -> None:
    """As a version left them that had other walls."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA walls IS 'of an older version'")
    assert not stand_the_walls()


@pytest.mark.usefixtures("older_walls")
def test_migrate_states_the_walls_of_this_version() -> None:
    migrate()

    assert stand_the_walls()


@pytest.mark.usefixtures("older_walls")
def test_until_then_nothing_is_served() -> None:
    with pytest.raises(CommandError, match="not those of this version"):
        call_command("check", "--database", "default")
    migrate()


def test_migrate_refuses_a_database_whose_keys_are_missing(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experio.sealing.stores.TableStore.keys_in_use", lambda store: {"lost": 1})

    with pytest.raises(CommandError, match="under the key lost"):
        migrate()
