"""Which errors of the database mean that it cannot be asked now, rather than that a question was wrong."""

from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

# By SQLSTATE (PostgreSQL, appendix A): read-only, deadlock and serialization, resources used up,
# lock not given in time, statement cancelled or ended with the server.
PASSING = frozenset({"25006", "40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03"})
PASSING_CLASSES = ("08", "53", "58")


def is_unavailable(error: BaseException) -> bool:
    """Whether trying again later may help, judged by the error and what it came from."""
    return any(_is_passing(one) for one in _chain(error))


def _is_passing(error: BaseException) -> bool:
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return state in PASSING or state.startswith(PASSING_CLASSES)
    if isinstance(error, OperationalError | InterfaceError):
        # What the driver says by itself (no connection, no answer) carries no state; Django's error has
        # the driver's, with its state if any, as the cause.
        return getattr(error.__cause__, "sqlstate", None) is None
    return False


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
