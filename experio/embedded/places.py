"""Which file lies where: all below the data home; the socket too, if its path is short enough."""

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from experio.embedded.errors import EmbeddedDatabaseError

# The kernel's sun_path holds 108 bytes on Linux and 104 elsewhere, the last of them zero.
LONGEST_SOCKET_PATH = 103
# pg_ctl and initdb put the paths of data and programs between double quotes and hand them to a shell.
MISREAD_BY_SHELL = '"$`\\\n'


@dataclass(frozen=True)
class Places:
    """The paths of one server: one home, one major version."""

    home: Path
    major: int

    @property
    def data(self) -> Path:
        return self.home / f"postgresql-{self.major}"

    @property
    def log(self) -> Path:
        return self.home / f"postgresql-{self.major}.log"

    @property
    def users_lock(self) -> Path:
        """Held shared by everyone who uses the server, exclusively by the one who stops it."""
        return self.home / f"postgresql-{self.major}.users"

    @property
    def start_lock(self) -> Path:
        """Held by the one who makes or starts the server."""
        return self.home / f"postgresql-{self.major}.start"

    @property
    def secrets(self) -> Path:
        return self.home / "database.json"

    @property
    def port(self) -> int:
        """Part of the socket's name only (nothing listens on the network); tells the majors apart."""
        return 5400 + self.major

    def socket_dir(self) -> Path:
        """The folder for the socket: below the home, else a private one elsewhere, named by the home.

        Elsewhere when the path is too long for a socket, or has a comma: libpq would read two folders.
        """
        near = self.home / "run"
        if self._suits_socket(near):
            return near
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        for parent in _runtime_folders():
            folder = parent / f"experio-{os.geteuid()}-{digest}"
            if self._suits_socket(folder):
                return folder
        raise EmbeddedDatabaseError(
            f"The path {near} does not suit the database's socket (too long, or with a comma), nor does any "
            "folder for temporary files: set EXPERIO_HOME to a folder with a shorter path."
        )

    def _suits_socket(self, folder: Path) -> bool:
        path = os.fsencode(self.socket(folder))
        return len(path) <= LONGEST_SOCKET_PATH and b"," not in path

    def socket(self, folder: Path) -> Path:
        return folder / f".s.PGSQL.{self.port}"


def _runtime_folders() -> Iterator[Path]:
    """Folders for what lives as long as a process, the best first."""
    for given in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if given and Path(given).is_dir() and os.access(given, os.W_OK | os.X_OK):
            yield Path(given)


def refuse_misread(path: Path) -> None:
    """Raises EmbeddedDatabaseError for a path that the server's own programs would misread."""
    if found := sorted(set(MISREAD_BY_SHELL) & set(str(path))):
        raise EmbeddedDatabaseError(
            f"The embedded database cannot work in {str(path)!r}: PostgreSQL's programs misread {found[0]!r} "
            "in a path. Use another folder (EXPERIO_HOME, or move the checkout), or a server of your own."
        )


def make_private(folder: Path, *, owners: set[int]) -> None:
    """Make a folder that only its owner enters, or check that an existing one is so.

    A folder of that name that a stranger put there beforehand is refused, and so is a symbolic link.
    """
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise EmbeddedDatabaseError(f"{folder} is not a folder of this account; remove it and try again.")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
