"""What every page carries can be reached with Tab, and one sees where one is."""

from playwright.sync_api import Page, expect

from tests.browser.browsing import Visits
from tests.browser.workplace import Workplace

FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    name: (element.getAttribute("aria-label") || element.innerText || element.name || "").trim(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none",
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0,
  };
}"""


def walk(page: Page, until: str, most: int = 60) -> list[str]:
    """Press Tab until the named thing has the focus; on the way each one shows that it has it."""
    names: list[str] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        assert here["ring"], f"no focus ring on {here['name']}"
        assert here["shown"], f"{here['name']} has the focus and is not seen"
        names.append(here["name"])
        if here["name"] == until:
            return names
    raise AssertionError(f"Tab does not reach {until}: {names}")


def test_skip_link_menu_and_user_menu_are_reached_by_tab(kept_workplace: Workplace, visits: Visits) -> None:
    officer = kept_workplace.people["officer"]
    page = visits.open(officer).page
    page.goto("/staff/")

    names = walk(page, until="Register sick leave")

    assert names[0] == "Skip to the content"
    assert {"Experio", "Svenska", str(officer), "Start", "Staff", "Sick leave", "Cases", "Import"} <= set(
        names
    )


def test_the_skip_link_leads_past_the_menu(kept_workplace: Workplace, visits: Visits) -> None:
    page = visits.open(kept_workplace.people["officer"]).page
    page.goto("/staff/")
    walk(page, until="Skip to the content")
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_the_user_menu_opens_closes_and_gives_the_focus_back(
    kept_workplace: Workplace, visits: Visits
) -> None:
    officer = kept_workplace.people["officer"]
    page = visits.open(officer).page
    page.goto("/")
    walk(page, until=str(officer))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Change password")).to_be_visible()
    walk(page, until="Sign out")
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Change password")).to_be_hidden()
    assert page.evaluate(FOCUS)["name"] == str(officer)


def test_the_menu_of_a_narrow_window_opens_by_keyboard(kept_workplace: Workplace, visits: Visits) -> None:
    page = visits.open(
        kept_workplace.people["officer"], viewport={"width": 390, "height": 844}, has_touch=True
    ).page
    page.goto("/")
    expect(page.get_by_role("link", name="Staff", exact=True)).to_be_hidden()
    walk(page, until="Menu")
    page.keyboard.press("Enter")
    walk(page, until="Staff")
    page.keyboard.press("Enter")

    page.wait_for_url("**/staff/")
