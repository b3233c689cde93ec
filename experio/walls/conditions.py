"""Conditions of policies: SQL over one row, which can be joined by `|` (or) and `&` (and)."""

from dataclasses import dataclass

SCHEMA = "walls"


@dataclass(frozen=True, slots=True)
class Condition:
    """
    A condition on a row. `{row}` stands for the row's own table, so that a sub-select can name it, and
    `{table}` for the table's bare name as a text.
    """

    sql: str

    def __or__(self, other: "Condition") -> "Condition":
        if NOBODY in (self, other):
            return other if self == NOBODY else self
        if EVERYBODY in (self, other):
            return EVERYBODY
        return Condition(f"({self.sql} OR {other.sql})")

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql} AND {other.sql})")

    def of(self, table: str) -> str:
        """The SQL for a table, or for the alias that a sub-select gives it."""
        return self.sql.replace("{row}", table).replace("{table}", f"'{table.split('.')[-1].strip(chr(34))}'")


NOBODY = Condition("false")
EVERYBODY = Condition("true")


def condition(sql: str) -> Condition:
    return Condition(f"({sql})")


def among(column: str, function: str) -> Condition:
    """
    The column is one of the keys that the function gives.

    The function stands in a scalar sub-select, so it is asked once a query, when the first row needs
    it, and an index on the column can still be used.
    """
    return Condition(f"{{row}}.{column} = ANY ((SELECT {SCHEMA}.{function}())::bigint[])")


def holds(function: str) -> Condition:
    """The function, which does not depend on the row, says yes; asked once a query."""
    return Condition(f"(SELECT {SCHEMA}.{function}())")
