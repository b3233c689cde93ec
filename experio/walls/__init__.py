"""
Walls between employers inside PostgreSQL: row security, stated from one registry.

An app says in its `walls.py` who may read, add, change and remove the rows of each of its tables (`WALLS`),
which owner's functions the conditions ask (`FUNCTIONS`) and which views `reports` counts in
(`STATISTICS`). `migrate` states all of it anew, as owner. `docs/access.md` tells the same in words.
"""

from experio.walls.conditions import EVERYBODY, NOBODY, Condition, among, condition, holds
from experio.walls.registry import Function, View, Wall, kept_by

__all__ = [
    "EVERYBODY",
    "NOBODY",
    "Condition",
    "Function",
    "View",
    "Wall",
    "among",
    "condition",
    "holds",
    "kept_by",
]
