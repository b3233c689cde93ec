"""Two processes that migrate at once: the second waits for the first."""

import threading
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate

from experio import one_at_a_time
from experio.database import owner_session
from experio.one_at_a_time import SHAPE, alone_with_the_database


def is_free() -> bool:
    """Whether another process could take the lock now."""
    with owner_session() as other:
        row = other.execute("SELECT pg_try_advisory_xact_lock(%s)", [SHAPE]).fetchone()
        assert row is not None
        return bool(row[0])


def test_who_comes_second_is_told_and_waits() -> None:
    told, entered = threading.Event(), threading.Event()

    def second() -> None:
        with alone_with_the_database(lambda text: told.set()):
            entered.set()

    thread = threading.Thread(target=second)
    with owner_session() as first:
        first.execute("SELECT pg_advisory_xact_lock(%s)", [SHAPE])
        thread.start()
        assert told.wait(60)
        assert not entered.is_set()
    thread.join(60)
    assert entered.is_set()
    assert is_free()


def test_a_process_may_take_it_again_and_gives_it_back_at_the_end() -> None:
    with alone_with_the_database(pytest.fail):
        with alone_with_the_database(pytest.fail):
            assert not is_free()
        assert not is_free()
    assert is_free()


@pytest.mark.parametrize(("choices", "alone"), [({}, True), ({"plan": True}, False)])
def test_a_migrate_that_changes_something_is_alone(
    monkeypatch: pytest.MonkeyPatch, choices: dict[str, Any], alone: bool
) -> None:
    found = []
    monkeypatch.setattr(DjangoMigrate, "execute", lambda *args, **options: found.append(is_free()))
    call_command("migrate", **choices)
    assert found == [not alone]


def test_nothing_is_locked_where_nothing_can_be_changed(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DATABASE_OWNER = {}
    monkeypatch.setattr(one_at_a_time, "owner_session", lambda: pytest.fail("asked the database"))
    with alone_with_the_database(pytest.fail):
        pass
