"""What the database does at every row of the reading log: chains it, and refuses to change or delete it."""

from pathlib import Path

_LOG = (Path(__file__).parent / "guards.sql").read_text()


def guard_statements() -> list[str]:
    return [_LOG]
