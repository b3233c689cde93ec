"""A case is lent to another employer's officer, worked, and taken back."""

from playwright.sync_api import expect

from tests.browser.browsing import Visits
from tests.browser.workplace import Workplace
from tests.factories import CaseFactory


def test_a_case_is_lent_accepted_worked_and_taken_back(workplace: Workplace, visits: Visits) -> None:
    officer, other = workplace.people["officer"], workplace.people["other"]
    workplace.waiting.delete()
    theirs = workplace.case.get_absolute_url()
    lender, receiver = visits.open(officer), visits.open(other)
    receiver.go(theirs, status=404)

    page = lender.go(theirs)
    page.get_by_role("link", name="Delegate").first.click()
    page.get_by_label("To", exact=False).first.select_option(label=f"{other} (South)")
    page.get_by_label("Last day").fill("2021-11-30")
    page.get_by_label("Reason").fill("Leave of absence")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text(f"{other} has been asked.")).to_be_visible()
    receiver.go(theirs, status=404)  # asked is not accepted

    page = receiver.go("/")
    requests = page.get_by_role("region", name="Requests to you")
    expect(requests).to_contain_text("North, asks you to work the case")
    assert "Nordin" not in page.content()
    page.get_by_role("button", name=f"Accept {workplace.case.number}").click()
    expect(page.get_by_text("Accepted. You can work with the case now.")).to_be_visible()
    assert receiver.path == theirs
    expect(page.get_by_role("heading", level=1)).to_have_text("Nora Nordin")
    page.get_by_label("Text").fill("Took over while the colleague is away.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("#journal .exp-story > li").first).to_contain_text("Took over")

    # The person's sick leave comes with the case; the person's own page and other people do not.
    receiver.go(workplace.episode.get_absolute_url())
    receiver.go(workplace.nurse.get_absolute_url(), status=404)
    receiver.go(workplace.colleague.get_absolute_url(), status=404)
    unlent = CaseFactory(staff_member__subproject=workplace.north, responsible_officer=officer)
    receiver.go(unlent.get_absolute_url(), status=404)
    page = receiver.go("/staff/?q=Nordin")
    expect(page.get_by_role("main")).to_contain_text("No staff found")

    page = lender.go(theirs)
    page.get_by_role("button", name=f"Take back the case from {other}").click()
    expect(page.get_by_text("The case has been taken back.")).to_be_visible()
    receiver.go(theirs, status=404)
    receiver.go(workplace.episode.get_absolute_url(), status=404)
    assert workplace.case.number not in receiver.go("/cases/?view=delegated").content()


def test_a_request_is_declined_and_opens_nothing(workplace: Workplace, visits: Visits) -> None:
    receiver = visits.open(workplace.people["other"])
    page = receiver.go("/")
    page.get_by_role("button", name=f"Decline {workplace.case.number}").click()

    expect(page.get_by_text("Declined.")).to_be_visible()
    expect(page.get_by_role("region", name="Requests to you")).to_have_count(0)
    receiver.go(workplace.case.get_absolute_url(), status=404)
