"""The operation of a first migration: every table of an app, with Django's picture of them drawn once."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.operations.special import RunSQL, SeparateDatabaseAndState
from django.db.migrations.state import ProjectState

Step = CreateModel | RunSQL | SeparateDatabaseAndState


class AtOnce(Operation):
    """
    Makes tables whose models all are complete: every field, constraint and index stands in its `CreateModel`.

    As operations of their own, each of them would have Django make anew the classes of all models related to
    it, which are nearly all: quadratic in the number of tables. Here the picture is thrown away before the
    first step and drawn once, when the first table is made. The order of the steps does not matter to the
    keys between their tables: they come after the last table, and stand when the next operation begins.
    """

    serialization_expand_args = ["steps"]
    reduces_to_sql = True
    reversible = True

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = list(steps)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [], {"steps": self.steps}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)
        # What Django would do at the end of the migration.
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement, None)
        schema_editor.deferred_sql.clear()

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.steps)} tables"
