"""Bring a server back that was killed, while the web server goes on."""

import threading
from pathlib import Path

from experio.embedded.errors import EmbeddedDatabaseError
from experio.embedded.supervisor import ensure_running, is_running

PAUSE_SECONDS = 1.0


def keep_running(home: Path, *, major: int | None = None) -> None:
    """Look every second, in a thread of its own, whether the server answers; start it again if not."""
    threading.Thread(target=_watch, args=(home, major), name="database watch", daemon=True).start()


def _watch(home: Path, major: int | None) -> None:
    pause = threading.Event()
    while not pause.wait(PAUSE_SECONDS):
        if not is_running(home, major=major):
            try:
                ensure_running(home, major=major)
            except EmbeddedDatabaseError:
                # Nobody to tell but the requests, which fail with the same; try again in a second.
                continue
