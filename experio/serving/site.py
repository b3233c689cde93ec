"""gunicorn around the site, configured in one place."""

import errno
import http.client
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from experio.serving.quiet import SERVER_NAME, QuietLogger, be_quiet

WORKERS_GONE_SECONDS = 5.0
ANSWER_SECONDS = 2.0
LAST_PORT = 65535
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  (gunicorn makes an unnamed file there)


class PortTakenError(Exception):
    """Another program listens there already; the message says which, if it is Experio."""


def check_port(host: str, port: int) -> None:
    """Refuse in words before anything slow is begun. Raises PortTakenError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            other = port + 1 if port < LAST_PORT else port - 1
            if error.errno == errno.EADDRINUSE and _is_experio(host, port):
                raise PortTakenError(
                    f"Experio already runs at {address_of(host, port)}. Stop it first, or serve another one "
                    f"beside it: PORT={other}."
                ) from error
            raise PortTakenError(
                f"Port {port} on {host} cannot be used ({error.strerror}); choose another: PORT={other}."
            ) from error


def address_of(host: str, port: int) -> str:
    """Where browsers find the site."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_experio(host: str, port: int) -> bool:
    """Whether what listens there answers as Experio does."""
    asking = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        asking.request("GET", "/livez")
        return asking.getresponse().headers.get("Server") == SERVER_NAME
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


class Site(BaseApplication):
    """Workers with threads: a request waits for the database most of its time."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        workers: int,
        threads: int,
        when_ready: Callable[[], None],
        in_each_worker: Callable[[], None],
    ) -> None:
        self.choices: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
            "when_ready": lambda arbiter: when_ready(),
            "post_worker_init": lambda worker: in_each_worker(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.choices.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from experio.wsgi import application

        return application

    def run(self) -> None:
        """Serve until told to stop; ends with SystemExit, in the workers too."""
        be_quiet()
        try:
            _Arbiter(self).run()
        finally:
            _wait_for_workers()


def _wait_for_workers() -> None:
    """A worker that had to be killed holds its share of the database until it is gone: only then leave."""
    give_up = time.monotonic() + WORKERS_GONE_SECONDS
    while time.monotonic() < give_up:
        try:
            ended, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            time.sleep(0.05)


class _Arbiter(Arbiter):
    def handle_hup(self) -> None:
        """The terminal was closed: stop, rather than serve on unseen."""
        self.handle_term()
