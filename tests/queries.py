"""Counting a page's own questions: what frames every request (transaction, scope, log row) is left out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from experio.queries import is_framing

Assertion = Callable[[int], AbstractContextManager[CaptureQueriesContext]]


def own_queries(asked: CaptureQueriesContext) -> list[str]:
    """The statements that the page itself asked for."""
    return [query["sql"] for query in asked.captured_queries if not is_framing(query["sql"])]


def _asserting(is_right: Callable[[int, int], bool]) -> Any:
    @contextmanager
    def check(number: int) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as asked:
            yield asked
        found = own_queries(asked)
        assert is_right(len(found), number), f"{len(found)} queries, {number} allowed:\n" + "\n".join(found)

    return check


@pytest.fixture
def django_assert_num_queries(db: None) -> Assertion:
    """Exactly so many own questions."""
    check: Assertion = _asserting(int.__eq__)
    return check


@pytest.fixture
def django_assert_max_num_queries(db: None) -> Assertion:
    """At most so many own questions."""
    check: Assertion = _asserting(int.__le__)
    return check
