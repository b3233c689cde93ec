"""Change history (ändringshistorik): every insert, update and delete, written by the database itself."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory


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
