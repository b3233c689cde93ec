"""Which file lies where: all below the data home; the socket too, if its path is short enough."""

import contextlib
import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from experio.embedded.errors import EmbeddedDatabaseError

# The kernel's sun_path holds 108 bytes, the last of them zero.
LONGEST_SOCKET_PATH = 107


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
        """The folder for the socket: below the home, else (path too long) a private one named by the home."""
        near = self.home / "run"
        if len(os.fsencode(self.socket(near))) <= LONGEST_SOCKET_PATH:
            return near
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return _runtime_folder() / f"experio-{os.geteuid()}-{digest}"

    def socket(self, folder: Path) -> Path:
        return folder / f".s.PGSQL.{self.port}"


def _runtime_folder() -> Path:
    given = os.environ.get("XDG_RUNTIME_DIR")
    if given and Path(given).is_dir() and os.access(given, os.W_OK) and len(os.fsencode(given)) < 50:
        return Path(given)
    return Path(tempfile.gettempdir())


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
