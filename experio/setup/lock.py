"""`python3 -m experio.setup.lock`: write the locks anew, with hashes and without addresses."""

import sys
from pathlib import Path

from experio.setup.node_packages import find_npm
from experio.setup.processes import run
from experio.setup.terminal import SetupError, Step

ROOT = Path(__file__).resolve().parents[2]
# Beside the environment, since only who changes the locks needs it.
UV = ROOT / "build" / "uv"

# The largest first: what running needs is then locked in the very versions that are tested.
SETS = {
    "development.txt": ["pyproject.toml", "--group", "dev"],
    "runtime.txt": ["pyproject.toml", "--constraints", "requirements/development.txt"],
    "node.txt": ["--group", "node"],
}


def main() -> int:
    """Versions stay as locked where they still fit; `--upgrade` takes the newest."""
    try:
        _lock_python(upgrade="--upgrade" in sys.argv)
        _lock_node()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _lock_python(*, upgrade: bool) -> None:
    with Step("Locking the Python packages"):
        if not (UV / "bin" / "uv").exists():
            run([sys.executable, "-m", "venv", UV], folder=ROOT, failure="No virtual environment for uv.")
            install = [str(UV / "bin" / "python"), "-m", "pip", "install", "uv"]
            run(install, folder=ROOT, failure="uv could not be installed.")
        for name, sources in SETS.items():
            command = [str(UV / "bin" / "uv"), "pip", "compile", *sources]
            command += ["--universal", "--python-version", "3.11", "--generate-hashes"]
            command += ["--system-certs", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
            command += ["--upgrade"] if upgrade else []
            command += ["--output-file", f"requirements/{name}"]
            run(command, folder=ROOT, failure="The Python packages could not be locked.")


def _lock_node() -> None:
    with Step("Locking the npm packages"):
        npm, environment = find_npm(ROOT)
        command = [*npm, "install", "--package-lock-only", "--omit-lockfile-registry-resolved=true"]
        command += ["--ignore-scripts", "--no-audit", "--no-fund"]
        run(command, folder=ROOT, environment=environment, failure="The npm packages could not be locked.")


if __name__ == "__main__":
    sys.exit(main())
