"""What the content security policy stops in a real browser, and that the complaint is heard."""

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import Visits
from tests.browser.workplace import Workplace

# Each does something that the policy forbids, as injected markup would.
PLANTED = {
    "style element": "document.head.append(document.createElement('style')); "
    "document.querySelector('style').textContent = 'b {}'",
    "style attribute": "document.body.insertAdjacentHTML('beforeend', '<b style=\"color: red\">x</b>')",
    "event handler": "document.body.insertAdjacentHTML('beforeend', '<img src=\"/x\" onerror=\"alert(1)\">')",
    "script element": "const script = document.createElement('script'); script.text = 'window.x = 1'; "
    "document.head.append(script)",
    "frame": "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"/accessibility/\"></iframe>')",
    "base": "document.head.insertAdjacentHTML('beforeend', '<base href=\"https://elsewhere.example.org/\">')",
    "form elsewhere": (
        "const form = document.createElement('form'); form.action = 'https://elsewhere.example.org/'; "
        "document.body.append(form); form.submit()"
    ),
    "request elsewhere": "fetch('https://elsewhere.example.org/').catch(() => 0)",
}


@pytest.mark.parametrize("deed", PLANTED)
def test_the_browser_refuses_what_is_planted(
    browser: Browser, kept_workplace: Workplace, site: str, deed: str
) -> None:
    visits = Visits(browser, site)
    page = visits.open(kept_workplace.people["officer"]).go("/")
    assert visits.complaints == []

    with page.expect_event("console", lambda message: "Content Security Policy" in message.text):
        page.evaluate(f"() => {{ {PLANTED[deed]} }}")

    assert page.evaluate("() => window.x") is None
    visits.close()
