"""A real browser that looks at the site and at nothing else, and complains about what it should not meet."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Download,
    Page,
    Request,
    Response,
    expect,
)

from experio.accounts.models import User
from tests.browser.workplace import PASSWORD
from tests.confirming import confirmed

# The browser writes this about every answer from 400 on, also those that a test asks for.
REFUSED_ANSWER = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Visits:
    """Every window of one test: all of one origin, all without complaint."""

    browser: Browser
    origin: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, user: User | None = None, *, language: str = "en", **options: Any) -> "Visitor":
        """A window of a person who is signed in already. English: the words of the code itself."""
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(base_url=self.origin, **options)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        context.on("request", self._look_at_request)
        context.on("console", self._look_at_console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        context.add_cookies(
            [{"name": name, "value": value, "url": self.origin} for name, value in cookies.items()]
        )
        return Visitor(context, self.origin)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _look_at_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:", "about:")):
            self.complaints.append(f"asked another host: {request.url}")

    def _look_at_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED_ANSWER):
            self.complaints.append(f"console: {message.text}")


@dataclass
class Visitor:
    """One person's browser."""

    context: BrowserContext
    origin: str

    @cached_property
    def page(self) -> Page:
        return self.context.new_page()

    def go(self, address: str, *, status: int = 200) -> Page:
        """Open an address of the site and hold it to its answer."""
        response: Response | None = self.page.goto(address)
        assert response is not None
        assert response.status == status, f"{address} answered {response.status}"
        return self.page

    def sign_in(self, user: User) -> Page:
        """By hand, with the password of the world: who sits there has not been asked yet."""
        user.set_password(PASSWORD)
        user.save()
        self.go("/account/login/")
        self.page.locator("#id_login").fill(user.username)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("#id_password").press("Enter")
        self.page.wait_for_url(lambda address: "/account/" not in address)
        return self.page

    def confirm(self, words: str) -> Download:
        """Answer the question who sits there, which says what it is asked before; the file then comes."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
        expect(self.page.get_by_role("main")).to_contain_text(words)
        with self.page.expect_download() as waiting:
            self.page.get_by_label("Password").fill(PASSWORD)
            self.page.get_by_label("Password").press("Enter")
        return waiting.value

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


def session_of(user: User) -> str:
    """The key of a session as signing in and confirming make it: who, and that who sits there was asked."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    confirmed(client, user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def rows_of(page: Page, region: str) -> list[dict[str, str]]:
    """A table as a reader sees it: one dictionary a row, by the words of its headings."""
    table = page.get_by_role("region", name=region).locator("table")
    heads = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    rows = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return [dict(zip(heads, row, strict=True)) for row in rows]
