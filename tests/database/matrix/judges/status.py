"""The status is the one that the access table rules, and a stranger is led to the sign-in page."""

from tests.database.matrix.asking import Asked
from tests.database.matrix.cells import ENTRIES, STRANGER, ruled
from tests.database.test_access_matrix import OPEN, OPEN_AND_ABSENT


def judge(asked: Asked) -> list[str]:
    wrong = []
    if asked.status >= 500:
        wrong.append(f"fails: {asked.status}")
    if (allowed := ruled(asked.cell)) and asked.status not in allowed:
        wrong.append(f"answers {asked.status}, the table rules {sorted(allowed)}")
    if _must_sign_in(asked) and "/login/?next=" not in asked.response.headers["Location"]:
        wrong.append(f"leads to {asked.response.headers['Location']} instead of the sign-in page")
    return wrong


def _must_sign_in(asked: Asked) -> bool:
    cell = asked.cell
    is_closed = cell.route in ENTRIES and cell.route not in OPEN | OPEN_AND_ABSENT
    return is_closed and cell.person == STRANGER and asked.status == 302
