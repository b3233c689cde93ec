"""No field is shown to anybody who may see it on no page at all."""

from tests.database.matrix.asking import Asked
from tests.database.matrix.canaries import found_in
from tests.database.matrix.cells import STRANGER
from tests.database.matrix.limits import beyond

# A case's number stands in addresses, and addresses stand in the log.
IN_ADDRESSES = "case number"


def shown(asked: Asked) -> frozenset[tuple[str, str]]:
    """(person, field) of everything protected that the answer shows."""
    found = found_in(asked.text)
    # A refusal repeats the address asked for, as the way back after a change of language or a sign-in.
    is_refusal = asked.status >= 400 or asked.cell.person == STRANGER
    return found - {(asked.cell.target, IN_ADDRESSES)} if is_refusal else found


def judge(asked: Asked) -> list[str]:
    return beyond(asked.cell, shown(asked))
