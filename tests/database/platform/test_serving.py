"""`manage.py serve` brings the database along and takes it away again."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest

from experio.embedded import is_running
from experio.sealing.making import new_key_line
from experio.serving.site import PortTakenError, check_port
from tests.database.platform.conftest import ROOT


def environment(home: Path, port: int) -> dict[str, str]:
    """That of an installation with an embedded database; of the tests' own only the server's major stays."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("EXPERIO_", "DATABASE_"))}
    if major := os.environ.get("EXPERIO_PG_MAJOR"):
        ours["EXPERIO_PG_MAJOR"] = major
    return ours | {
        "EXPERIO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "experio.settings",
        "SECRET_KEY": "for this test alone",
        "EXPERIO_SEALING_KEYS": new_key_line("test"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "PORT": str(port),
    }


def serve(home: Path, port: int, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *words],
        cwd=ROOT,
        env=environment(home, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def site(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The site, once it listens."""
    process = serve(home, port)
    assert process.stdout is not None
    assert process.stdout.readline() == f"Serving http://127.0.0.1:{port}\n"
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_site_stops_with_its_database(
    home: Path, site: "subprocess.Popen[str]", sign: signal.Signals
) -> None:
    assert is_running(home)
    site.send_signal(sign)
    site.communicate(timeout=60)
    assert site.returncode == 0
    assert not is_running(home)


def ignores(process: int, sign: signal.Signals) -> bool:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigIgn:"))
    return bool(int(mask, 16) >> (sign - 1) & 1)


def test_ctrl_c_at_the_terminal_interrupts_no_worker_that_leaves(home: Path, port: int) -> None:
    """The terminal sends it to every process, and the first one tells the others once more."""
    site = serve(home, port, "--workers", "1")
    # Answered by the worker, so it has begun its work.
    assert site.stdout is not None
    assert site.stdout.readline() == f"Serving http://127.0.0.1:{port}\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez") as answer:
        assert answer.status == HTTPStatus.OK
    (worker,) = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
    assert ignores(int(worker), signal.SIGINT)
    assert not ignores(site.pid, signal.SIGINT)
    os.killpg(site.pid, signal.SIGINT)
    _said, errors = site.communicate(timeout=60)
    assert site.returncode == 0
    assert "could not be raised" not in errors
    assert not is_running(home)


def test_a_second_site_says_where_the_first_one_is(
    home: Path, site: "subprocess.Popen[str]", port: int
) -> None:
    second = serve(home, port)
    said, refused = second.communicate(timeout=60)
    assert second.returncode != 0
    assert said == ""
    assert refused.startswith(f"CommandError: Experio already runs at http://127.0.0.1:{port}. Stop it first")
    assert refused.count("\n") == 1


def test_a_port_that_another_program_holds_is_refused_in_one_sentence() -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"Port {port} on 127.0.0.1 cannot be used \(.+\); choose"):
            check_port("127.0.0.1", port)
