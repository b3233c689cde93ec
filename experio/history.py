"""Change history (ändringshistorik): every insert, update and delete, written by the database itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pghistory

from experio.sealing import seal, unseal

CONTEXTS, REASON = "pghistory_context", "reason"


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[type[Any]], type[Any]]:
    """
    Decorate a model so that triggers keep every change of every row, with who and when.

    Triggers also catch bulk writes and plain SQL, which no Python path can. `exclude` names
    columns that are derived from others.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
    )


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Changes made within are remembered with the reason. It may tell of health, so it is stored sealed."""
    with pghistory.context() as context:
        pghistory.context(reason=seal(reason, table=CONTEXTS, column=REASON, row=context.id))
        yield


def reason_of(metadata: Mapping[str, Any] | None, context_id: Any) -> str:
    """The reason that a change was made `because` of; empty without one. Raises CannotUnseal."""
    sealed = (metadata or {}).get(REASON)
    return unseal(sealed, table=CONTEXTS, column=REASON, row=context_id) if sealed else ""
