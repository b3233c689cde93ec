"""Sealing: what was sealed opens again in its own place, and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from experio.sealing import (
    CannotUnseal,
    blind_index,
    blind_indexes,
    group_token,
    group_tokens,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)
from experio.sealing.envelope import key_id_of
from experio.sealing.keys import KeyRing, SealingKey, make_key

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
names = st.text("abcdefghijklmnopqrstuvwxyz_", max_size=12)
rows = st.integers(1, 2**62)
places = st.tuples(names, names, rows)

OLD, NEW = make_key("old"), make_key("new")


@contextmanager
def using(*keys: SealingKey) -> Iterator[None]:
    with override_settings(SEALING_KEYS=KeyRing(*keys)):
        yield


def at(place: tuple[str, str, int]) -> dict[str, object]:
    return {"table": place[0], "column": place[1], "row": place[2]}


@given(texts, places)
def test_a_sealed_text_opens_in_its_place(text: str, place: tuple[str, str, int]) -> None:
    assert unseal(seal(text, **at(place)), **at(place)) == text


@given(st.binary(max_size=300), places)
def test_sealed_bytes_open_in_their_place(data: bytes, place: tuple[str, str, int]) -> None:
    assert unseal_bytes(seal_bytes(data, **at(place)), **at(place)) == data


@given(texts, places, places)
def test_a_moved_value_does_not_open(
    text: str, here: tuple[str, str, int], there: tuple[str, str, int]
) -> None:
    sealed = seal(text, **at(here))
    if here == there:
        assert unseal(sealed, **at(there)) == text
    else:
        with pytest.raises(CannotUnseal):
            unseal(sealed, **at(there))


def test_two_places_whose_names_run_together_are_two_places() -> None:
    sealed = seal("F32", table="ab", column="c", row=12)

    for table, column, row in (("a", "bc", 12), ("abc", "", 12), ("ab", "c1", 2)):
        with pytest.raises(CannotUnseal):
            unseal(sealed, table=table, column=column, row=row)


@given(st.binary(max_size=60), places, st.data())
def test_a_flipped_bit_does_not_open(data: bytes, place: tuple[str, str, int], draw: st.DataObject) -> None:
    sealed = bytearray(seal_bytes(data, **at(place)))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= 1 << draw.draw(st.integers(0, 7))

    with pytest.raises(CannotUnseal):
        unseal_bytes(bytes(sealed), **at(place))


@given(texts, places, st.data())
def test_a_shortened_or_foreign_text_does_not_open(
    text: str, place: tuple[str, str, int], draw: st.DataObject
) -> None:
    sealed = seal(text, **at(place))

    for wrong in (
        sealed[: draw.draw(st.integers(0, len(sealed) - 1))],
        text,
        f"s2{sealed[2:]}",
        sealed + "å",
    ):
        with pytest.raises(CannotUnseal) as refusal:
            unseal(wrong, **at(place))
        assert sealed[-20:] not in str(refusal.value)


@given(texts, places)
def test_another_key_does_not_open(text: str, place: tuple[str, str, int]) -> None:
    with using(OLD):
        sealed = seal(text, **at(place))

    for key in (NEW, SealingKey("old", bytes(32))):
        with using(key), pytest.raises(CannotUnseal):
            unseal(sealed, **at(place))
    with using(NEW, OLD):
        assert unseal(sealed, **at(place)) == text
        assert key_id_of(seal(text, **at(place))) == "new"


def test_no_nonce_is_used_twice() -> None:
    sealed = [seal_bytes(b"F32", table="t", column="c", row=1) for _ in range(20_000)]

    assert len({value.split(b":", 2)[2][:12] for value in sealed}) == len(sealed)


def test_codes_and_numbers_of_any_length_look_alike() -> None:
    lengths = {
        len(seal(text, table="t", column="c", row=1))
        for text in ("", "F3", "F32", "F321", "M5456", "198001019999")
    }

    assert len(lengths) == 1


@given(texts, rows)
def test_an_index_is_the_same_every_time_within_one_employer(text: str, employer: int) -> None:
    assert blind_index(employer, text) == blind_index(employer, text)
    assert blind_index(employer, text) != blind_index(employer + 1, text)
    assert blind_index(employer, text) != group_token(employer, text)
    assert blind_index(employer, text + "x") != blind_index(employer, text)


@given(texts, rows)
def test_a_look_up_asks_under_every_key(text: str, employer: int) -> None:
    with using(OLD):
        before, group_before = blind_index(employer, text), group_token(employer, text)

    with using(NEW, OLD):
        assert blind_indexes(employer, text) == (blind_index(employer, text), before)
        assert group_tokens(employer, text) == (group_token(employer, text), group_before)
        assert before.startswith("old:")
        assert blind_index(employer, text).startswith("new:")
