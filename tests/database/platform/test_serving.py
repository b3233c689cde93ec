"""`manage.py serve` brings the database along and takes it away again."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
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


def serve(home: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(home, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
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
