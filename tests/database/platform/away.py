"""A served site whose database can be frozen, killed and starved, and a visitor who does not wait long."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.database.platform.conftest import ROOT

LONGEST_ANSWER_SECONDS = 5
BACK_WITHIN_SECONDS = 30

# A person without a role, signed in as the browser tests sign people in.
SIGN_IN = """
import django
django.setup()
from experio.accounts.models import User
from tests.browser.browsing import session_of
user = User.objects.create_user("nobody", password="throw-away-password")
print(session_of(user))
"""


def prepared(environment: dict[str, str]) -> str:
    """Migrate the database of an environment; the session key of somebody who is signed in."""
    run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True, "text": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], **run)  # type: ignore[call-overload]
    return str(subprocess.run([sys.executable, "-c", SIGN_IN], **run).stdout.strip())  # type: ignore[call-overload]


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Visitor:
    """Asks the site; an answer that takes longer than five seconds is an error."""

    port: int
    session: str

    def ask(
        self, path: str, *, method: str = "GET", body: str | None = None, signed_in: bool = True
    ) -> Answer:
        headers = {"Cookie": f"__Host-experio_session={self.session}"} if signed_in else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, headers | {"X-Forwarded-Proto": "https"})
            response = connection.getresponse()
            answer = Answer(response.status, response.read().decode(), dict(response.headers))
        took = time.monotonic() - begun
        assert took < LONGEST_ANSWER_SECONDS, f"{path} took {took:.1f} s"
        return answer

    def wait_until_back(self, path: str) -> float:
        """Seconds until a page answers 200 again. Raises AssertionError after thirty."""
        begun = time.monotonic()
        while (answer := self.ask(path)).status != 200:
            assert answer.status == 503, answer
            assert time.monotonic() - begun < BACK_WITHIN_SECONDS
            time.sleep(0.1)
        return time.monotonic() - begun


def processes_of_server(home: Path) -> list[int]:
    """The postmaster and its children, the postmaster first."""
    (file,) = home.glob("postgresql-*/postmaster.pid")
    postmaster = int(file.read_text().split()[0])
    children = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _parent(int(pid)) == postmaster]
    return [postmaster, *children]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def send(pids: list[int], sign: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            continue
