"""Figures in a narrow window, and a question that was refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import Visits
from tests.browser.workplace import Workplace

NARROW = {"width": 390, "height": 844}
READABLE = 640


def width_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["width"]


@pytest.mark.parametrize(
    ("who", "address"),
    [("office", "/reports/absence/"), ("manager", "/reports/units/north-ward/")],
)
def test_a_chart_stays_readable_in_a_narrow_window_and_scrolls_by_itself(
    workplace: Workplace, visits: Visits, who: str, address: str
) -> None:
    page = visits.open(workplace.people[who], viewport=NARROW).go(address)

    expect(page.get_by_role("region", name="Chart")).to_have_attribute("tabindex", "0")
    assert width_of(page, ".exp-chart svg") >= READABLE
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_what_is_wrong_with_a_filter_stands_above_the_fields(workplace: Workplace, visits: Visits) -> None:
    page = visits.open(workplace.people["office"]).go(
        "/reports/progress-report/?project=worklab&from=2021-09&to=2021-07", status=400
    )
    summary = page.locator(".exp-error-summary").bounding_box()
    field = page.get_by_label("From").bounding_box()

    assert summary is not None
    assert field is not None
    assert summary["y"] + summary["height"] <= field["y"]
    assert summary["width"] > 0.9 * width_of(page, ".exp-filters")
    expect(page.get_by_role("heading", name="Correct this", exact=True)).to_be_visible()
