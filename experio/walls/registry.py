"""What the apps' `walls.py` say, gathered."""

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from experio.walls.conditions import NOBODY, Condition


@dataclass(frozen=True, slots=True)
class Wall:
    """
    Who may do what with the rows of a model's table and of its history table.

    `read` opens rows, `add`, `change` and `remove` say which rows may come, be changed and go. `lock`
    opens rows that may be held (`select_for_update`) by somebody who may not change them. What several
    apps say about one model adds up. History rows are read like the row itself, come with any change of
    it, and are neither changed nor removed, except where `forget` says which (erasure by an approved
    disposal), and where `rewrite` says in which rows the columns `rewritable` may be (a name that becomes
    protected).
    """

    model: str
    read: Condition = NOBODY
    add: Condition = NOBODY
    change: Condition = NOBODY
    remove: Condition = NOBODY
    lock: Condition = NOBODY
    forget: Condition = NOBODY
    rewrite: Condition = NOBODY
    rewritable: tuple[str, ...] = ()
    # Rows are only ever added: the app role is not even granted the rest.
    append_only: bool = False
    # Plain tables that no model describes (partitions, say) are named instead of a model.
    table: str = ""


def kept_by(
    keeper: Condition,
    model: str,
    *,
    also_read: Condition = NOBODY,
    rewrite: Condition = NOBODY,
    rewritable: tuple[str, ...] = (),
) -> Wall:
    """A wall around rows that the same people read, add, change and remove; others may only read."""
    return Wall(
        model,
        read=keeper | also_read,
        add=keeper,
        change=keeper,
        remove=keeper,
        rewrite=rewrite,
        rewritable=rewritable,
    )


@dataclass(frozen=True, slots=True)
class Function:
    """
    A question that the owner answers for the policies or for the app role (plpgsql, fixed search path).

    `body` is what stands between DECLARE and END: it finds `who` (the user's key or null), `on_day` and
    `works_for` ("", "*" or keys with commas) declared. STABLE unless it changes something.
    """

    name: str
    returns: str
    body: str
    arguments: str = ""
    declares: str = ""
    changes: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A view of the statistics schema: what `reports` may count in, and nothing that names a person."""

    name: str
    select: str


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that the apps say."""

    walls: tuple[Wall, ...] = ()
    functions: tuple[Function, ...] = ()
    views: tuple[View, ...] = ()
    apps: tuple[str, ...] = field(default=())
    """The app of each wall, in the same order: policies bear its name."""


@lru_cache(maxsize=1)
def everything_said() -> Said:
    """Gather the `walls` modules of the installed apps, in their order."""
    walls: list[Wall] = []
    owners: list[str] = []
    functions: list[Function] = []
    views: list[View] = []
    for config in apps.get_app_configs():
        if config.name == "experio" or find_spec(f"{config.name}.walls") is None:
            continue
        module = import_module(f"{config.name}.walls")
        found: tuple[Wall, ...] = getattr(module, "WALLS", ())
        walls += found
        owners += [config.label] * len(found)
        functions += getattr(module, "FUNCTIONS", ())
        views += getattr(module, "STATISTICS", ())
    return Said(tuple(walls), tuple(functions), tuple(views), tuple(owners))
