"""The test database belongs to the owner; the tests speak to it as the app role, as requests do."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test.utils import setup_databases, teardown_databases

from experio.database import as_owner
from experio.scope import EMPLOYERS, EVERY_EMPLOYER

HERE = Path(__file__).parent

pytest_plugins = [
    "tests.cast",
    "tests.queries",
    "tests.confirming",
    "tests.database.access_world",
    "tests.counting",
]


@receiver(connection_created)
def set_up_and_look_with_every_employer_in_scope(connection: Any, **kwargs: Any) -> None:
    """
    What makes and looks at the rows of a test works for every employer, as long as its connection lives.

    Only the main thread's own connection: requests of the test client set what holds for them, and a live
    server's threads have nothing but that.
    """
    if threading.current_thread() is threading.main_thread():
        connection.connection.execute("SELECT set_config(%s, %s, false)", [EMPLOYERS, EVERY_EMPLOYER])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folder is the mark: what lies under tests/database may use the database."""
    for item in items:
        if HERE / "database" in item.path.parents:
            item.add_marker(pytest.mark.django_db)


def _end_other_sessions() -> None:
    """Threads of a live server may still hold a connection; a database in use cannot be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    # --reuse-db: migrating a new database takes longer than most tests.
    is_kept = bool(request.config.getoption("reuse_db"))
    with django_db_blocker.unblock(), as_owner():
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_kept)
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()
    if not is_kept:
        with django_db_blocker.unblock(), as_owner():
            teardown_databases(made, verbosity=0)
