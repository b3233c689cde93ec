"""What the database itself refuses here: working with people at the insurer and at an employer at once."""

from pathlib import Path

_NEVER_BOTH = (Path(__file__).parent / "guards.sql").read_text()


def guard_statements() -> list[str]:
    return [_NEVER_BOTH]
