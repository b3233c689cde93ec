"""A start with keys that do not fit the database is refused before anybody meets a page that fails."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from experio.scope import working_for_every_employer
from experio.sealing.envelope import CannotUnseal, ring
from experio.sealing.stores import stores


@register(Tags.database)
def the_keys_open_the_database(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every key that the database names is in the ring, and one value of each table opens with it."""
    problems: list[CheckMessage] = []
    if "default" not in (databases or []) or connections["default"].needs_rollback:
        return problems
    missing: set[str] = set()
    try:
        with working_for_every_employer():
            for store in stores():
                for key_id in store.keys_in_use():
                    if not key_id:
                        problems.append(_plain(store.name))
                    elif key_id not in ring().ids:
                        missing.add(key_id)
                    elif (open_one := store.any_value(key_id)) is not None:
                        _try(open_one, problems)
    except DatabaseError:
        return []  # before the first migration there is nothing to open
    problems += [
        Error(
            f"The database holds values sealed under the key {key_id}, which is not in the ring.",
            hint="Add the key to EXPERIO_SEALING_KEYS, after the newest one.",
            id="experio.E010",
        )
        for key_id in sorted(missing)
    ]
    return problems


def _plain(table: str) -> CheckMessage:
    return Error(
        f"{table} holds values that are to be sealed and are not.",
        hint="`manage.py migrate` seals what an older version kept in plain words; anything else was written "
        "past Experio.",
        id="experio.E012",
    )


def _try(open_one: Any, problems: list[CheckMessage]) -> None:
    try:
        open_one()
    except CannotUnseal as error:
        problems.append(
            Error(
                str(error),
                hint="EXPERIO_SEALING_KEYS has another key under this id, or the value was moved or changed.",
                id="experio.E011",
            )
        )
