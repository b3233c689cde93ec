"""
`.venv/bin/python -m tests.browser.screenshots [ADDRESS]`: take the pictures of the README anew.

ADDRESS is a running demo (`make demo`), http://127.0.0.1:8000 unless said. Everybody in the pictures
is invented.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.launch import start_browser

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WINDOW = {"width": 1280, "height": 800}


def main(origin: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        page = browser.new_context(base_url=origin, viewport=WINDOW, color_scheme="light").new_page()
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": origin}])
        page.goto("/reports/absence/")
        page.get_by_role("button", name="Sign in as office").click()  # the demo's own list of accounts
        page.locator("figure.exp-chart svg").wait_for()
        page.screenshot(path=IMAGES / "absence-trend.png", full_page=False)
        browser.close()
    size = os.path.getsize(IMAGES / "absence-trend.png")
    sys.stdout.write(f"docs/images/absence-trend.png: {size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
