"""What a file tells of a person, from texts to values; what cannot be read counts as not told."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cases.imports import values
from cases.imports.rows import Person, PersonRow
from cases.imports.values import Unreadable
from experio.personal_number import parse_personal_number

YOUNGEST_AT_WORK = 13
EARLIEST_BIRTH = date(1900, 1, 1)
_SHORT_YEAR = re.compile(r"\d{6}$|\d{2}-")

_GENDERS = {
    "woman": {"woman", "kvinna", "k", "kv", "f", "female", "w", "q"},
    "man": {"man", "m", "male"},
}


def person_row(person: Person, line: int, texts: Mapping[str, str], *, today: date) -> PersonRow:
    """The person as the file describes it. Birth date and gender come from the personal number when it is
    there.
    """
    number = parse_personal_number(person.personal_number, today=today) if person.personal_number else None
    return PersonRow(
        person=person,
        line=line,
        first_name=_name(texts.get("first_name", "")),
        last_name=_name(texts.get("last_name", "")),
        gender=str(number.gender) if number else _gender(texts.get("gender", "")),
        birth_date=number.birth_date if number else _past_day(texts.get("birth_date", ""), today),
        unit_code=texts.get("unit_code", "").strip()[:40],
        weekly_hours=_number_within(texts.get("weekly_hours", ""), 60),
        employment_percent=_number_within(texts.get("employment_percent", ""), 100),
        employed_from=_day(texts.get("employed_from", ""), today),
        employed_to=_day(texts.get("employed_to", ""), today),
    )


def _name(text: str) -> str:
    text = " ".join(text.split())
    return text[:100] if values.is_clean_text(text) else ""


def _gender(text: str) -> str:
    word = text.strip().casefold()
    return next((gender for gender, words in _GENDERS.items() if word in words), "")


def _number_within(text: str, most: int) -> Decimal | None:
    try:
        number = values.decimal_from_text(text)
    except Unreadable:
        return None
    return number.quantize(Decimal("0.01")) if 0 < number <= most else None


def _day(text: str, today: date) -> date | None:
    try:
        day = values.day_from_text(text, today=today)
    except Unreadable:
        return None
    return day


def _past_day(text: str, today: date) -> date | None:
    """A day of birth; a short year that would make somebody too young to work is a century earlier."""
    day = _day(text, today)
    if day and day.year > today.year - YOUNGEST_AT_WORK and _SHORT_YEAR.match(text.strip()):
        try:
            day = day.replace(year=day.year - 100)
        except ValueError:
            return None
    return day if day and EARLIEST_BIRTH <= day <= today else None
