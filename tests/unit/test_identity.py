"""Protected identities: what stands in place of a name, a number and a birth date."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subprojects.identity import HANDLE_START, Identity, handle_of, hidden_birth_date, hidden_columns
from subprojects.models import StaffMember
from subprojects.pseudo_number import Marks, NoNumber, number_for_file

NAMES = st.text(st.characters(categories=["L"]), min_size=3, max_size=30)
NEUTRAL = ("skyddad", "skyddade", "identitet", "personuppgifter", "protected", "identity")


def parts(text: str) -> set[str]:
    """Every run of three letters of a name, in small letters."""
    lowered = text.lower()
    return {lowered[place : place + 3] for place in range(len(lowered) - 2)}


@given(
    first=NAMES,
    last=NAMES,
    number=st.integers(10_000, 99_999).map("ZK{}".format),
    key=st.uuids(version=4),
)
def test_no_masked_rendering_holds_three_letters_of_the_name(
    first: str, last: str, number: str, key: UUID
) -> None:
    identity = Identity(
        employee_number=number, first_name=first, last_name=last, birth_date=date(1971, 3, 9),
        personal_number="197103091234",
    )  # fmt: skip
    columns = hidden_columns(identity, key)
    person = StaffMember(has_protected_identity=True, key=key, **columns)
    # The neutral words themselves may share three letters with somebody called Identina.
    own = {part for part in parts(first) | parts(last) if not any(part in word for word in NEUTRAL)}

    for shown in (str(person), person.shown_name, person.full_name, person.employee_number):
        assert not {part for part in own if part in shown.lower().removeprefix("sk-")} - parts(handle_of(key))
    assert number not in str(columns)
    assert "0309" not in str(columns)
    assert "197103091234" not in str(columns)


@given(
    first=st.text(max_size=100), last=st.text(max_size=100), number=st.text(max_size=30),
    born=st.dates(date(1900, 1, 1), date(2010, 12, 31)),
    elsewhere=st.dictionaries(
        st.sampled_from(["accounts.User", "admin.LogEntry"]),
        st.dictionaries(st.integers(1), st.dictionaries(st.text(), st.none() | st.text())),
    ),
)  # fmt: skip
def test_an_identity_comes_back_as_it_was_sealed(
    first: str, last: str, number: str, born: date, elsewhere: dict[str, dict[int, dict[str, str | None]]]
) -> None:
    identity = Identity(
        employee_number=number, first_name=first, last_name=last, birth_date=born, elsewhere=elsewhere
    )

    assert Identity.from_text(identity.as_text()) == identity


def test_a_handle_follows_from_the_key_alone_and_tells_people_apart() -> None:
    keys = [uuid4() for _ in range(2_000)]
    handles = {handle_of(key) for key in keys}

    assert len(handles) == len(keys)
    assert all(re.fullmatch(HANDLE_START + "[2-9A-HJ-NP-Z]{7}", handle) for handle in handles)
    assert handle_of(keys[0]) == handle_of(keys[0])


@pytest.mark.parametrize(
    ("born", "hidden"),
    [
        (date(1971, 1, 1), date(1971, 7, 1)),
        (date(1971, 7, 1), date(1971, 7, 1)),
        (date(2000, 2, 29), date(2000, 7, 1)),
    ],
)
def test_of_a_birth_date_the_year_is_kept(born: date, hidden: date) -> None:
    assert hidden_birth_date(born) == hidden


@pytest.mark.parametrize(
    ("gender", "number"), [("woman", "19710701Tf29"), ("man", "19710701Tm29")], ids=["woman", "man"]
)
def test_a_file_gets_a_substitute_for_a_protected_person(gender: str, number: str) -> None:
    """Not even when a personal number comes along by mistake is it written."""
    for personal_number in (None, "197103091234"):
        assert (
            number_for_file(
                personal_number=personal_number,
                birth_date=date(1971, 3, 9),
                gender=gender,
                has_protected_identity=True,
            )
            == number
        )


def test_the_marks_are_the_receivers_to_say() -> None:
    found = number_for_file(
        personal_number=None,
        birth_date=date(1971, 3, 9),
        gender="man",
        has_protected_identity=True,
        marks=Marks(men="Tx11"),
    )

    assert found == "19710701Tx11"


def test_others_are_named_by_their_number_or_not_at_all() -> None:
    facts = {"birth_date": date(1985, 2, 28), "gender": "woman", "has_protected_identity": False}

    assert number_for_file(personal_number="198502282384", **facts) == "198502282384"  # type: ignore[arg-type]
    with pytest.raises(NoNumber):
        number_for_file(personal_number=None, **facts)  # type: ignore[arg-type]
