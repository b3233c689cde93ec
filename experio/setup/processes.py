"""Run a program, listen to its lines, and keep the last ones for the case that it fails."""

import contextlib
import os
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from experio.setup.surroundings import surroundings
from experio.setup.terminal import SetupError

LINES_KEPT = 25
# After that a program that was asked to stop is killed.
STOPPING_SECONDS = 3

_running: "set[subprocess.Popen[str]]" = set()


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    failure: str,
    environment: Mapping[str, str] | None = None,
    hear: Callable[[str], None] | None = None,
) -> None:
    """Run to the end; raises SetupError with the program's last lines and `failure` if it fails."""
    last: deque[str] = deque(maxlen=LINES_KEPT)
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env={**surroundings(folder), **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        # A group of its own, so that what it starts in turn can be ended with it.
        process_group=0,
    ) as process:
        assert process.stdout is not None  # noqa: S101  (said for the type checker)
        _running.add(process)
        try:
            for line in process.stdout:
                last.append(line.rstrip())
                if hear:
                    hear(line)
            process.wait()
        except BaseException:
            _end(process)
            raise
        finally:
            _running.discard(process)
    if process.returncode != 0:
        raise SetupError("\n".join([*(f"  | {line}" for line in last), failure]))


def end_programs() -> None:
    """End what other threads are running, with all that it has started; returns when it is gone."""
    for process in list(_running):
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    for sign in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(STOPPING_SECONDS)
            # What it had started may take a moment longer to notice.
            if not _has_group(process.pid):
                return


def _has_group(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
