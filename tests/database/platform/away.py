"""A served site whose database can be frozen, killed and starved, and a visitor who asks it."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

from tests.database.platform.conftest import ROOT

# Ends a test that would hang, and measures nothing: how long a page waits is proved by its limits
# (tests/unit/outside/test_patience.py) and what the server is told (tests/database/outside/test_waiting.py).
HANGS_AFTER_SECONDS = 120

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
    cookies: SimpleCookie = field(default_factory=SimpleCookie)


@dataclass
class Visitor:
    """Asks the site, and takes an answer that does not come for one that never will."""

    port: int
    session: str

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: str | None = None,
        signed_in: bool = True,
        cookie: str = "",
        scheme: str = "https",
    ) -> Answer:
        """`cookie` goes instead of that of the signed-in session; `scheme` is what the proxy says."""
        cookie = cookie or (f"__Host-experio_session={self.session}" if signed_in else "")
        headers = {"X-Forwarded-Proto": scheme} | ({"Cookie": cookie} if cookie else {})
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"{scheme}://127.0.0.1:{self.port}"
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGS_AFTER_SECONDS)
        ) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.read().decode(), dict(response.headers))
            for line in response.headers.get_all("Set-Cookie") or ():
                answer.cookies.load(line)
            return answer

    def wait_until_back(self, path: str) -> None:
        """Until a page answers 200 again, by itself; until then it says 503 and nothing else."""
        end = time.monotonic() + HANGS_AFTER_SECONDS
        while (answer := self.ask(path)).status != 200:
            assert answer.status == 503, answer
            assert time.monotonic() < end, "the page does not come back"
            time.sleep(0.1)


def processes_of_server(home: Path) -> list[int]:
    """The postmaster and its children, the postmaster first."""
    (file,) = home.glob("postgresql-*/postmaster.pid")
    postmaster = int(file.read_text().split()[0])
    children = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _parent(int(pid)) == postmaster]
    return [postmaster, *children]


def _parent(pid: int) -> int:
    return int(_stat(pid)[1]) if _stat(pid) else 0


def are_stopped(pids: list[int]) -> bool:
    """Whether the first process is stopped and the others are too, or have ended: none of them answers."""
    states = ["".join(_stat(pid)[:1]) for pid in pids]
    return states[0] == "T" and set(states) <= {"T", "Z", ""}


def _stat(pid: int) -> list[str]:
    """State, parent and so on of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def send(pids: list[int], sign: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            continue
