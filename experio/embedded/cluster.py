"""One data folder: make it, configure it, start it, stop it, and tell its state."""

import contextlib
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from experio.embedded.binaries import install_folder, libraries_folder
from experio.embedded.connection import ADMIN, APP, OWNER
from experio.embedded.errors import EmbeddedDatabaseError
from experio.embedded.isolation import Isolation, choose_isolation
from experio.embedded.places import Places, make_private, refuse_misread

# A long crash recovery may take minutes; giving up early would only start it anew.
PATIENCE_SECONDS = 600
# After kill -9 the dead process may stay unreaped for a while, and its children hold the shared memory.
RESTART_TRIES = 60
RESTART_PAUSE_SECONDS = 0.25
# Creating or starting a database takes a second or two; longer only when it recovers from a crash.
INTERRUPTED_SECONDS = 10
LARGEST_LOG_BYTES = 10_000_000

# The shortest question of the protocol: every PostgreSQL answers it with one letter, before any sign-in.
MAY_I_ENCRYPT = struct.pack("!ii", 8, 80877103)

# log_*: a failed statement or its detail could hold health data, so neither is written to the log.
CONFIGURATION = """\
# Written anew at every start.
listen_addresses = ''
port = {port}
unix_socket_directories = {socket_dir}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 200
shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
max_wal_size = '2GB'
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
"""

ACCESS = f"""\
# Written anew at every start. No line, no entry.
local all         {ADMIN} peer map=experio
local replication {ADMIN} peer map=experio
local all         {OWNER} scram-sha-256
local all         {APP} scram-sha-256
"""


@dataclass(frozen=True)
class Postmaster:
    """What a running (or dead) server wrote in its postmaster.pid."""

    pid: int
    port: int
    socket_dir: Path
    status: str


def read_postmaster(places: Places) -> Postmaster | None:
    """The server's own note of itself; None while there is none or it is half written."""
    try:
        lines = (places.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return Postmaster(int(lines[0]), int(lines[3]), Path(lines[4].strip()), lines[7].strip())
    except (FileNotFoundError, IndexError, ValueError):
        return None


def answers(places: Places) -> Postmaster | None:
    """The server, if it is ready and replies; costs a millisecond.

    A killed server's socket takes connections a moment longer, so the reply is waited for.
    """
    note = read_postmaster(places)
    if note is None or note.status != "ready":
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(5)
        try:
            probe.connect(str(places.socket(note.socket_dir)))
            probe.sendall(MAY_I_ENCRYPT)
            return note if probe.recv(1) else None
        except OSError:
            return None


def make(places: Places, isolation: Isolation) -> None:
    """Create the data folder; a creation that was cut short leaves nothing that could be taken for one."""
    draft = places.data.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if isolation.owner:
        os.chown(draft, *isolation.owner)
    programs = _reachable(places, isolation)
    refuse_misread(programs)
    common = [*isolation.prefix, str(programs / "initdb"), "-D", str(draft), "-U", ADMIN, "-E", "UTF8"]
    common += ["--auth-local=peer", "--auth-host=scram-sha-256", "--data-checksums", "--no-instructions"]
    if places.major >= 17:
        choices = [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    else:
        # Before 17 there is no built-in locale: take the system's, or plain C where the system has none.
        choices = [["--locale=C.UTF-8"], ["--locale=C"]]
    said = ""
    for locale in choices:
        done = _run(common + locale)
        if done.returncode == 0:
            break
        said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given"
    else:
        raise EmbeddedDatabaseError(f"The database could not be created in {places.data}: {said}")
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude = 'experio.conf'\n")
    draft.rename(places.data)


def start(places: Places) -> Postmaster:
    """Start the server and wait until it answers. The caller holds the start lock."""
    refuse_misread(places.home)
    isolation = choose_isolation(places.data)
    _open_the_way(places, isolation)
    if not places.data.exists():
        make(places, isolation)
    programs = _reachable(places, isolation)
    refuse_misread(programs)
    _configure(places, isolation)
    command = [*isolation.prefix, str(programs / "pg_ctl"), "-D", str(places.data), "-l", str(places.log)]
    command += ["-w", "-s", "-t", str(PATIENCE_SECONDS), "start"]
    for _ in range(RESTART_TRIES):
        if note := _wait_while_busy(places):
            return note
        _forget_dead(places)
        _run(command)
        if note := answers(places):
            return note
        time.sleep(RESTART_PAUSE_SECONDS)
    raise EmbeddedDatabaseError(f"The database does not start; the reason stands at the end of {places.log}.")


def stop(places: Places) -> None:
    """Stop the server (fast: open transactions are rolled back). Does nothing if none runs."""
    note = read_postmaster(places)
    if note is None or not _is_our_server(note.pid, places):
        return
    isolation = choose_isolation(places.data)
    programs = _reachable(places, isolation)
    command = [*isolation.prefix, str(programs / "pg_ctl"), "-D", str(places.data)]
    _run([*command, "-m", "fast", "-w", "-s", "-t", str(PATIENCE_SECONDS), "stop"])
    if note.socket_dir.parent != places.home:
        with contextlib.suppress(OSError):
            note.socket_dir.rmdir()


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program of the server: no input, own session (Ctrl-C is not for it), English, output to a file.

    A started server inherits the output, so a pipe would never close: the messages go through a file.
    Ctrl-C waits for the program: a server half started has not written yet by what it could be stopped.
    """
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    environment |= {"LC_ALL": "C", "LANG": "C"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=environment,
            cwd="/",
            start_new_session=True,
        )
        try:
            status = process.wait()
        except BaseException:
            _end(process)
            raise
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    return subprocess.CompletedProcess(command, status, "", text)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a program whose caller was interrupted; kill what takes too long, or at the second Ctrl-C."""
    try:
        process.wait(INTERRUPTED_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


def _configure(places: Places, isolation: Isolation) -> None:
    socket_dir = places.socket_dir()
    make_private(socket_dir, owners=isolation.owners)
    texts = {
        "experio.conf": CONFIGURATION.format(port=places.port, socket_dir=_in_configuration(socket_dir)),
        "pg_hba.conf": ACCESS,
        "pg_ident.conf": "".join(f"experio {name} {ADMIN}\n" for name in isolation.admins),
    }
    for name, text in texts.items():
        draft = places.data / f"{name}.new"
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o600)
        if isolation.owner:
            os.chown(draft, *isolation.owner)
        draft.replace(places.data / name)
    if places.log.exists() and places.log.stat().st_size > LARGEST_LOG_BYTES:
        places.log.replace(places.log.with_suffix(".log.old"))
    places.log.touch(mode=0o600)
    if isolation.owner:
        os.chown(places.log, *isolation.owner)
        os.chown(socket_dir, *isolation.owner)


def _in_configuration(folder: Path) -> str:
    """One folder of a list of folders, as postgresql.conf wants it: quoted in the list, then as a text."""
    listed = '"' + str(folder).replace('"', '""') + '"'
    return "'" + listed.replace("\\", "\\\\").replace("'", "''") + "'"


def _open_the_way(places: Places, isolation: Isolation) -> None:
    """Let the server's account, if it is not ours, pass through the home (not look into it)."""
    if isolation.owner is None:
        return
    places.home.chmod(0o711)
    if _run([*isolation.prefix, "/bin/sh", "-c", 'cd "$1"', "sh", str(places.home)]).returncode != 0:
        raise EmbeddedDatabaseError(
            f"The account that would run the database cannot enter {places.home}: set EXPERIO_HOME to a "
            "folder whose parents everyone may enter (one below /srv, say), or be an ordinary user."
        )


def _reachable(places: Places, isolation: Isolation) -> Path:
    """The folder of the programs, copied beside the data where the server's account cannot reach it."""
    folder = install_folder(places.major)
    # Through the shell, since setpriv itself would still start what only root reaches.
    trial = [*isolation.prefix, "/bin/sh", "-c", '"$1" --version', "sh", str(folder / "bin" / "initdb")]
    if isolation.owner is None or _run(trial).returncode == 0:
        return folder / "bin"
    copy = places.home / f"programs-{places.major}"
    if not copy.exists():
        draft = copy.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in (folder, libraries_folder()):
            if part.is_dir():
                # The programs look for their libraries by the way from here to there: keep the layout.
                shutil.copytree(part, draft / part.relative_to(libraries_folder().parent))
        draft.rename(copy)
    return copy / folder.relative_to(libraries_folder().parent) / "bin"


def _wait_while_busy(places: Places) -> Postmaster | None:
    """Wait while a server of ours is starting, recovering or stopping; return it if it then answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if note := answers(places):
            return note
        seen = read_postmaster(places)
        if (
            seen is None
            or seen.status not in {"starting", "stopping"}
            or not _is_our_server(seen.pid, places)
        ):
            return None
        time.sleep(0.05)
    return None


def _forget_dead(places: Places) -> None:
    """Remove the note of a server that is gone: a zombie, or a number that another program bears now.

    Two servers on one data folder stay impossible: PostgreSQL also looks at the shared memory's users.
    """
    note = read_postmaster(places)
    if note is not None and not _is_our_server(note.pid, places):
        (places.data / "postmaster.pid").unlink(missing_ok=True)


def _is_our_server(pid: int, places: Places) -> bool:
    """Whether that process is alive and is the server of this very data folder."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return not Path("/proc/self").exists()
    # A zombie has no command line.
    return os.fsencode(places.data) in words
