"""A passkey from the first day to the last: made, signed in with, asked for as second step, removed."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.workplace import PASSWORD, Workplace

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def arrives(page: Page, path: str) -> None:
    page.wait_for_url(lambda address: urlsplit(address).path == path)


def sign_in(page: Page, origin: str) -> None:
    page.goto(f"{origin}/account/login/")
    page.locator("#id_login").fill("hr.north")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page: Page, origin: str) -> None:
    page.goto(f"{origin}/account/logout/")
    page.locator("main form button").first.click()
    arrives(page, "/account/login/")


def test_a_passkey_is_made_used_in_three_ways_and_removed(
    browser: Browser, site: str, workplace: Workplace
) -> None:
    # A browser makes keys for a name and not for an address.
    origin = site.replace("127.0.0.1", "localhost")
    context = browser.new_context()
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "django_language", "value": "en", "url": origin}])
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
    )
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    sign_in(page, origin)
    arrives(page, "/")
    page.goto(f"{origin}/account/2fa/passkeys/add/")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    arrives(page, "/account/2fa/passkeys/add/")
    page.locator("[name=passwordless]").check()
    page.locator("[data-passkey-go]").click()
    arrives(page, "/account/2fa/recovery-codes/")
    expect(page.locator(".exp-secret li")).to_have_count(10)
    page.reload()
    assert page.locator(".exp-secret li").count() == 0, "the codes are shown once"

    sign_out(page, origin)
    page.goto(f"{origin}/account/login/?next=/cases/")
    page.locator("[data-passkey-go]").click()
    arrives(page, "/cases/")

    sign_out(page, origin)
    sign_in(page, origin)
    arrives(page, "/account/2fa/authenticate/")
    page.locator("[data-passkey-go]").click()
    arrives(page, "/")

    page.goto(f"{origin}/staff/")
    page.get_by_role("link", name="Download CSV").click()
    page.get_by_role("link", name="Use a passkey instead").click()
    expect(page.get_by_role("main")).to_contain_text("You are about to fetch a file.")
    with page.expect_download() as waiting:
        page.locator("[data-passkey-go]").click()
    assert "N200" in waiting.value.path().read_text(encoding="utf-8")
    arrives(page, "/account/confirmed/")
    page.goto(f"{origin}/account/2fa/")
    page.locator("a[href*=edit]").click()
    page.locator("#id_name").fill("The laptop")
    page.locator("main form.exp-form button").first.click()
    page.get_by_text("The laptop").first.wait_for()
    page.locator("a[href*=remove]").click()
    page.locator("main form.exp-form button").first.click()
    page.get_by_text("The passkey has been removed.").wait_for()
    assert complaints == []
    context.close()
