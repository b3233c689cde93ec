"""A payroll file is uploaded, looked through, and saved when it is confirmed."""

from playwright.sync_api import FilePayload, expect

from cases.models import SickLeaveEpisode
from tests.browser.browsing import Visits
from tests.browser.workplace import Workplace

HEADINGS = "anställningsnummer;från;till;omfattning\n"


def csv(*lines: str) -> FilePayload:
    text = HEADINGS + "".join(f"{line}\n" for line in lines)
    return {"name": "november.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_nothing_is_saved_before_the_preview_is_confirmed(workplace: Workplace, visits: Visits) -> None:
    own = SickLeaveEpisode.objects.filter(staff_member=workplace.colleague)
    page = visits.open(workplace.people["officer"]).page
    page.goto("/import/")
    page.get_by_label("File", exact=True).set_input_files(
        csv("N200;2021-11-01;2021-11-05;100", "N200;2021-11-10;2021-11-12;50")
    )
    page.get_by_role("button", name="Upload and preview").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Preview of the import")
    expect(page.get_by_role("link", name="New (2)")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("region", name="Lines", exact=True)).to_contain_text("Åsa Ögren")
    assert not own.exists()

    page.get_by_role("button", name="Confirm and save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Result of the import")
    expect(page.get_by_text("The file has been imported.")).to_be_visible()
    assert sorted(str(episode.first_day) for episode in own) == ["2021-11-01", "2021-11-10"]


def test_one_refused_line_stops_the_whole_file(workplace: Workplace, visits: Visits) -> None:
    before = SickLeaveEpisode.objects.count()
    page = visits.open(workplace.people["officer"]).page
    page.goto("/import/")
    page.get_by_label("File", exact=True).set_input_files(
        csv("N200;2021-11-01;2021-11-05;100", "X999;2021-11-10;2021-11-12;50")
    )
    page.get_by_role("button", name="Upload and preview").click()

    expect(page.get_by_text("The file cannot be imported as it is")).to_be_visible()
    expect(page.get_by_role("region", name="Lines", exact=True)).to_contain_text("3")
    expect(page.get_by_role("button", name="Confirm and save")).to_have_count(0)
    assert SickLeaveEpisode.objects.count() == before


def test_a_file_of_another_kind_is_refused_beside_the_field(workplace: Workplace, visits: Visits) -> None:
    page = visits.open(workplace.people["officer"]).page
    page.goto("/import/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(64)}
    )
    page.get_by_role("button", name="Upload and preview").click()

    expect(page.get_by_label("File", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".exp-error-summary")).to_be_focused()
