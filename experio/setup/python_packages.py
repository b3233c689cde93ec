"""The virtual environment, and in it exactly the packages that the lock names."""

import shutil
import subprocess
import sys
from pathlib import Path

from experio.setup.processes import run
from experio.setup.stamps import fingerprint, is_stamped, write_stamp
from experio.setup.terminal import SetupError, Step

OLDEST_PYTHON = (3, 11)


def install_python_packages(root: Path) -> None:
    """Make `.venv` and fill it, if that has not been done from this very lock."""
    environment, lock = root / ".venv", root / "requirements" / "development.txt"
    python = environment / "bin" / "python"
    # Installed scripts name the folder, so a checkout that was moved is installed anew.
    mark = fingerprint(str(root), files=[lock])
    stamp = environment / ".experio-stamp"
    if is_stamped(stamp, mark) and _works(python):
        return
    if not _works(python):
        shutil.rmtree(environment, ignore_errors=True)
        with Step("Making the virtual environment"):
            run(
                [sys.executable, "-m", "venv", environment],
                folder=root,
                failure=(
                    "The virtual environment could not be made: this Python lacks venv or pip. "
                    "On Debian and Ubuntu: apt-get install python3-venv."
                ),
            )
    packages = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line)
    with Step("Installing Python packages") as step:
        seen: set[str] = set()

        def hear(line: str) -> None:
            if line.startswith(("Collecting ", "Processing ", "Requirement already", "Ignoring ")):
                seen.add(line)
                step.advance(len(seen), packages)
            elif line.startswith("Installing collected"):
                step.title = "Installing Python packages (unpacking)"

        command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        # The lock is complete, so pip has nothing to resolve. Python compiles each module at its first use.
        command += ["--no-deps", "--no-compile", "--require-hashes", "--progress-bar", "off", "-r", lock]
        run(
            [str(word) for word in command],
            folder=root,
            failure="The Python packages could not be installed; the lines above say why.",
            hear=hear,
        )
    write_stamp(stamp, mark)


def check_python() -> None:
    """Refuse a Python that is too old, in words."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        raise SetupError(f"Experio needs Python 3.11 or newer; this is {found}. Set PYTHON=/path/to/python3.")


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
