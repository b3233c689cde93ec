"""The embedded server lives as long as somebody uses it, whatever is killed meanwhile."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from experio.embedded import ensure_running, is_running, leave
from tests.database.platform.conftest import ROOT, ServerUser

Join = Callable[[], ServerUser]


def postmaster(home: Path) -> int:
    """The number of the server's process."""
    (note,) = home.glob("postgresql-*/postmaster.pid")
    return int(note.read_text().splitlines()[0])


def test_the_first_to_come_starts_the_server_and_the_last_to_leave_stops_it(home: Path, join: Join) -> None:
    first, second = join(), join()
    number = postmaster(home)
    first.leave()
    assert is_running(home)
    assert postmaster(home) == number
    second.leave()
    assert not is_running(home)
    assert not list(home.glob("postgresql-*/postmaster.pid"))


def test_an_orphaned_server_is_taken_over_and_stopped_by_the_next_to_leave(home: Path, join: Join) -> None:
    join().kill()
    assert is_running(home)
    number = postmaster(home)
    heir = join()
    assert postmaster(home) == number
    heir.leave()
    assert not is_running(home)


def test_a_killed_server_is_started_again_with_what_was_committed(home: Path, join: Join) -> None:
    join()
    connection = ensure_running(home)
    with psycopg.connect(connection.url("owner")) as owner:
        owner.execute("CREATE TABLE kept (number int)")
        owner.execute("INSERT INTO kept VALUES (1), (2)")
    os.kill(postmaster(home), signal.SIGKILL)
    leave(home)
    connection = ensure_running(home)
    with psycopg.connect(connection.url("app")) as app:
        assert app.execute("SELECT count(*) FROM kept").fetchone() == (2,)


def test_a_note_left_by_a_dead_server_does_not_hinder_the_next(home: Path, join: Join) -> None:
    """After a restart of the machine its number may belong to any program, to this one for example."""
    join().kill()
    (note,) = home.glob("postgresql-*/postmaster.pid")
    lines = note.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    ensure_running(home)
    assert is_running(home)
    leave(home)


def test_a_forked_child_leaves_the_server_to_its_parent(home: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from experio.embedded import ensure_running
home = Path(sys.argv[1])
ensure_running(home)
if os.fork() == 0:
    ensure_running(home)
    sys.exit()
os.wait()
print("joined", flush=True)
sys.stdin.read()
"""
    parent = ServerUser(home, program).wait_until_joined()
    assert is_running(home)
    parent.leave()
    assert not is_running(home)


def test_a_forked_child_keeps_the_server_when_its_parent_is_killed(home: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from experio.embedded import ensure_running
ensure_running(Path(sys.argv[1]))
ready, told = os.pipe()
if os.fork() == 0:
    os.write(told, b"x")
    sys.stdin.read()
    sys.exit()
os.read(ready, 1)
print("joined", flush=True)
sys.stdin.read()
"""
    parent = ServerUser(home, program).wait_until_joined()
    parent.process.kill()
    parent.process.wait(timeout=60)
    ensure_running(home)
    leave(home)
    assert is_running(home), "the child still uses it"
    # The pipe's end is the child's signal to leave; its output ends when it has left.
    parent.process.communicate(timeout=60)
    assert not is_running(home)


def test_two_homes_have_two_servers(home: Path, made_home: Path, join: Join) -> None:
    user = join()
    neighbour = ServerUser(made_home).wait_until_joined()
    assert postmaster(home) != postmaster(made_home)
    user.leave()
    assert not is_running(home)
    assert is_running(made_home)
    neighbour.leave()


def test_many_that_come_at_once_to_an_empty_home_share_one_server(tmp_path: Path) -> None:
    users = [ServerUser(tmp_path / "home") for _ in range(4)]
    for user in users:
        user.wait_until_joined()
    assert is_running(tmp_path / "home")
    with ThreadPoolExecutor() as pool:
        list(pool.map(ServerUser.leave, users))
    assert not is_running(tmp_path / "home")


def test_a_home_whose_path_is_too_long_for_a_socket_gets_a_private_folder_elsewhere(
    made_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / ("x" * 100) / "home"
    user = ServerUser(home).wait_until_joined()
    connection = ensure_running(home)
    assert home not in connection.socket_dir.parents
    assert connection.socket_dir.stat().st_mode & 0o777 == 0o700
    user.leave()
    leave(home)
    assert not connection.socket_dir.exists()


def test_making_the_database_prints_nothing(tmp_path: Path) -> None:
    """A command's output may be a document for a machine."""
    user = ServerUser(tmp_path / "home").wait_until_joined()
    rest, _ = user.process.communicate(timeout=60)
    assert rest == ""


INTERRUPTED = """
import subprocess, sys
from pathlib import Path
from experio.embedded import cluster, ensure_running

class Interrupted(subprocess.Popen):
    told = False

    def wait(self, timeout=None):
        if sys.argv[2] in [Path(word).name for word in self.args] and not Interrupted.told:
            Interrupted.told = True
            raise KeyboardInterrupt
        return super().wait(timeout)

cluster.subprocess.Popen = Interrupted
ensure_running(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("at", ["start", "initdb"])
def test_an_interrupted_start_leaves_no_process_and_the_next_one_works(
    home: Path, tmp_path: Path, at: str
) -> None:
    """Ctrl-C while the server starts, before it has noted by which number it could be stopped."""
    place = home if at == "start" else tmp_path / "new"
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(place), at],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "KeyboardInterrupt" in done.stderr
    assert programs_of(place) == []
    ServerUser(place).wait_until_joined().leave()


def programs_of(home: Path) -> list[bytes]:
    """The command lines that name something in a home."""
    found = []
    for note in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = note.read_bytes()
            if os.fsencode(home) in words:
                found.append(words)
    return found
