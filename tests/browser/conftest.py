"""
The site, served to a real browser from the real database.

What a test sees is committed, for the server asks the database through connections of its own; the
tables are emptied afterwards. `workplace` is made anew for each test, `kept_workplace` once a module
for tests that only look.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.browsing import Visits
from tests.browser.launch import start_browser
from tests.browser.workplace import Workplace, build_workplace
from tests.flushing import empty_tables

# Playwright's loop runs in this thread, and Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the served site. The database is closed to it until a world is open."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@contextmanager
def _opened(django_db_blocker: Any) -> Iterator[Workplace]:
    with django_db_blocker.unblock():
        try:
            yield build_workplace()
        finally:
            empty_tables()


@pytest.fixture
def workplace(site: str, django_db_blocker: Any) -> Iterator[Workplace]:
    with _opened(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def kept_workplace(site: str, django_db_blocker: Any) -> Iterator[Workplace]:
    with _opened(django_db_blocker) as made:
        yield made


@pytest.fixture
def visits(browser: Browser, site: str) -> Iterator[Visits]:
    """Windows of this test; errors of scripts and requests to other hosts fail it at the end."""
    visits = Visits(browser, site)
    yield visits
    visits.close()
    assert visits.complaints == []
