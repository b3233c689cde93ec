"""Who uses the server: everyone holds a shared lock, the last to leave stops it.

The lock is the kernel's (flock), so a user that is killed leaves too; a server that has lost all its users is
taken over by the next one and stopped by the last.
"""

import atexit
import contextlib
import errno
import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from experio.embedded import cluster
from experio.embedded.binaries import chosen_major
from experio.embedded.connection import Connection
from experio.embedded.errors import EmbeddedDatabaseError
from experio.embedded.places import Places
from experio.embedded.secrets_file import ROLES, new_secrets, read_secrets, write_secrets

# What is wrong with a folder, not with us.
UNUSABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOSPC}

_held: dict[Places, int] = {}
"""The servers that this process uses, and its lock on each."""


def ensure_running(
    home: Path, *, major: int | None = None, tell: Callable[[str], None] | None = None
) -> Connection:
    """Make sure that the server of `home` runs as long as this process, and say how to reach it.

    Makes the database on first use (about a second). Costs a millisecond when the server is up. `major` is
    16 or 18, else what EXPERIO_PG_MAJOR says. `tell` hears what takes time; nothing is ever printed.
    What the environment says about other servers (PGHOSTADDR, PGSERVICE, PGOPTIONS ...) is removed from it:
    libpq would mix it into every connection. Raises EmbeddedDatabaseError with the reason.
    """
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]
    places = _places(home, major)
    try:
        places.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _join(places)
        note, secrets = cluster.answers(places), read_secrets(places.secrets)
        if note is None or secrets is None or places.major not in secrets.provisioned:
            with _exclusive(places.start_lock):
                return _start(places, tell or (lambda text: None))
    except OSError as error:
        if error.errno not in UNUSABLE:
            raise
        raise EmbeddedDatabaseError(
            f"{error.filename or places.home} cannot be used ({error.strerror}): set EXPERIO_HOME to a "
            "folder that this account may write to."
        ) from error
    return _connection(note, secrets.owner_password, secrets.app_password)


def is_running(home: Path, *, major: int | None = None) -> bool:
    """Whether the server of `home` takes connections now. Starts nothing."""
    return cluster.answers(_places(home, major)) is not None


def leave(home: Path, *, major: int | None = None) -> None:
    """Stop using the server; stops it if nobody else does. Happens by itself when the process ends."""
    _leave(_places(home, major))


def _places(home: Path, major: int | None) -> Places:
    return Places(home=Path(os.path.realpath(home)), major=major or chosen_major())


def _start(places: Places, tell: Callable[[str], None]) -> Connection:
    secrets = read_secrets(places.secrets)
    if secrets is None:
        secrets = new_secrets()
        write_secrets(places.secrets, secrets)
    note = cluster.answers(places)
    if note is None:
        tell("Starting the database" if places.data.exists() else "Creating the database")
        note = cluster.start(places)
    connection = _connection(note, secrets.owner_password, secrets.app_password)
    if secrets.roles < ROLES:
        secrets.provisioned, secrets.roles = [], ROLES
    if places.major not in secrets.provisioned:
        from experio.embedded.provision import provision

        provision(connection)
        secrets.provisioned.append(places.major)
        write_secrets(places.secrets, secrets)
    return connection


def _connection(note: cluster.Postmaster, owner_password: str, app_password: str) -> Connection:
    return Connection(
        socket_dir=note.socket_dir, port=note.port, owner_password=owner_password, app_password=app_password
    )


def _join(places: Places) -> None:
    if places in _held:
        return
    number = os.open(places.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    # Waits here while the last user is stopping the server.
    fcntl.flock(number, fcntl.LOCK_SH)
    _held[places] = number


def _leave(places: Places) -> None:
    number = _held.pop(places, None)
    if number is None:
        return
    try:
        # A refusal gives up the shared lock as well: of two that leave at once, one stops the server.
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        cluster.stop(places)
    finally:
        os.close(number)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


@atexit.register
def _leave_all() -> None:
    # Stopping takes a moment. A second Ctrl-C would leave a server behind that nothing uses.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    for places in list(_held):
        with contextlib.suppress(EmbeddedDatabaseError, OSError):
            _leave(places)


def _join_after_fork() -> None:
    """A child shares its parent's lock, and would give it up for both: take one of its own instead."""
    for places, number in list(_held.items()):
        del _held[places]
        os.close(number)
        _join(places)


os.register_at_fork(after_in_child=_join_after_fork)
