"""`python -m experio.setup.browser`: find or fetch a Chromium for the browser tests; prints its path."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 900
HELP = (
    "The browser tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium) "
    "or set EXPERIO_CHROMIUM to the program."
)


def main() -> int:
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
    """The browser that Playwright keeps in the user's cache; fetched if it is not there."""
    if path := _playwright_path():
        yield path
        _say("Fetching Chromium ...")
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        if _quietly(command) and (path := _playwright_path()):
            yield path


def _playwright_path() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _distributions() -> Iterator[str]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Installing the distribution's Chromium ...")
        silent = {"DEBIAN_FRONTEND": "noninteractive"}
        _quietly(["apt-get", "update", "-q"], silent)
        _quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], silent)
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
