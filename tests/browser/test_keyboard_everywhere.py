"""Every page by the keyboard alone: whatever can be used is reached by Tab, and it shows that it is."""

from typing import Any

import pytest

from tests.browser.pages import SITES, Site
from tests.browser.windows import Windows, windows

__all__ = ["windows"]

# A date takes a stop for each of its parts, so there are more stops than things.
STOPS_A_THING, SPARE_STOPS = 10, 40

NUMBER = """() => {
  const all = document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])");
  const seen = new Set();
  window.reached = new Set();
  window.marked = new Set();
  window.things = [...all].filter((one) => {
    if (one.disabled || one.type === "hidden" || one.tabIndex < 0 || !one.checkVisibility()) return false;
    if (one.closest("[inert]")) return false;
    // Of a group of radio buttons one is a stop; the arrows reach the others.
    if (one.type === "radio") {
      const group = one.form ? `${[...document.forms].indexOf(one.form)}:${one.name}` : one.name;
      if (seen.has(group)) return false;
      seen.add(group);
    }
    return true;
  });
  return window.things.length;
}"""
LOOK = """() => {
  let one = document.activeElement;
  if (!one || one === document.body) return "";
  if (one.type === "radio") {
    one = window.things.find((other) => other.name === one.name && other.form === one.form) ?? one;
  }
  window.reached.add(one);
  const shown = document.activeElement;
  const box = shown.getBoundingClientRect();
  const isThere = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  // A small box is marked together with its words, and the parts of a date by the first stop at it.
  const isMarked = [shown, shown.closest("label, .ds-field, li") ?? shown].some((it) => {
    const style = getComputedStyle(it);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  if (isThere && isMarked) window.marked.add(one);
  return shown.outerHTML;
}"""
LEFT = """() => ({
  // What has been fetched anew meanwhile is another thing.
  missed: window.things.filter((one) => one.isConnected && !window.reached.has(one))
    .map((one) => one.outerHTML.slice(0, 120)),
  dull: [...window.reached].filter((one) => one.isConnected && !window.marked.has(one))
    .map((one) => one.outerHTML.slice(0, 120)),
})"""

NOTHING_LEFT = {"missed": [], "dull": []}


@pytest.mark.parametrize("entry", [site for site in SITES if not site.deed], ids=str)
def test_everything_is_reached_and_shows_it(entry: Site, windows: Windows) -> None:
    visitor = windows.of(entry.person, "en", with_axe=False)
    page = visitor.go(entry.address(windows.world), status=entry.status)
    things: int = page.evaluate(NUMBER)
    assert things > 2
    stops: list[str] = []
    left: dict[str, Any] = {}
    for _ in range(things * STOPS_A_THING + SPARE_STOPS):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(LOOK))
        if not stops[-1]:
            left = page.evaluate(LEFT)
            # The first round begins where the page has set the focus; the second is whole.
            if left == NOTHING_LEFT or stops.count("") == 2:
                break

    assert left == NOTHING_LEFT, "or the keyboard is trapped and never left the page"
