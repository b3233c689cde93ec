"""Names come in Swedish order on every server, and Python and the database agree on it."""

from collections.abc import Sequence

from django.db import connection

from experio.swedish import SORT_FROM, SORT_TO, sort_key

IN_ORDER = [
    "Andersson", "Édouard", "Ek", "Müller", "Myrberg", "Vik", "Wik", "Zorn", "Åberg", "åkesson", "Ældre",
    "Älg", "Öberg", "Øster",
]  # fmt: skip


def keys_of(texts: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT translate(lower(text), %s, %s) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS row (text, place) ORDER BY place",
            [SORT_FROM, SORT_TO, list(texts)],
        )
        return [row[0] for row in cursor.fetchall()]


def test_the_database_makes_the_key_that_python_makes() -> None:
    texts = [*IN_ORDER, SORT_FROM, SORT_FROM.upper(), "Åsa-Märta O'Brien", "ÅÄÖ åäö", ""]
    assert keys_of(texts) == [sort_key(text) for text in texts]


def test_the_database_sorts_by_the_key_as_swedes_expect() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM unnest(%s::text[]) AS row (text) "
            'ORDER BY translate(lower(text), %s, %s) COLLATE "C"',
            [list(reversed(IN_ORDER)), SORT_FROM, SORT_TO],
        )
        assert [row[0] for row in cursor.fetchall()] == IN_ORDER
