"""
Windows for the tests that only look: one for each person and language.

Swedish pages are looked at in light colours and English ones in dark colours. A window keeps its colours, for
changing them has the browser draw and compare the whole page again.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.browsing import Visitor, Visits
from tests.browser.workplace import Workplace
from tests.confirming import is_ageing

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
COLOURS = {"sv": "light", "en": "dark"}


class Windows:
    """One window for each person and language, kept while the module runs and its session is young."""

    def __init__(self, visits: Visits, world: Workplace) -> None:
        self.visits, self.world = visits, world
        self.kept: dict[tuple[str, str], Visitor] = {}
        self.opened_at: dict[tuple[str, str], float] = {}

    def of(self, person: str, language: str, *, with_axe: bool = True) -> Visitor:
        key = (person, language)
        # Who has not signed in yet comes without a session each time.
        if key not in self.kept or not person or is_ageing(self.opened_at[key]):
            self.opened_at[key] = time.monotonic()
            visitor = self.visits.open(
                self.world.people.get(person), language=language, color_scheme=COLOURS[language]
            )
            if with_axe:
                visitor.context.add_init_script(path=AXE)
            self.kept[key] = visitor
        return self.kept[key]


@pytest.fixture(scope="module")
def windows(browser: Browser, site: str, kept_workplace: Workplace) -> Iterator[Windows]:
    visits = Visits(browser, site)
    yield Windows(visits, kept_workplace)
    visits.close()
