"""What a log line never holds, by shape and by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experio.outside.logs import refusing
from experio.outside.logs.refusing import DIAGNOSIS, EMAIL, FIELD, PERSONAL_NUMBER, SEALED, SECRET

# Skatteverket's test numbers in every dress.
NUMBERS = [
    "198502282384",
    "8502282384",
    "850228-2384",
    "19850228-2384",
    "850228+2384",
    "850228 2384",
    "1985-02-28-2384",
    "1985 02 28 2384",
    "85.02.28.2384",
    "850228/2384",
    "198502882384",  # a coordination number: day plus 60
    "850288-2384",
    "850228-T384",  # an interim number
    "850228%2D2384",
    "850228%252D2384",
    "850228\u20132384",
    "850228\u22122384",
    "８５０２２８－２３８４",
    "٨٥٠٢٢٨-٢٣٨٤",
    "85\u200b0228-2384",
    "850228\n2384",
    "850228\u00ad-2384",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("around", ["{}", "pnr={}&x=1", "/staff/{}/", "värde'{}'", "({})", "a{}b", "«{}»"])
def test_a_personal_number_is_refused_in_every_dress(number: str, around: str) -> None:
    found: set[str] = set()
    text = refusing.refuse_in_text(around.format(number), found)

    assert PERSONAL_NUMBER in found
    assert refusing.marker(PERSONAL_NUMBER) in text
    assert "2384" not in text


@given(st.text(), st.sampled_from(NUMBERS[:9]), st.text())
def test_no_surroundings_hide_a_personal_number(before: str, number: str, after: str) -> None:
    # Digits that touch it make it another number; a percent sign may make its first digits a letter.
    text = refusing.refuse_in_text(f"{before} {number} {after}", set())

    assert number not in text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mail to nora.nordin@example.org failed", EMAIL),
        ("nora%40example.org", EMAIL),
        ("s1:2021a:Zm9vYmFyYmF6cXV4cXV1eA", SEALED),
        ("Authorization: Bearer abcdefghijklmnop", SECRET),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", SECRET),
        ("0123456789abcdef0123456789abcdef01234567", SECRET),
        ("the code F43.8A is unknown", DIAGNOSIS),
        ("F438A", DIAGNOSIS),
        ("M54.5", DIAGNOSIS),
    ],
)
def test_what_else_is_refused_by_its_shape(text: str, kind: str) -> None:
    found: set[str] = set()

    assert refusing.marker(kind) in refusing.refuse_in_text(text, found)
    assert kind in found


@pytest.mark.parametrize(
    "text",
    [
        "request",
        "cases:sick_leave_detail",
        "2021-11-22T10:10:42.123456Z",
        "2021-11-22 10:10:42",
        "The database does not answer (no answer to a statement): pages say so until it does.",
        "experio/outside/logs/formatting.py:101",
        "north-2021-0001",
    ],
)
def test_what_tells_nothing_of_anybody_stays(text: str) -> None:
    found: set[str] = set()

    assert refusing.refuse_in_text(text, found) == text
    assert found == set()


@pytest.mark.parametrize(
    "name",
    ["diagnosis_code", "DIAGNOSIS", "personal-number", "background", "text", "journal_note", "first_name",
     "password", "csrfmiddlewaretoken", "Cookie", "email", "last_name", "employee_number"],
)  # fmt: skip
def test_the_values_of_personal_fields_are_refused_by_name(name: str) -> None:
    found: set[str] = set()

    assert refusing.refuse_named(name, "anything", found) == refusing.marker(FIELD)
    assert refusing.refuse({"deep": [{name: "anything"}]}, set())["deep"][0][name] == refusing.marker(FIELD)
    assert found == {FIELD}


def test_numbers_in_whole_numbers_keys_lists_and_objects_are_refused() -> None:
    class Person:
        def __repr__(self) -> str:
            return "Nora 850228-2384"

    found: set[str] = set()
    clean = refusing.refuse(
        {"850228-2384": 198502282384, "list": ["850228-2384", Person(), b"850228"]}, found
    )

    assert "2384" not in str(clean)
    assert clean["list"][1:] == ["<Person>", "<bytes>"]


@given(st.text())
def test_every_text_becomes_one_printable_line(text: str) -> None:
    line = refusing.refuse_in_text(text, set())

    assert line.isprintable()


def test_a_long_text_is_cut() -> None:
    found: set[str] = set()

    assert len(refusing.refuse_in_text("x" * 1_000_000, found)) < 2_100
    assert found == {"length"}
