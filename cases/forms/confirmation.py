"""Forms that point at odd but legal input once, and take it when it is saved again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something to look at again: a stable code, and a sentence for people."""

    code: str
    text: str


class Confirmable:
    """
    Mixed into a form. `oddities()` lists what is odd in valid input; the page sends the codes it has
    shown back in a hidden field, so that saving again confirms just those.
    """

    data: Any

    def oddities(self) -> Iterable[Oddity]:
        """What a person should look at again. Asked only when the form is valid."""
        return ()

    def unconfirmed(self) -> tuple[Oddity, ...]:
        """What has not been shown yet; everything odd is shown again as long as there is one."""
        found = tuple(self.oddities())
        seen = set(str(self.data.get("confirmed", "")).split(","))
        return found if any(oddity.code not in seen for oddity in found) else ()
