"""
The test database belongs to the owner; the tests speak to it as the app role, as requests do.

What most tests have easier than production, and which tests do not:

* one transaction a test, rolled back: commits, locks and what is seen of others by the modules with
  `transactional_db`, by `tests/database/once`, `tests/browser` and `tests/database/platform`; what the
  database checks at the end of a transaction is checked at the end of each test;
* the test client asks for no CSRF token: `test_headers.py`, `test_carried.py`, `test_sent_twice.py`, each
  form in `tests/unit/test_source_habits.py`, and every form that `tests/browser` sends;
* `force_login` passes by the sign-in page: `tests/database/accounts` comes in through it;
* a signed-in person has confirmed just now who it is: `tests/confirming.py`;
* no web server: `tests/browser` has a live one, `tests/database/platform` serves as in production;
* the database is a copy of a migrated one (`tests/database_template.py`): `test_database_away.py` migrates;
* the server does not wait for the disk: `tests/durability.py`.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from hypothesis import settings as properties

from experio.scope import EMPLOYERS, EVERY_EMPLOYER
from experio.which_database import used_database
from tests.database_template import copy_template, drop_copy
from tests.durability import do_not_wait_for_the_disk

HERE = Path(__file__).parent

pytest_plugins = [
    "tests.cast",
    "tests.queries",
    "tests.confirming",
    "tests.database.access_world",
    "tests.counting",
    "tests.choosing.times",
    "tests.flushing",
]

# A property is no stopwatch: an example takes as long as a busy machine needs for it.
properties.register_profile("experio", parent=properties(), deadline=None)
properties.load_profile("experio")


@receiver(connection_created)
def set_up_and_look_with_every_employer_in_scope(connection: Any, **kwargs: Any) -> None:
    """
    What makes and looks at the rows of a test works for every employer, as long as its connection lives.

    Only the main thread's own connection: requests of the test client set what holds for them, and a live
    server's threads have nothing but that. That a request sees nothing before its scope is set, and nothing
    after it: `tests/database/walls/test_without_a_scope.py` and `test_scope_ends.py`.
    """
    if threading.current_thread() is threading.main_thread():
        connection.connection.execute("SELECT set_config(%s, %s, false)", [EMPLOYERS, EVERY_EMPLOYER])


def pytest_report_header() -> str:
    return used_database()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folder is the mark: what lies under tests/database may use the database."""
    for item in items:
        if HERE / "database" in item.path.parents:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A database of this worker's own, copied from the one that was migrated for this very code."""
    plain = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        do_not_wait_for_the_disk()
        name = connection.settings_dict["TEST"]["NAME"] or f"test_{plain}"
        copy_template(name)
        connection.close()
        connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        drop_copy(name, back_to=plain)
