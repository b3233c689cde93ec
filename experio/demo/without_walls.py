"""What row security costs: pages asked for with and without it, in a throw-away installation only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from experio.database import owner_session
from experio.demo.scratch import SCRATCH
from experio.walls.registry import everything_said
from experio.walls.statements import tables_of


class NotThrownAway(RuntimeError):
    """Walls are taken down in an installation that is deleted afterwards, and in no other."""


def is_scratch() -> bool:
    """Whether this process works in an installation that is made for a measurement."""
    return settings.DEMO and any(part.startswith(SCRATCH) for part in settings.EXPERIO_HOME.parts)


@contextmanager
def without_walls() -> Iterator[None]:
    """
    Row security off in the whole database, for the length of the block. As the owner, on a connection of
    its own, so that the app role's connection stays what it is in service.
    """
    if not is_scratch():
        raise NotThrownAway("Row security is taken down only in the scratch installation of a measurement.")
    _say("DISABLE")
    try:
        yield
    finally:
        _say("ENABLE")


def _say(what: str) -> None:
    with owner_session() as session:
        for table in tables_of(everything_said()):
            session.execute(f'ALTER TABLE "{table.name}" {what} ROW LEVEL SECURITY'.encode())
