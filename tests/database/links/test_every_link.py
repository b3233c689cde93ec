"""
No link and no form of any page leads a role to a refusal, and every page has a way on.

The access matrix asks what opens to whom; this asks whether the pages keep to it. A page that offers what it
does not give fails here: role, page, link and answer are named.
"""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.counting import note
from tests.database.links.crawl import REFERENCE_DATA, Crawl
from tests.database.links.people import CAST, SAME_ROLE, STRANGER, first_pages, peopled
from tests.database.matrix import recorded
from tests.database.matrix.cells import ENTRIES, Cell, address_of, routes, targets_of
from tests.database.matrix.world import WideWorld, wide

__all__ = ["peopled", "wide"]

# Those whose pages are looked at for more than one row of a kind, and those who look at the account's pages.
ROWS = {"hr_own": 2, "manager_own": 2, "employee_self": 2}
# What is lent with a case.
LENT = ("cases:case_", "cases:note_", "cases:sick_leave_")
READ_ACCOUNT = ("nobody", "hr_lead", STRANGER)


@pytest.fixture(scope="module")
def crawls() -> dict[str, Crawl]:
    """What has been crawled so far, by person."""
    return {}


def open_to(person: str, wide: WideWorld) -> list[str]:
    """
    The pages that the access table opens to the person, also those to which no link leads; looked at once for
    each role. The reference data's are all reached from its first page.
    """
    if person in SAME_ROLE:
        return []
    table = recorded.read()
    found = []
    for name in routes():
        if name.startswith(REFERENCE_DATA):
            continue
        for target in targets_of(name):
            answer = table.get(Cell(name, target, "GET", person))
            if answer is not None and answer.status == 200:
                asked = urlencode(ENTRIES[name].data) if name in ENTRIES else ""
                found.append(f"{address_of(name, target, wide)}?{asked}".rstrip("?"))
    return found


@pytest.mark.parametrize("person", CAST)
def test_every_link_and_form_is_answered(person: str, peopled: WideWorld, crawls: dict[str, Crawl]) -> None:
    crawl = Crawl(
        peopled,
        person,
        rows=ROWS.get(person, 1),
        reads_account=person in READ_ACCOUNT,
        anew=LENT if person == "hr_lent" else (),
        after=crawls.get(SAME_ROLE.get(person, "")),
    )
    crawls[person] = crawl
    crawl.read_refusal("/no-such-page/", 404)
    if person:
        crawl.read_refusal(reverse("cases:own_page" if person == "administrator" else "admin:index"), 403)
    crawl.run(["/", *first_pages(peopled, person), *open_to(person, peopled)])

    for what in ("links", "forms"):
        note(f"{what} followed", crawl.counts[what])
    assert not crawl.dead, "\n".join(map(str, crawl.dead))
