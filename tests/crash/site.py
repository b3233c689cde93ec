"""The served installation, and what is killed of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experio.sealing.making import new_key_line

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Site:
    """`manage.py serve` of a scratch home, kept up as a service manager would."""

    home: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    restarts: int = 0

    def __post_init__(self) -> None:
        ours = {
            name: text for name, text in os.environ.items() if not name.startswith(("EXPERIO_", "DATABASE_"))
        }
        self.environment = ours | {
            "EXPERIO_HOME": str(self.home),
            "EXPERIO_DEMO": "true",
            "EXPERIO_DEMO_TODAY": "2021-11-22",
            "DJANGO_SETTINGS_MODULE": "experio.settings",
            "EXPERIO_SEALING_KEYS": new_key_line("crash"),
            "PORT": str(self.port),
        }
        self.home.mkdir(parents=True, exist_ok=True)
        self.log = (self.home / "serve.log").open("ab")

    def run(self, *arguments: str, input_text: str = "") -> str:
        """A command of the installation. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=input_text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--workers", "2", "--threads", "4"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
        )

    def keep_up(self) -> None:
        """Start the server again if it is gone; its orphans may hold the port a moment longer."""
        if self.process is None or self.process.poll() is not None:
            self.restarts += 1
            self.start()

    def answers(self) -> bool:
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), timeout=1)):
                return True
        except OSError:
            return False

    def wait(self, seconds: float = 120) -> None:
        """Until the port is open; a start that failed is tried again."""
        end = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > end:
                raise RuntimeError("the site does not come up; see serve.log")
            self.keep_up()
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()

    # --- What is killed ------------------------------------------------------------------------

    def victims(self) -> dict[str, Any]:
        """What kind → process numbers, all below this one installation."""
        master = self.process.pid if self.process else 0
        postmaster = self._postmaster()
        return {
            "worker": _children(master),
            "master": [master] if master else [],
            "postmaster": [postmaster] if postmaster else [],
            "database child": _children(postmaster) if postmaster else [],
        }

    def _postmaster(self) -> int:
        """The server's number as we see it, even when it runs in a namespace of its own."""
        for folder in self.home.glob("postgresql-*"):
            note = folder / "postmaster.pid" if folder.is_dir() else None
            if note and note.exists():
                first = note.read_text(encoding="ascii").split("\n", 1)[0]
                if first.isdigit() and Path(f"/proc/{first}").exists():
                    return int(first)
        return 0


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text(encoding="latin-1").rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(folder.name))
    return found
