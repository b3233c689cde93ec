"""Servers of the tests' own, each in a home of its own; and users of them that can be killed."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experio.embedded import Connection, ensure_running, leave

ROOT = Path(__file__).resolve().parents[3]
# Homes lie where addresses, configuration files and shells have something to misread.
HARD = "väg med å's 100% (a+b&c=d)"

USER = """
import sys
from pathlib import Path
from experio.embedded import ensure_running
ensure_running(Path(sys.argv[1]))
print("joined", flush=True)
sys.stdin.read()
"""


class ServerUser:
    """Another process that uses the server of a home until it is told to leave, or killed."""

    def __init__(self, home: Path, program: str = USER) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(home)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_joined(self) -> "ServerUser":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "joined\n"
        return self

    def leave(self) -> None:
        """End as a program does; returns when it has ended."""
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0

    def kill(self) -> None:
        """End as by `kill -9`."""
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database has been made and whose server is stopped; to be copied."""
    home = tmp_path_factory.mktemp("made") / HARD
    ServerUser(home).wait_until_joined().leave()
    return home


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Iterator[Path]:
    """A home of the test's own; no server of it is left behind."""
    copy = tmp_path / HARD
    shutil.copytree(made_home, copy, ignore=shutil.ignore_patterns("run"))
    yield copy
    # Whoever joins and leaves last stops the server, whatever the test did to the others.
    ensure_running(copy)
    leave(copy)


@pytest.fixture
def join(home: Path) -> Iterator[Callable[[], ServerUser]]:
    """Start another process that uses the server; those still there at the end are killed."""
    users: list[ServerUser] = []

    def start() -> ServerUser:
        users.append(ServerUser(home))
        return users[-1].wait_until_joined()

    yield start
    for user in users:
        user.kill()


@pytest.fixture(scope="module")
def server(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A running server for tests that only look at it."""
    copy = tmp_path_factory.mktemp("server") / HARD
    shutil.copytree(made_home, copy, ignore=shutil.ignore_patterns("run"))
    yield ensure_running(copy)
    leave(copy)
