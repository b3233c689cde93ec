"""Starting the Chromium of the browser tests. Knows nothing of the site or its settings."""

import os
import subprocess
import sys

from playwright.sync_api import Browser, Playwright

FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page may ask for elsewhere has no address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def start_browser(playwright: Playwright) -> Browser:
    """The Chromium of EXPERIO_CHROMIUM, else the one that the set-up finds or fetches."""
    program = os.environ.get("EXPERIO_CHROMIUM") or found_browser()
    flags = [*FLAGS, "--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else list(FLAGS)
    return playwright.chromium.launch(executable_path=program, args=flags)


def found_browser() -> str:
    """
    The path that `python -m experio.setup.browser` prints.

    Raises RuntimeError with its advice when there is none.
    """
    # In a process of its own, for it starts a Playwright to ask, and there can be one only in each.
    found = subprocess.run(
        [sys.executable, "-m", "experio.setup.browser"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise RuntimeError(found.stderr.strip())
    return found.stdout.strip()
