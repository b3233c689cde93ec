"""Two kinds of set-up: what running Experio needs, and what its tests and checks need as well."""

from dataclasses import dataclass
from pathlib import Path

from experio.setup.stamps import is_stamped, write_stamp


@dataclass(frozen=True)
class Kind:
    """`name` is that of the lock in requirements/ and of the stamp."""

    name: str
    contains: tuple["Kind", ...] = ()
    """The kinds whose packages are all part of this one, in the same versions."""

    def lock(self, root: Path) -> Path:
        """The file with the Python packages of this kind, each with its hashes."""
        return root / "requirements" / f"{self.name}.txt"


RUNTIME = Kind("runtime")
DEVELOPMENT = Kind("development", contains=(RUNTIME,))
KINDS = (RUNTIME, DEVELOPMENT)


class Stamps:
    """For which kinds a folder has been filled, and from what."""

    def __init__(self, folder: Path, marks: dict[Kind, str]) -> None:
        self._folder = folder
        self._marks = marks

    def hold(self, kind: Kind) -> bool:
        """Whether the folder has been filled for this kind, from what is wanted now."""
        return is_stamped(self._stamp(kind), self._marks[kind])

    def write(self, kind: Kind) -> None:
        """Note that the folder has been filled for a kind, and so for those that it contains."""
        for one in (kind, *kind.contains):
            write_stamp(self._stamp(one), self._marks[one])

    def remove(self) -> None:
        """Before the folder is filled anew: until that has succeeded nothing is certain."""
        for one in KINDS:
            self._stamp(one).unlink(missing_ok=True)

    def _stamp(self, kind: Kind) -> Path:
        return self._folder / f".experio-{kind.name}"
