"""
What a page was: said once by the view that shows it, written by the middleware in the page's transaction.

    note_reading(request, Act.LIST, people=[person.pk for person in page])
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What was done (åtkomstens art). From the mildest to the gravest: a page is logged as its gravest."""

    READ = "read", _("read")
    LIST = "list", _("listed")
    SEARCH = "search", _("searched")
    PRINT = "print", _("printed")
    EXPORT = "export", _("exported")
    CHANGED = "changed", _("changed")
    DENIED = "denied", _("refused")


_GRAVITY = {act: place for place, act in enumerate(Act)}


@dataclass(frozen=True, slots=True)
class Noted:
    """What views have said of one page; keys are primary keys."""

    act: Act
    people: frozenset[int] = frozenset()
    employers: frozenset[int] = frozenset()
    case: int | None = None
    on_behalf_of: int | None = None
    purpose: str = ""

    def with_also(self, other: "Noted") -> "Noted":
        """Both together: a page is one row, whatever its parts have said."""
        return Noted(
            act=max(self.act, other.act, key=_GRAVITY.__getitem__),
            people=self.people | other.people,
            employers=self.employers | other.employers,
            case=self.case if self.case is not None else other.case,
            on_behalf_of=self.on_behalf_of if self.on_behalf_of is not None else other.on_behalf_of,
            purpose=self.purpose or other.purpose,
        )


def note_reading(
    request: HttpRequest,
    act: Act,
    *,
    people: Iterable[int] = (),
    case: int | None = None,
    employer: int | Iterable[int] | None = None,
    on_behalf_of: int | None = None,
    purpose: str = "",
) -> None:
    """
    Say whom a page is about, before it is shown. Called twice, the page is about both.

    `people` are staff members, `case` the one case of the page, `employer` a subproject or several (those of
    the people unless said), `on_behalf_of` the user who lent the case, `purpose` what the person stated.
    Several cases on one page are told by their people.
    """
    employers = () if employer is None else (employer,) if isinstance(employer, int) else employer
    said = Noted(
        act=Act(act),
        people=frozenset(people),
        employers=frozenset(employers),
        case=case,
        on_behalf_of=on_behalf_of,
        purpose=purpose.strip(),
    )
    before = noted_on(request)
    request._reading = before.with_also(said) if before else said  # type: ignore[attr-defined]


def note_nobody(request: HttpRequest) -> None:
    """
    Say that this answer shows nobody although its address is otherwise about somebody: a question that is
    asked first, such as who sits there. What was noted before stays.
    """
    request._shows_nobody = True  # type: ignore[attr-defined]


def shows_nobody(request: HttpRequest) -> bool:
    return bool(getattr(request, "_shows_nobody", False))


def noted_on(request: HttpRequest) -> Noted | None:
    """What has been said of the page so far."""
    noted: Noted | None = getattr(request, "_reading", None)
    return noted


def as_denied(noted: Noted | None) -> Noted:
    """A refusal, with what the view had said before it refused."""
    return replace(noted, act=Act.DENIED) if noted else Noted(act=Act.DENIED)
