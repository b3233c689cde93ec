"""What has been done already: a stamp holds the fingerprint of what a step was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(*texts: str, files: Iterable[Path] = (), trees: Iterable[Path] = ()) -> str:
    """Changes when a text or a file's content does, or a file's name, size or time below a tree."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    for path in files:
        digest.update(path.read_bytes() + b"\0")
    for tree in trees:
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                found = path.stat()
                digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    """Whether the step was done from just this."""
    try:
        return stamp.read_text(encoding="ascii") == mark
    except FileNotFoundError:
        return False


def write_stamp(stamp: Path, mark: str) -> None:
    """Note that the step has been done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark, encoding="ascii")
