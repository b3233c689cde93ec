"""What sealed columns give and take: a value from the database to be opened, and one ready for it."""

from dataclasses import dataclass
from typing import Any

from experio.sealing.envelope import key_id_of, ring


class NotThroughTheModel(TypeError):
    """A sealed column was to be written or compared past its model, where the row's key is not known."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs: it opens nowhere else."""

    table: str
    column: str
    row: Any

    def as_dict(self) -> dict[str, Any]:
        return {"table": self.table, "column": self.column, "row": self.row}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sealed:
    """
    A sealed value as a query gives it (`values()`, `values_list()`), with the field that can open it.

    `sealed.open(row)` takes the primary key of the row it stands in. It has no text of its own: writing it
    into a page or a file raises instead of showing the ciphertext, and so does comparing it with a text.
    Two of them are equal when the very same value is stored; equal texts are not.
    """

    field: Any
    stored: Any

    def open(self, row: Any) -> Any:
        """The value. Raises CannotUnseal, also when `row` is not the row it came from."""
        return self.field.unsealed(self.stored, self.field.place(row))

    def __str__(self) -> str:
        raise NotThroughTheModel("A sealed value has no text: open it with its row's key.")

    def __eq__(self, other: object) -> bool:
        if other is None:
            return False
        if not isinstance(other, Sealed):
            raise NotThroughTheModel("A sealed value compares with no text: open it with its row's key.")
        return bool(self.stored == other.stored)

    def __hash__(self) -> int:
        return hash(self.stored)

    def __repr__(self) -> str:
        return "<sealed>"


def opened(value: Sealed | None, row: Any) -> Any:
    """What a query gave, opened; None, where nothing is stored, becomes the empty text."""
    return "" if value is None else value.open(row)


@dataclass(frozen=True, slots=True)
class Stored:
    """A value sealed for its place: the only thing that a sealed column lets in."""

    sealed: Any


class OpenedText(str):
    """
    A text that remembers how it is stored, so that a save that does not change it does not seal it anew:
    the change history would show a change where there is none.
    """

    stored: str
    place: Place

    @classmethod
    def of(cls, text: str, stored: str, place: Place) -> "OpenedText":
        self = cls(text)
        self.stored, self.place = stored, place
        return self

    def is_current_at(self, place: Place) -> bool:
        return self.place == place and key_id_of(self.stored) == ring().newest.id
