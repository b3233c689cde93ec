"""The virtual environment, and in it the packages that the locks name."""

import os
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from experio.setup.kinds import KINDS, Kind, Stamps
from experio.setup.processes import end_programs, run
from experio.setup.stamps import fingerprint
from experio.setup.terminal import Step

# Finding and unpacking packages keeps a core busy; more than this many at once gain nothing.
MOST_AT_ONCE = 4
HEARD = ("Collecting ", "Processing ", "Requirement already", "Ignoring ")


def install_python_packages(root: Path, kind: Kind) -> None:
    """Make `.venv` and add what the lock of this kind names, if that has not been done from this very lock.

    What the other kind has installed stays, so that changing between the two costs nothing.
    """
    environment = root / ".venv"
    python = environment / "bin" / "python"
    # Installed scripts name the folder, so a checkout that was moved is installed anew.
    stamps = Stamps(environment, {one: fingerprint(str(root), files=[one.lock(root)]) for one in KINDS})
    if stamps.hold(kind) and _starts(python):
        return
    if not _is_whole(environment):
        shutil.rmtree(environment, ignore_errors=True)
        with Step("Making the virtual environment"):
            run(
                [sys.executable, "-m", "venv", environment],
                folder=root,
                failure=(
                    "The virtual environment could not be made; the lines above say why. If this Python "
                    "lacks venv or pip: apt-get install python3-venv on Debian and Ubuntu."
                ),
            )
    stamps.remove()
    _forget_half_installed(environment)
    _install(root, kind.lock(root))
    stamps.write(kind)


def install_lock(root: Path, lock: Path) -> None:
    """Add what one small lock names to the environment that is there."""
    _forget_half_installed(root / ".venv")
    run(
        [*_pip(root), "-r", lock],
        folder=root,
        failure="The Python packages could not be installed; the lines above say why.",
    )


def _install(root: Path, lock: Path) -> None:
    """Add the packages of a lock, on several cores."""
    packages = entries(lock.read_text(encoding="utf-8"))
    with Step("Installing Python packages") as step:
        seen: set[str] = set()
        guard = threading.Lock()

        def hear(line: str) -> None:
            with guard:
                if line.startswith(HEARD):
                    seen.add(line)
                    step.advance(len(seen), len(packages))

        at_once = max(1, min(MOST_AT_ONCE, os.cpu_count() or 1, len(packages)))
        shares = []
        for number in range(at_once):
            share = root / "build" / f"requirements-{number + 1}.txt"
            share.write_text("".join(packages[number::at_once]), encoding="utf-8")
            shares.append(share)
        with ThreadPoolExecutor(at_once) as pool:
            try:
                for done in [
                    pool.submit(
                        run,
                        [*_pip(root), "-r", share],
                        folder=root,
                        failure="The Python packages could not be installed; the lines above say why.",
                        hear=hear,
                    )
                    for share in shares
                ]:
                    done.result()
            except BaseException:
                end_programs()
                raise
        for share in shares:
            share.unlink()


def entries(lock: str) -> list[str]:
    """The packages of a lock: each a line with the version and the lines with its hashes."""
    return re.findall(r"^[^\s#].*\n(?:[ \t]+.*\n)*", lock, re.MULTILINE)


def _pip(root: Path) -> list[str]:
    command = [str(root / ".venv" / "bin" / "python"), "-m", "pip", "install"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    # The lock is complete, so pip has nothing to resolve. Compiling all modules would take longer than
    # everything else; Python compiles those that are used (a fifth) at their first use.
    return [*command, "--no-deps", "--no-compile", "--require-hashes"]


def _starts(python: Path) -> bool:
    """Whether the interpreter that the environment was made from is still there, and new enough."""
    if not python.exists():
        return False
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-I", "-c", question], capture_output=True, check=False).returncode == 0


def _is_whole(environment: Path) -> bool:
    """Whether the environment was made to the end: pip's list of its own files is written last."""
    return _starts(environment / "bin" / "python") and any(
        environment.glob("lib/python3*/site-packages/pip-*.dist-info/RECORD")
    )


def _forget_half_installed(environment: Path) -> None:
    """Let pip install anew what it was interrupted at: it takes a package for installed before it is."""
    for information in environment.glob("lib/python3*/site-packages/*.dist-info"):
        if not (information / "RECORD").exists():
            shutil.rmtree(information)
