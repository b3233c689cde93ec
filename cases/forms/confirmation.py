"""Forms that point at odd but legal input once, and take it when it is saved again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something to look at again: a stable code, and a sentence for people."""

    code: str
    text: str


class Unconfirmed(Exception):
    """Raised inside the transaction of a change that must be looked at again: it takes the change back."""

    def __init__(self, oddities: tuple[Oddity, ...]) -> None:
        self.oddities = oddities
        super().__init__(", ".join(oddity.code for oddity in oddities))


class Confirmable:
    """
    Mixed into a form. `oddities()` lists what is odd in valid input; the page sends the codes it has
    shown back in a hidden field, so that saving again confirms just those.
    """

    data: Any

    def oddities(self) -> Iterable[Oddity]:
        """What a person should look at again. Asked only when the form is valid."""
        return ()

    def confirm(self) -> None:
        """Raises Unconfirmed when something odd has not been shown yet; it then names everything odd."""
        found = tuple(self.oddities())
        seen = set(str(self.data.get("confirmed", "")).split(","))
        if any(oddity.code not in seen for oddity in found):
            raise Unconfirmed(found)


def show_oddities(form: Any, odd: Unconfirmed) -> None:
    """Let the page show the warnings above the form, and send their codes with the next attempt."""
    form.warnings = [oddity.text for oddity in odd.oddities]
    form.confirmed = ",".join(oddity.code for oddity in odd.oddities)
