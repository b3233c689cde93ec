"""
The upper bound: which relation may ever see which field, on whatever page. Stated here, by hand.

A relation is a person's seat towards the target (`SEATS`). Fields in `ONLY_ON` stand on the named pages and
nowhere else. Nothing of this can be recorded away.
"""

from tests.database.matrix.cells import Cell
from tests.database.matrix.world import seat

_HEALTH = {"hr_own", "hr_lent"}
_FOLLOWS = _HEALTH | {"manager_own"}

MAY_SEE: dict[str, set[str]] = {
    "name": _FOLLOWS | {"employee_self"},
    "employee number": _FOLLOWS | {"employee_self"},
    # What a protected person is called among those who follow the person.
    "handle": _FOLLOWS | {"employee_self"},
    "birth date": {"hr_own", "manager_own", "employee_self"},
    "personal number": {"hr_own"},
    "diagnosis": _HEALTH | {"employee_self"},
    "background": _HEALTH,
    "note for HR": _HEALTH,
    "note for the manager": _FOLLOWS,
    # The receiver reads the reason before accepting, and it stays in what the receiver was asked.
    "reason of a loan": _HEALTH | {"hr_asked"},
    "request": {"hr_own"},
    "disclosure": {"hr_own"},
    "case number": _FOLLOWS | {"employee_self", "hr_asked"},
    "file name": {"hr_own"},
    "file content": set(),
}
ONLY_ON: dict[str, set[str]] = {
    "personal number": {"cases:staff_edit", "cases:register_extract"},
}
# Nobody finds these of the protected person, who may open the identity or is the person: it is opened by a
# form of its own, and no cell fills that in.
MASKED = ("name", "employee number", "birth date", "personal number")
# Who has been asked for a loan of the other employer's case sees these of it, and nothing more.
OF_A_REQUEST = ("reason of a loan", "case number")
# Whoever gives an employee a role names the person by employer and employee number, and sees no more.
ALSO_SEEN = {
    ("administrator", "employee number", "admin:subprojects_membership_changelist"),
    ("administrator", "handle", "admin:subprojects_membership_changelist"),
}
# The extract hands out what is about oneself (GDPR 15), also what no page shows.
EXTRACT, IN_THE_EXTRACT = (
    "cases:register_extract",
    ("personal number", "reason of a loan", "request", "disclosure"),
)


def beyond(cell: Cell, found: frozenset[tuple[str, str]]) -> list[str]:
    """What was shown that may not be."""
    too_much = []
    for target, field in sorted(found):
        seats = {seat(target, cell.person)}
        if field in OF_A_REQUEST:
            seats.add(seat(target, cell.person, "asked"))
        is_allowed = bool(seats & MAY_SEE[field]) and cell.route in ONLY_ON.get(field, {cell.route})
        is_allowed = is_allowed or (cell.person, field, cell.route) in ALSO_SEEN
        if cell.route == EXTRACT and field in IN_THE_EXTRACT:
            is_allowed = is_allowed or "employee_self" in seats
        is_allowed = is_allowed and not (target == "shielded" and field in MASKED)
        if not is_allowed:
            too_much.append(f"{cell.person} finds the {field} of the {target} at {cell.method} {cell.route}")
    return too_much
