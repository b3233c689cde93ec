"""A throw-away installation for measurements: a data folder of its own, gone afterwards."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings


class ScratchFailed(RuntimeError):
    """A command in the scratch installation failed; the message is its last line."""


# How the folder of a throw-away installation is named: what may be done to it is asked by this.
SCRATCH = "experio-bench-"


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command in the scratch installation printed, and what it cost."""

    output: str
    seconds: float
    megabytes: float

    def json(self) -> Any:
        return json.loads(self.output)


@dataclass(frozen=True, slots=True)
class Scratch:
    """Runs `manage.py` commands against a database of its own."""

    home: Path

    def run(self, *arguments: str) -> Finished:
        """Run one command. Raises ScratchFailed with the reason it gave."""
        environment = {
            name: value
            for name, value in os.environ.items()
            # The embedded server in the scratch folder, whatever database the caller works with.
            if name not in ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE")
        }
        environment |= {"EXPERIO_HOME": str(self.home), "EXPERIO_DEMO": "true", "DEBUG": "false"}
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(  # noqa: S603 - our own manage.py, no text of others
                [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
                env=environment,
                stdout=output,
                stderr=errors,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - began
            output.seek(0)
            errors.seek(0)
            if process.returncode:
                lines = [line for line in errors.read().splitlines() if line.strip()]
                raise ScratchFailed(f"{arguments[0]}: {lines[-1] if lines else 'failed'}")
            # Linux counts kilobytes here.
            return Finished(output.read(), round(seconds, 1), round(usage.ru_maxrss / 1024))


@contextmanager
def scratch_installation(staff: int) -> Iterator[tuple[Scratch, dict[str, Any]]]:
    """A fresh installation with a demo world of so many staff, and what was written into it."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as folder:
        scratch = Scratch(Path(folder) / "home")
        scratch.run("migrate", "--verbosity=0")
        yield scratch, scratch.run("demo_data", f"--staff={staff}", "--json").json()
