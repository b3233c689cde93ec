"""
Every page, in both languages, light and dark, wide and narrow.

axe-core looks for what breaks WCAG 2.0 to 2.2 (A and AA) or its own best practice; beside it: one
main heading, a title, and nothing that must be scrolled sideways at 390 pixels.

Every rule is held in both languages. Colours are held once in light (Swedish) and once in dark (English): a
page has the same elements in both languages, and no style asks which one it is
(`test_no_style_depends_on_the_language`).
"""

import re
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Page

from tests.browser.pages import NO_PAGE, SITES, Site
from tests.browser.windows import COLOURS, Windows, windows

__all__ = ["windows"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

LOOK = """async (values) => {
  // Colours that are still on their way say nothing; what inherits them sets out after them.
  for (let round = 0; round < 8; round++) document.getAnimations().forEach((one) => one.finish());
  const found = await axe.run(document, {runOnly: {type: "tag", values}, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ${one.help}: ` +
    one.nodes.slice(0, 3).map((node) => `${node.html} (${node.failureSummary})`).join(" | "));
}"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5);
}"""


@pytest.mark.parametrize("entry", SITES, ids=str)
def test_a_page_is_accessible_and_fits_a_narrow_window(entry: Site, windows: Windows) -> None:
    problems: dict[str, list[Any]] = {}
    for language in ("sv", "en"):
        visitor = windows.of(entry.person, language)
        page = visitor.go(entry.address(windows.world), status=entry.status)
        if entry.deed:
            entry.deed(page)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert page.title().strip(" –")
        problems[f"{language} {COLOURS[language]}"] = page.evaluate(LOOK, RULES)
        page.set_viewport_size(NARROW)
        problems[f"{language} at {NARROW['width']} pixels"] = page.evaluate(OVERFLOW)
        page.set_viewport_size(WIDE)

    assert {where: found for where, found in problems.items() if found} == {}
    assert windows.visits.complaints == []


@pytest.mark.parametrize(("language", "pale"), [("sv", "#bbb on #fff"), ("en", "#444 on #111")])
def test_the_look_finds_what_is_wrong(windows: Windows, language: str, pale: str) -> None:
    """A page that is broken on purpose: without this, a look that sees nothing would pass everything."""
    page = windows.of("officer", language).go("/")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (language == "en")
    _spoil(page, *pale.split(" on "))

    assert {found.split(":")[0] for found in page.evaluate(LOOK, RULES)} >= {
        "image-alt",
        "color-contrast",
    }
    page.set_viewport_size(NARROW)
    assert page.evaluate(OVERFLOW)
    page.set_viewport_size(WIDE)


def _spoil(page: Page, colour: str, ground: str) -> None:
    page.evaluate(
        """([colour, ground]) => {
      const main = document.querySelector("main");
      main.append(document.createElement("img"));
      const pale = main.appendChild(document.createElement("p"));
      pale.textContent = "Pale";
      pale.style.cssText = `color: ${colour}; background: ${ground}; width: 1000px`;
    }""",
        [colour, ground],
    )


def test_no_style_depends_on_the_language(windows: Windows) -> None:
    """So that a colour seen in one language has been seen in the other."""
    page = windows.of("officer", "en").go("/")
    rules: list[str] = page.evaluate("""() => {
      const inside = (list) => [...list].flatMap((one) =>
        [one.selectorText ?? "", ...inside(one.cssRules ?? one.styleSheet?.cssRules ?? [])]);
      return [...document.styleSheets].flatMap((sheet) => inside(sheet.cssRules));
    }""")
    assert len(rules) > 500
    # The design system has words of its own for Norwegian.
    named = {code for one in rules for code in re.findall(r":lang\((\w+)|\[lang[^\]]*\]", one)}
    assert named <= {"nb", "nn", "no"}


def routes(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Every named address below a resolver."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= routes(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:
            found.add(f"{namespace}{pattern.name}")
    return found


def test_no_page_is_missing_from_the_list() -> None:
    # The lists and forms below the index of the reference data are the framework's own.
    present = {name for name in routes(get_resolver()) if not name.startswith("admin:")} | {"admin:index"}
    looked_at = {entry.name for entry in SITES}

    assert present - looked_at - set(NO_PAGE) == set()
    assert (looked_at | set(NO_PAGE)) - present == set()
    assert looked_at & set(NO_PAGE) == set()
