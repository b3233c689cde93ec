"""
What a protected identity hides, and what stands in its place.

The plain columns of a protected person hold nothing that tells who it is: a forgotten mask, a sort key, a
foreign query or a dump finds the same neutral words for everybody. The rest is sealed (`ProtectedIdentity`).
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

HIDDEN_FIRST_NAME, HIDDEN_LAST_NAME = "Skyddad", "identitet"
HIDDEN_MONTH, HIDDEN_DAY = 7, 1
HANDLE_START = "SK-"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
_HANDLE_LENGTH = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is: what is sealed while the identity is protected, and put back when it no longer is."""

    employee_number: str
    first_name: str
    last_name: str
    birth_date: date
    personal_number: str | None = None
    # What stood elsewhere when the identity was protected, to be put back when it no longer is:
    # label of the model → primary key → column → text.
    elsewhere: dict[str, dict[int, dict[str, str | None]]] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def as_text(self) -> str:
        """The whole as JSON, to be sealed."""
        content = asdict(self) | {"birth_date": self.birth_date.isoformat()}
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Identity":
        """The identity that `as_text` wrote. Raises ValueError, KeyError or TypeError for any other text."""
        content: dict[str, Any] = json.loads(text)
        content["birth_date"] = date.fromisoformat(content["birth_date"])
        content["elsewhere"] = {
            model: {int(key): columns for key, columns in rows.items()}
            for model, rows in content["elsewhere"].items()
        }
        return cls(**content)


def handle_of(key: UUID) -> str:
    """
    What a protected person is called among those who may not know the name, for example `SK-7K3M2QH`.

    It follows from the random key of the row alone, so it tells nothing, and no other person of an employer
    has it (31⁷ of them are possible; the unique employee number has the last word).
    """
    number = key.int
    letters = []
    for _place in range(_HANDLE_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return HANDLE_START + "".join(letters)


def hidden_birth_date(birth_date: date) -> date:
    """
    The first of July of the birth year: figures by age keep working, the day itself is gone.

    An age is at most one year wrong for half of the year; only counts over many people use it.
    """
    return date(birth_date.year, HIDDEN_MONTH, HIDDEN_DAY)


def hidden_columns(identity: Identity, key: UUID) -> dict[str, Any]:
    """What the plain columns of a protected person hold."""
    return {
        "employee_number": handle_of(key),
        "first_name": HIDDEN_FIRST_NAME,
        "last_name": HIDDEN_LAST_NAME,
        "birth_date": hidden_birth_date(identity.birth_date),
        "personal_number": None,
    }
