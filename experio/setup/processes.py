"""Run a program, listen to its lines, and keep the last ones for the case that it fails."""

import os
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from experio.setup.terminal import SetupError

LINES_KEPT = 25


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
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101  (said for the type checker)
        for line in process.stdout:
            last.append(line.rstrip())
            if hear:
                hear(line)
    if process.returncode != 0:
        raise SetupError("\n".join([*(f"  | {line}" for line in last), failure]))
