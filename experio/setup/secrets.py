"""Secrets that a trial installation makes for itself, once."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept_secret(path: Path, *, make: Callable[[], str] = lambda: secrets.token_urlsafe(64)) -> str:
    """
    The secret kept in `path`; made (512 bits unless `make` says otherwise, readable by its owner alone)
    where there is none yet.

    Two processes that make it at the same time agree on one.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
    return path.read_text(encoding="ascii").strip()
