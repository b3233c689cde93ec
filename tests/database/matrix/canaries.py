"""What is planted in every protected field of the four people, and how it would look if it got out."""

from datetime import date
from urllib.parse import unquote_plus
from uuid import UUID

from subprojects.identity import handle_of
from tests.database.access_world import DISCLOSURE, REQUEST_TEXT

TARGETS = ("nurse", "teacher", "southerner", "shielded")

# Only Skatteverket's test numbers. The birth dates are others on purpose, so that each betrays itself alone.
NUMBERS = {
    "nurse": "198502282384",
    "teacher": "198001022386",
    "southerner": "199301072386",
    "shielded": "198201012385",
}
BORN = {
    "nurse": date(1971, 1, 29),
    "teacher": date(1972, 3, 28),
    "southerner": date(1973, 5, 27),
    "shielded": date(1974, 9, 26),
}
# The protected person's row has a key of its own, so that the handle, which follows from it, is known here.
SHIELDED_KEY = UUID("7d0c1f6e-52a4-4c1b-9a55-0d8f6f1e2b90")
HANDLE = handle_of(SHIELDED_KEY)
# The unit where nobody else works.
SHIELDED_UNIT = "Kanariehuset"
CODES = {"nurse": "F418B", "teacher": "M5459", "southerner": "F3219", "shielded": "F4109"}
_MONTHS = {1: ("januari", "January"), 3: ("mars", "March"), 5: ("maj", "May"), 9: ("september", "September")}


def first_name(target: str) -> str:
    return f"Firstcanary{target}"


def last_name(target: str) -> str:
    return f"Lastcanary{target}"


def text(field: str, target: str) -> str:
    """A sentence that stands nowhere else."""
    return f"CANARY-{field.upper()}-{target.upper()}"


def employee_number(target: str) -> str:
    return f"EN-{target.upper()}-77"


def case_number(target: str) -> str:
    return f"canary-case-{target}"


def _looks(target: str) -> dict[str, tuple[str, ...]]:
    """Field → the texts that betray it."""
    code, number, born = CODES[target], NUMBERS[target], BORN[target]
    months = [f"{born.day} {name} {born.year}" for name in _MONTHS[born.month]]
    return {
        "name": (first_name(target), last_name(target)),
        "employee number": (employee_number(target),),
        "handle": (HANDLE,) if target == "shielded" else (),
        "birth date": (born.isoformat(), born.strftime("%Y%m%d"), *months),
        "personal number": (number[2:], f"{number[2:8]}-{number[8:]}", f"{number[2:8]}+{number[8:]}"),
        "diagnosis": (code, f"{code[:3]}.{code[3:]}", f'"{code.lower()}"'),
        "background": (text("background", target),),
        "note for HR": (text("hr-note", target),),
        "note for the manager": (text("shared-note", target),),
        "reason of a loan": (text("reason", target),),
        "request": (REQUEST_TEXT if target == "nurse" else text("request", target),),
        "disclosure": (DISCLOSURE if target == "nurse" else text("refusal", target),),
        "case number": (case_number(target),),
        "file name": (text("file", target),),
        "file content": (text("content", target),),
    }


LOOKS = {target: _looks(target) for target in TARGETS}
FIELDS = tuple(LOOKS["nurse"])


def found_in(content: str) -> frozenset[tuple[str, str]]:
    """(person, field) of every canary that stands in the text, however it is quoted."""
    plain = content if "%" not in content else f"{content}\n{unquote_plus(content)}"
    return frozenset(
        (target, field)
        for target, fields in LOOKS.items()
        for field, looks in fields.items()
        if any(look in plain for look in looks)
    )
