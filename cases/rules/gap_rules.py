"""Three ways to say that two spells of absence are one (sammanläggning av sjukperioder).

The three differ on purpose, and every figure says which it used:

- *Sick pay*: the new spell begins at most five days after the end of the former, so at most four days lie
  between. Sjuklönelagen 7 § third paragraph.
- *FK statistics*: a case (sjukfall) ends after a break of at least five days. Försäkringskassan.
- *Inera*: certificates at most five days apart. Inera Intygsstatistik and Rehabstöd.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from experio.periods import Period


class GapRule(StrEnum):
    """The name by which a figure says how it joined spells."""

    SICK_PAY = "sick_pay"
    FK_STATISTICS = "fk_statistics"
    INERA = "inera"


def days_from_end_to_start(earlier: Period, later: Period) -> int:
    """Start of the later minus end of the earlier: 1 with no day between, 0 or less when they overlap."""
    return (later.first_day - earlier.last_day).days


def is_relapse(earlier: Period, later: Period, *, relapse_days: int) -> bool:
    """Whether the later spell continues the sick-pay period of the earlier (återinsjuknande).

    Sjuklönelagen 7 §: it begins within five days from the end of the former.
    """
    return days_from_end_to_start(earlier, later) <= relapse_days


def is_same_fk_case(earlier: Period, later: Period, *, break_days: int) -> bool:
    """Whether Försäkringskassan's statistics count both spells as one case (sjukfall).

    A break of at least five days ends the case, so up to four days between keep it.
    """
    return days_from_end_to_start(earlier, later) - 1 < break_days


def is_same_inera_case(earlier: Period, later: Period, *, gap_days: int) -> bool:
    """Whether Inera's certificate statistics count both certificates as one case (sjukfall).

    Up to five days between keep it.
    """
    return days_from_end_to_start(earlier, later) - 1 <= gap_days


def joined(
    spells: Iterable[Period], is_same: Callable[[Period, Period], bool]
) -> tuple[tuple[Period, ...], ...]:
    """The spells in order, grouped into cases.

    `is_same` is one of the rules above with its number filled in, for example
    `partial(is_relapse, relapse_days=thresholds.relapse_days)`. It is asked about the case so far, from its
    first to its last day, and the next spell. Every spell is in exactly one case.
    """
    cases: list[list[Period]] = []
    case_so_far: Period | None = None
    for spell in sorted(spells):
        if case_so_far is not None and is_same(case_so_far, spell):
            cases[-1].append(spell)
            case_so_far = Period(case_so_far.first_day, max(case_so_far.last_day, spell.last_day))
        else:
            cases.append([spell])
            case_so_far = spell
    return tuple(tuple(case) for case in cases)
