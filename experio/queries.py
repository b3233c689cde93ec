"""Which statements belong to every request, so that a page's own questions can be counted without them."""

# Stands in each statement that opens or closes a request, whatever its page asks: the scope, the log row. Not
# first, since a statement that does not begin with SELECT would be taken for a change by the history.
FRAME = "/* frame */"
_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")


def is_framing(statement: str) -> bool:
    """Whether the statement is the same for every page: transaction, scope, reading log."""
    # The history puts its context before a savepoint, in the same statement.
    return FRAME in statement or "SAVEPOINT" in statement or statement.startswith(_TRANSACTION)
