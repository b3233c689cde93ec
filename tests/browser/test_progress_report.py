"""The project office looks at a progress report and takes the workbook along."""

import re
from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.browsing import Visits, rows_of
from tests.browser.test_every_page import LOOK, RULES
from tests.browser.windows import AXE
from tests.browser.workplace import Workplace

SHEETS = ("00", "03", "04", "11", "12", "14", "99")


MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
TO_FILL_IN = "filled in by the project office"


def plain(value: object, heading: str) -> str:
    """A cell without what page and workbook write differently: shares, grouping, decimals that are none."""
    if isinstance(value, float):
        return f"{round(value * 100 if '%' in heading else value, 1):g}"
    if isinstance(value, datetime):
        value = f"{value:%Y-%m-%d %H:%M}"
    text = " ".join(str(value).replace("\N{NO-BREAK SPACE}", "").split())
    if MOMENT.fullmatch(str(value)):
        return str(value)[:10]  # a minute may pass between the page and the file
    number = text.replace(",", "")
    return f"{float(number):g}" if number.replace(".", "").isdigit() else text


def test_the_project_office_previews_and_downloads_the_same_figures(
    workplace: Workplace, visits: Visits, tmp_path: Path
) -> None:
    visitor = visits.open(accept_downloads=True)
    visitor.context.add_init_script(path=AXE)
    page = visitor.sign_in(workplace.people["office"])
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Progress report").click()
    page.get_by_label("From").select_option("2021-09")
    page.get_by_label("To", exact=True).select_option("2021-11")
    page.get_by_role("button", name="Show").click()
    sheets = page.get_by_role("navigation", name="Sheets").get_by_role("link")
    expect(sheets).to_have_count(len(SHEETS))  # the form fetches them into the page
    names = sheets.all_inner_texts()
    assert tuple(name[:2] for name in names) == SHEETS
    expect(page.get_by_role("main")).to_contain_text("inte")  # "an internal count, not an official one"
    asked_for = page.url
    shown = {name: rows_of(page, f"Table: {name}") for name in names}
    page.get_by_role("link", name="Download Excel").click()
    saved = visitor.confirm("You are about to fetch a file.")

    file = tmp_path / saved.suggested_filename
    saved.save_as(file)
    assert file.name == "lagesrapport-worklab-2021-09-2021-11.xlsx"
    book = CalamineWorkbook.from_path(str(file))
    assert list(book.sheet_names) == names
    compared = 0
    for name in names:
        rows = book.get_sheet_by_name(name).to_python()
        for row in shown[name]:
            heads = list(row)
            wanted = [plain("" if text == TO_FILL_IN else text, head) for head, text in row.items()]
            in_file = [[plain(cell, head) for cell, head in zip(one, heads, strict=False)] for one in rows]
            assert wanted in in_file, (name, wanted)
            compared += any(text.isdigit() for text in wanted)
    assert compared > 20, "rows with figures were compared"
    expect(page.get_by_role("heading", level=1)).to_have_text("Your file is being fetched")
    assert page.evaluate(LOOK, ["tag", RULES]) == []
    page.get_by_role("link", name="Back to the page").click()
    expect(page).to_have_url(asked_for)
