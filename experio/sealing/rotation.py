"""Changing the sealing key: everything is sealed anew, in small transactions, while people work."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pgtrigger
from django.db import connection

from experio.scope import working_for_every_employer
from experio.sealing.envelope import ring
from experio.sealing.stores import Store, stores

BATCH = 1_000
ROUNDS = 5
PASSES = 3

# Told how far the work has come: which table, how many rows of it, of how many.
Listener = Callable[[str, int, int], None]


@dataclass(slots=True)
class Rotation:
    """What a rotation did, and which keys are still needed."""

    newest: str
    resealed: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    in_use: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return sum(self.resealed.values())

    @property
    def unused(self) -> tuple[str, ...]:
        """Keys of the ring that seal nothing in the database any more."""
        return tuple(key for key in ring().ids if key != self.newest and not self.in_use[key])


def rotate(*, tell: Listener, batch: int = BATCH) -> Rotation:
    """
    Seal what is not under the newest key anew, table by table. Run as the database's owner, outside a
    transaction: every batch is committed, so that a rotation that is stopped goes on where it was.

    Nothing of it is a change of the data: triggers that write the history sleep. Rows that somebody is
    writing at the moment are met in the next round, and what they left under an old key in a table that was
    done already (a version in the history) in the next pass over all of them. Raises CannotUnseal.
    """
    done = Rotation(ring().newest.id)
    for _pass in range(PASSES):
        done.left = {}
        for store in stores():
            _rotate(store, done, tell, batch)
        done.in_use = keys_in_use()
        if set(done.in_use) <= {done.newest}:
            break
    return done


def keys_in_use() -> Counter[str]:
    """How many values and tokens of the whole database stand under each key."""
    with working_for_every_employer():
        return sum((store.keys_in_use() for store in stores()), Counter())


def _say_it_is_no_change() -> None:
    """The guard of restricted data lets the owner of the tables seal anew (`cases.guards`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('experio.resealing', 'on', true)")


def _rotate(store: Store, done: Rotation, tell: Listener, batch: int) -> None:
    with working_for_every_employer():
        total = store.waiting()
    rows = 0
    for _round in range(ROUNDS):
        after = None
        while True:
            with working_for_every_employer(), pgtrigger.ignore():
                _say_it_is_no_change()
                after, count = store.reseal(after, batch)
            if not count:
                break
            rows += count
            tell(store.name, rows, max(total, rows))
        with working_for_every_employer():
            left = store.waiting()
        if not left:
            break
    if rows:
        done.resealed[store.name] = done.resealed.get(store.name, 0) + rows
    if left:
        done.left[store.name] = left
