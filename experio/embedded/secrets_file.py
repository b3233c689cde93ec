"""The passwords of the two roles: random, made once, in a file that only its owner reads."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

# Owner and app role; 2 added the statistics role.
ROLES = 2


@dataclass
class Secrets:
    """What the home remembers: the passwords, and in which majors the roles have been made with them."""

    owner_password: str = field(repr=False)
    app_password: str = field(repr=False)
    provisioned: list[int] = field(default_factory=list)
    roles: int = 1
    """Which set of roles those were: a home made by an older version gets what has been added since."""


def read_secrets(path: Path) -> Secrets | None:
    """The stored passwords, or None where none have been made."""
    try:
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def new_secrets() -> Secrets:
    """Fresh passwords of 256 bits each."""
    return Secrets(
        owner_password=secrets.token_urlsafe(32), app_password=secrets.token_urlsafe(32), roles=ROLES
    )


def write_secrets(path: Path, values: Secrets) -> None:
    """Store the passwords at once or not at all (0600 from the first byte)."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        json.dump(asdict(values), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
