"""Personal identity numbers; all from the published series that nobody bears."""

from datetime import date

import pytest

from experio.personal_number import (
    InvalidPersonalNumber,
    NumberFault,
    NumberKind,
    RegisteredGender,
    parse_personal_number,
)

TODAY = date(2021, 11, 22)


@pytest.mark.parametrize(
    "typed", ["198201012385", "19820101-2385", " 19820101 2385 ", "820101-2385", "8201012385"]
)
def test_every_usual_way_of_writing_gives_twelve_digits(typed: str) -> None:
    number = parse_personal_number(typed, today=TODAY)

    assert str(number) == "198201012385"
    assert number.birth_date == date(1982, 1, 1)
    assert number.is_century_guessed is (len(typed.strip()) < 12)


@pytest.mark.parametrize(
    ("typed", "gender"), [("198201012385", RegisteredGender.WOMAN), ("198201012393", RegisteredGender.MAN)]
)
def test_the_next_to_last_digit_tells_the_gender(typed: str, gender: RegisteredGender) -> None:
    assert parse_personal_number(typed, today=TODAY).gender is gender


@pytest.mark.parametrize(
    ("typed", "today", "digits"),
    [
        ("210801-2390", date(2021, 11, 22), "202108012390"),
        ("261204-9029", date(2021, 11, 22), "192612049029"),
        ("261204+9029", date(2026, 11, 22), "192612049029"),  # turns 100 later this year
        ("261204+9029", date(2027, 1, 1), "192612049029"),
    ],
)
def test_ten_digits_are_the_latest_birth_and_plus_means_a_hundred(
    typed: str, today: date, digits: str
) -> None:
    assert str(parse_personal_number(typed, today=today)) == digits


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("198201012386", NumberFault.CHECK_DIGIT),
        ("19820101238", NumberFault.SHAPE),
        ("1982-01-01-2385", NumberFault.SHAPE),
        ("", NumberFault.SHAPE),
        ("１98201012385", NumberFault.SHAPE),
        ("198302292381", NumberFault.DATE),
        ("202108012390", NumberFault.NOT_BORN_YET),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_its_fault(typed: str, fault: NumberFault) -> None:
    with pytest.raises(InvalidPersonalNumber) as caught:
        parse_personal_number(typed, today=date(2021, 1, 1))

    assert caught.value.fault is fault
    assert not typed or typed not in str(caught.value)


def test_a_leap_day_exists_in_a_leap_year() -> None:
    assert parse_personal_number("198402292380", today=TODAY).birth_date == date(1984, 2, 29)


def test_an_interim_number_is_kept_as_text_and_says_nothing_of_the_person() -> None:
    number = parse_personal_number("19820101-T238", today=TODAY)

    assert number.kind is NumberKind.INTERIM
    assert (str(number), number.birth_date, number.gender) == ("19820101-T238", None, None)


def test_a_number_does_not_show_itself_in_a_traceback() -> None:
    assert "19820101" not in repr(parse_personal_number("198201012385", today=TODAY))
