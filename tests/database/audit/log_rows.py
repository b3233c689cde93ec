"""Rows of the reading log made as requests make them, one transaction each."""

from experio.audit.readings import Act, Noted
from experio.audit.verification import verify_log
from experio.audit.writing import Page, write_reading
from experio.scope import acting_as, working_for_every_employer
from tests.factories import TODAY


def write(user, number: int = 1, *, people=(1, 2), purpose: str = "") -> None:
    """So many rows, each committed by itself when no transaction is open."""
    for step in range(number):
        with acting_as(user):
            page = Page(
                actor=user.pk,
                route="cases:staff_list",
                method="GET",
                path=f"/staff/{step}/å/",
                status=200,
                address="203.0.113.7",
                session="0" * 32,
            )
            noted = Noted(
                act=Act.LIST,
                people=frozenset(people),
                employers=frozenset({7}),
                case=step or None,
                purpose=purpose,
            )
            write_reading(page, noted, day=TODAY)


def verdict(**how):
    with working_for_every_employer():
        return verify_log(**how)
