"""Swedish alphabetical order."""

import pytest

from experio.swedish import SORT_FROM, SORT_TO, sort_key

IN_ORDER = [
    "Andersson",
    "Édouard",
    "Ek",
    "Müller",
    "Myrberg",
    "Núñez",
    "Śliwa",
    "Vik",
    "Wik",
    "Zorn",
    "Åberg",
    "åkesson",
    "Ældre",
    "Älg",
    "Öberg",
    "Øster",
]


def test_names_stand_in_swedish_order() -> None:
    by_code_point = sorted(IN_ORDER)

    assert by_code_point != IN_ORDER
    assert sorted(by_code_point, key=sort_key) == IN_ORDER


def test_the_two_sql_strings_pair_character_by_character() -> None:
    assert len(SORT_FROM) == len(SORT_TO) == len(set(SORT_FROM))
    assert SORT_TO.isascii()
    assert "'" not in SORT_FROM + SORT_TO  # they stand in quotes in SQL


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ÅÄÖ", "{|}"),
        ("é", "e"),
        ("Ñ", "n"),
        ("Ç", "c"),
        ("ÿ", "y"),
        ("Ü", "y"),
        ("Straße", "straße"),
        ("İ", "i"),
    ],
)
def test_foreign_letters_sort_as_they_are_read(text: str, key: str) -> None:
    assert sort_key(text) == key


def test_what_begins_a_name_begins_its_key() -> None:
    assert sort_key("Åkesson").startswith(sort_key("åK"))
