"""Invented people for a test copy: the same for the same row, unlike whoever stood there."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from cases.rules.diagnosis_group import DiagnosisGroup, diagnosis_group
from experio.demo.names import LAST, MEN, WOMEN

# One code for each group, so that figures by group keep their shape and nobody a diagnosis.
CODES = {
    DiagnosisGroup.PSYCHIATRIC: "F99",
    DiagnosisGroup.MUSCULOSKELETAL: "M99",
    DiagnosisGroup.OTHER: "Z99",
}
DAYS_SHIFTED = 150


def name_for(rng: Random, gender: str) -> tuple[str, str]:
    """A first and a last name, drawn from common ones."""
    names = WOMEN if gender == "woman" else MEN
    return rng.choice(names[rng.choice(sorted(names))]), rng.choice(LAST)


def shifted(rng: Random, birth_date: date) -> date:
    """Another day of birth, at most 150 days away: ages stay roughly what they were."""
    days = rng.randint(1, DAYS_SHIFTED) * rng.choice((-1, 1))
    return birth_date + timedelta(days=days)


def key_for(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def code_for(code: str) -> str:
    """The one code of the same group; empty stays empty."""
    return CODES[diagnosis_group(code)] if code else ""
