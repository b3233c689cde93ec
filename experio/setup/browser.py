"""`python -m experio.setup.browser`: find or fetch a Chromium for the browser tests; prints its path."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from experio.setup.surroundings import folders

ROOT = Path(__file__).resolve().parents[2]
# The headless shell first: the same engine without a window, at about 60 % of the processor time.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PACKAGES = ("chromium-headless-shell", "chromium")
DOWNLOAD_SECONDS = 900
HELP = (
    "The browser tests need Chromium: install it (Debian: apt-get install chromium-headless-shell; Ubuntu: "
    "chromium) or set EXPERIO_CHROMIUM to the program."
)


def main() -> int:
    try:
        return _find()
    except KeyboardInterrupt:
        return 130


def _find() -> int:
    os.environ.update(folders(ROOT))
    for source in (_given, _on_path, _playwrights_own, _distributions):
        for program in source():
            if _starts(program):
                print(program)
                return 0
    print(HELP, file=sys.stderr)
    return 1


def _given() -> Iterator[str]:
    given = os.environ.get("EXPERIO_CHROMIUM")
    if given:
        if not _starts(given):
            _say(f"EXPERIO_CHROMIUM={given} does not start; looking elsewhere.")
        yield given


def _on_path() -> Iterator[str]:
    # Programs of the distribution are found even if PATH leaves its folder out.
    where = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/bin"])
    yield from filter(None, (shutil.which(name, path=where) for name in NAMES))


def _playwrights_own() -> Iterator[str]:
    """The browsers that Playwright keeps in the user's cache; fetched if there is none."""
    yield from _playwrights_kept()
    _say("Fetching Chromium ...")
    if _quietly([sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"]):
        yield from _playwrights_kept()


def _playwrights_kept() -> Iterator[str]:
    """Playwright names its full Chromium only; the headless shell of the same number lies beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        full = Path(playwright.chromium.executable_path)
    yield from shells_beside(full)
    yield str(full)


def shells_beside(full: Path) -> list[str]:
    """The headless shells of the same number as a full Chromium in Playwright's folder."""
    for folder in full.parents:
        number = folder.name.removeprefix("chromium-")
        if number != folder.name:
            found = folder.parent.glob(f"chromium_headless_shell-{number}/*/*headless[-_]shell*")
            return sorted(str(shell) for shell in found if shell.is_file() and os.access(shell, os.X_OK))
    return []


def _distributions() -> Iterator[str]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Installing the distribution's Chromium ...")
        silent = {"DEBIAN_FRONTEND": "noninteractive"}
        _quietly(["apt-get", "update", "-q"], silent)
        for package in PACKAGES:
            if _quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", package], silent):
                yield from _on_path()


def _starts(program: str) -> bool:
    """Whether it can open an empty page: an installed program may still lack a library."""
    if not Path(program).exists():
        return False
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
        command += [
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
        ]
        return _quietly([*command, f"--user-data-dir={profile}", "--dump-dom", "about:blank"])


def _quietly(command: list[str], environment: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DOWNLOAD_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
