"""An officer registers a sick leave, is told what is wrong or odd, and sees it counted."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from cases.models import SickLeaveEpisode
from tests.browser.browsing import Visits, rows_of
from tests.browser.workplace import PASSWORD, Workplace
from tests.factories import sick_leave

TREND = "/reports/absence/?subproject=north&from=2021-11&to=2021-11&by=gender"


def ongoing_women(page: Page) -> int:
    """The figure of November for women, as the table of the trend shows it."""
    page.goto(TREND)
    row = next(row for row in rows_of(page, "Table of the figures") if row["Gender"].lower() == "women")
    return int(row["Ongoing at month end"])


def type_day(page: Page, day: date) -> None:
    """A day by its digits, in the order in which the browser asks for them."""
    page.keyboard.type(day.strftime("%m%d%Y"))


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.id")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the named field has the focus."""
    for _press in range(25):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def test_an_officer_registers_by_keyboard_alone_and_sees_it_in_the_trend(
    workplace: Workplace, visits: Visits
) -> None:
    page = visits.open(workplace.people["officer"], locale="en-US").page
    before = ongoing_women(page)

    page.goto("/sick-leave/new/")
    expect(page.get_by_label("Name or employee number")).to_be_focused()
    page.keyboard.type("ögr")
    expect(page.get_by_role("link", name="Åsa Ögren")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Åsa Ögren")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("First day")).to_be_focused()
    type_day(page, date(2021, 11, 16))
    tab_to(page, "expected_last_day")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/staff/[0-9a-f-]+/sick-leave/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Åsa Ögren")
    expect(page.get_by_text("The sick leave has been registered.")).to_be_visible()
    counters = page.get_by_role("region", name="Day counters on 2021-11-22")
    expect(counters).to_contain_text("The employer pays")
    expect(counters).to_contain_text("2021-11-30")  # day 15: Försäkringskassan takes over
    due = page.get_by_role("region", name="What falls due")
    expect(due.get_by_role("listitem").first).to_be_visible()
    expect(due).to_contain_text("certificate")
    episode = SickLeaveEpisode.objects.get(staff_member=workplace.colleague)
    assert (episode.first_day, episode.last_day) == (date(2021, 11, 16), None)
    assert ongoing_women(page) == before + 1


def test_an_officer_signs_in_and_registers_without_javascript(workplace: Workplace, visits: Visits) -> None:
    page = visits.open(java_script_enabled=False).page
    page.goto("/sick-leave/new/")
    page.get_by_label("User name").fill("hr.north")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).first.click()
    before = ongoing_women(page)

    page.goto("/sick-leave/new/")
    page.get_by_label("Name or employee number").fill("N200")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Åsa Ögren")).to_be_visible()  # one hit is taken at once
    page.get_by_label("First day").fill("2021-11-16")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The sick leave has been registered.")).to_be_visible()
    expect(page.get_by_role("region", name="What falls due").get_by_role("listitem").first).to_be_visible()
    assert ongoing_women(page) == before + 1


def test_days_that_overlap_are_refused_beside_the_field_and_nothing_is_lost(
    workplace: Workplace, visits: Visits
) -> None:
    sick_leave(workplace.colleague, date(2021, 11, 8), date(2021, 11, 19))
    page = visits.open(workplace.people["officer"]).page
    page.goto(f"/sick-leave/new/?staff={workplace.colleague.key}")
    page.get_by_label("First day").fill("2021-11-15")
    page.get_by_label("Last day", exact=False).first.fill("2021-11-26")
    page.get_by_label("50 %").check()
    page.get_by_role("button", name="Save").last.click()

    field = page.get_by_label("First day")
    expect(field).to_have_attribute("aria-invalid", "true")
    told = " ".join(
        page.locator(f"#{name}").inner_text()
        for name in (field.get_attribute("aria-describedby") or "").split()
    )
    assert "2021-11-08" in told
    expect(page.locator(".exp-error-summary")).to_be_focused()
    assert page.title().startswith("Error:")
    expect(field).to_have_value("2021-11-15")
    expect(page.locator("#id_last_day")).to_have_value("2021-11-26")
    expect(page.get_by_label("50 %")).to_be_checked()
    assert SickLeaveEpisode.objects.filter(staff_member=workplace.colleague).count() == 1


def test_an_odd_extent_is_pointed_out_once_and_saved_when_confirmed(
    workplace: Workplace, visits: Visits
) -> None:
    page = visits.open(workplace.people["officer"]).page
    page.goto(f"/sick-leave/new/?staff={workplace.colleague.key}")
    page.get_by_label("First day").fill("2021-11-16")
    page.get_by_label("Other", exact=True).check()
    page.get_by_label("Other extent, %").fill("33")
    page.get_by_role("button", name="Save").last.click()

    expect(page.get_by_text("The extent is not 25, 50, 75 or 100 %.")).to_be_visible()
    assert not SickLeaveEpisode.objects.filter(staff_member=workplace.colleague).exists()

    page.get_by_role("button", name="Save anyway").click()
    expect(page.get_by_text("The sick leave has been registered.")).to_be_visible()
    episode = SickLeaveEpisode.objects.get(staff_member=workplace.colleague)
    assert [span.extent for span in episode.extents.all()] == [33]
