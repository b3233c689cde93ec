"""
Nothing tells who the protected person is or where that person works: in whatever case it is written, in
answer, headers, session, mail and log.

The unit is known to its own manager and to the person. It may stand in the lists to choose from, which name
all units of an employer, in figures of units, and in the reference data.
"""

import re

from tests.database.matrix.asking import Asked
from tests.database.matrix.canaries import LOOKS, SHIELDED_UNIT
from tests.database.matrix.cells import ENTRIES
from tests.database.matrix.limits import MASKED
from tests.database.matrix.world import seat

# A part of the name tells it too.
_PARTS = ("lastcanaryshiel", "firstcanaryshiel")
_LOOKS = tuple(look.lower() for field in MASKED for look in LOOKS["shielded"][field]) + _PARTS
_KNOW_THE_UNIT = {"manager_own", "employee_self"}
_FIGURES = "reports:"
_TO_CHOOSE_FROM = re.compile(r"<select.*?</select>", re.DOTALL)


def judge(asked: Asked) -> list[str]:
    text = f"{asked.text}\n{asked.left_behind}".lower()
    wrong = [f"tells {look!r}" for look in _LOOKS if look in text]
    if not _may_name_the_unit(asked) and _names_the_unit(asked.text):
        wrong.append("names the unit")
    return wrong


def _names_the_unit(text: str) -> bool:
    return SHIELDED_UNIT in text and SHIELDED_UNIT in _TO_CHOOSE_FROM.sub("", text)


def _may_name_the_unit(asked: Asked) -> bool:
    route = asked.cell.route
    is_known = seat("shielded", asked.cell.person) in _KNOW_THE_UNIT
    return is_known or route.startswith(_FIGURES) or route not in ENTRIES
