"""
The indicator sets of the three programmes, as data: Regulation (EU) 1304/2013 and 2021/1057, annex I, and
Regulation (EC) 1828/2006, annex XXIII.

Projects in Sweden do not compute the official indicators: Statistics Sweden does, from registers. These are
internal counts from raw facts. The names follow the annexes; most code numbers could not be checked against
an official table and are marked so in the report (`is_confirmed`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one participation; None where nobody has said."""

    gender: str
    subproject: int
    age: int
    """Whole years on the day of entry."""
    entered_on: date
    left_on: date | None
    labour_status: str | None
    education: int | None
    was_in_education: bool | None
    labour_status_on_exit: str | None
    is_in_education_on_exit: bool | None
    has_qualification: bool | None

    @property
    def is_complete(self) -> bool:
        """Every non-sensitive personal fact is known: gender, status, age and education."""
        return self.labour_status is not None and self.education is not None

    @property
    def is_unemployed(self) -> bool:
        return self.labour_status in ("unemployed", "long_term_unemployed")

    @property
    def is_inactive(self) -> bool:
        return self.labour_status in ("inactive", "inactive_not_in_education")


class Moment(StrEnum):
    """When the situation is looked at (mättidpunkt)."""

    ENTRY = "in"
    EXIT = "ut"
    SIX_MONTHS = "6 mån"


@dataclass(frozen=True)
class Indicator:
    """
    One line of the set. `counts` is None where the facts are not collected. `within` is the code of the
    larger group that it is a part of; `band` names the age band it equals, for complete records.
    """

    code: str
    name: str
    moment: Moment
    counts: Callable[[Facts], bool] | None
    within: str = ""
    band: str = ""
    is_sensitive: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True)
class IndicatorSet:
    """A programme's indicators, age bands (name, lowest age) and the codes that add up to all."""

    version: str
    bands: tuple[tuple[str, int], ...]
    indicators: tuple[Indicator, ...]
    partitions: tuple[tuple[str, ...], ...]

    def band_of(self, age: int) -> str:
        return [name for name, lowest in self.bands if age >= lowest][-1]


COMPLETE, LEFT = "complete", "left"


def _entry(code: str, name: str, counts: Callable[[Facts], bool] | None, **more: object) -> Indicator:
    return Indicator(code, name, Moment.ENTRY, counts, **{"within": COMPLETE, **more})  # type: ignore[arg-type]


def _exit(code: str, name: str, counts: Callable[[Facts], bool] | None, **more: object) -> Indicator:
    return Indicator(code, name, Moment.EXIT, counts, **{"within": LEFT, **more})  # type: ignore[arg-type]


def _later(code: str, name: str, **more: object) -> Indicator:
    return Indicator(code, name, Moment.SIX_MONTHS, None, **more)  # type: ignore[arg-type]


def _isced(lowest: int, highest: int) -> Callable[[Facts], bool]:
    return lambda facts: facts.education is not None and lowest <= facts.education <= highest


def _without_work(facts: Facts) -> bool:
    return facts.is_unemployed or facts.labour_status == "inactive_not_in_education"


def _finds_work(facts: Facts) -> bool:
    """Only those who were unemployed or inactive on entry: return from sick leave is no new employment."""
    return facts.labour_status_on_exit == "employed" and (facts.is_unemployed or facts.is_inactive)


def _begins_education(facts: Facts) -> bool:
    return facts.is_in_education_on_exit is True and facts.was_in_education is False


def _begins_search(facts: Facts) -> bool:
    return facts.is_inactive and facts.labour_status_on_exit in ("unemployed", "long_term_unemployed")


ESF1420 = IndicatorSet(
    version="ESF1420",
    bands=(("under 25", 0), ("25–54", 25), ("över 54", 55)),
    indicators=(
        _entry("CO01", "arbetslösa, även långtidsarbetslösa", lambda f: f.is_unemployed),
        _entry(
            "CO02", "långtidsarbetslösa", lambda f: f.labour_status == "long_term_unemployed", within="CO01"
        ),
        _entry("CO03", "ekonomiskt inaktiva", lambda f: f.is_inactive),
        _entry(
            "CO04",
            "ekonomiskt inaktiva som inte utbildar sig",
            lambda f: f.labour_status == "inactive_not_in_education",
            within="CO03",
        ),
        _entry("CO05", "anställda, även egenföretagare", lambda f: f.labour_status == "employed"),
        _entry("CO06", "under 25 år", lambda f: f.age < 25, band="under 25"),
        _entry("CO07", "över 54 år", lambda f: f.age > 54, band="över 54"),
        _entry(
            "CO08",
            "över 54 år, arbetslösa eller inaktiva utan utbildning",
            lambda f: f.age > 54 and _without_work(f),
            within="CO07",
        ),
        _entry("CO09", "grundskola (ISCED 1–2)", _isced(1, 2)),
        _entry("CO10", "gymnasium eller eftergymnasial (ISCED 3–4)", _isced(3, 4)),
        _entry("CO11", "högskola (ISCED 5–8)", _isced(5, 8)),
        _entry("CO15", "migranter, utländsk bakgrund, minoriteter", None, is_sensitive=True),
        _entry("CO16", "deltagare med funktionsnedsättning", None, is_sensitive=True),
        _entry("CO17", "andra missgynnade", None, is_sensitive=True),
        _exit("CR01", "inaktiva som söker arbete efter avslut", _begins_search),
        _exit("CR02", "i utbildning efter avslut", _begins_education),
        _exit("CR03", "som får en kvalifikation", lambda f: f.has_qualification is True),
        _exit("CR04", "i arbete efter avslut, även egenföretagare", _finds_work),
        _later("CR06", "i arbete sex månader efter avslut"),
        _later("CR07", "förbättrad arbetsmarknadssituation sex månader efter avslut", is_confirmed=True),
        _later("CR08", "över 54 år, i arbete sex månader efter avslut"),
    ),
    partitions=(("CO01", "CO03", "CO05"),),
)

ESFP2127 = IndicatorSet(
    version="ESFP2127",
    bands=(("under 18", 0), ("18–29", 18), ("30–54", 30), ("55 och äldre", 55)),
    indicators=(
        _entry("EECO02", "arbetslösa, även långtidsarbetslösa", lambda f: f.is_unemployed, is_confirmed=True),
        _entry(
            "EECO03",
            "långtidsarbetslösa",
            lambda f: f.labour_status == "long_term_unemployed",
            within="EECO02",
        ),
        _entry("EECO04", "ekonomiskt inaktiva", lambda f: f.is_inactive, is_confirmed=True),
        _entry(
            "EECO05",
            "anställda, även egenföretagare",
            lambda f: f.labour_status == "employed",
            is_confirmed=True,
        ),
        _entry("EECO06", "barn under 18 år", lambda f: f.age < 18, band="under 18", is_confirmed=True),
        _entry("EECO07", "unga 18–29 år", lambda f: 18 <= f.age <= 29, band="18–29", is_confirmed=True),
        _entry("EECO08", "55 år och äldre", lambda f: f.age >= 55, band="55 och äldre"),
        _entry("EECO09", "högst grundskola (ISCED 0–2)", _isced(0, 2)),
        _entry("EECO10", "gymnasium eller eftergymnasial (ISCED 3–4)", _isced(3, 4), is_confirmed=True),
        _entry("EECO11", "högskola (ISCED 5–8)", _isced(5, 8), is_confirmed=True),
        _entry("EECO12", "deltagare med funktionsnedsättning", None, is_sensitive=True, is_confirmed=True),
        _entry("EECO13", "tredjelandsmedborgare", None),
        _entry("EECO14", "utländsk bakgrund", None),
        _entry("EECO15", "minoriteter", None, is_sensitive=True),
        _exit("EECR01", "söker arbete efter avslut", _begins_search),
        _exit("EECR02", "i utbildning efter avslut", _begins_education),
        _exit("EECR03", "som får en kvalifikation", lambda f: f.has_qualification is True),
        _exit("EECR04", "i arbete efter avslut, även egenföretagare", _finds_work),
        _later("EECR05", "i arbete sex månader efter avslut"),
        _later("EECR06", "förbättrad arbetsmarknadssituation sex månader efter avslut"),
    ),
    partitions=(("EECO02", "EECO04", "EECO05"), ("EECO09", "EECO10", "EECO11")),
)

ESF0713 = IndicatorSet(
    version="ESF0713",
    bands=(("under 15", 0), ("15–24", 15), ("25–54", 25), ("55–64", 55), ("65 och äldre", 65)),
    indicators=(
        _entry("XXIII-1", "anställda, även egenföretagare", lambda f: f.labour_status == "employed"),
        _entry("XXIII-2", "arbetslösa", lambda f: f.is_unemployed),
        _entry(
            "XXIII-2a",
            "varav långtidsarbetslösa",
            lambda f: f.labour_status == "long_term_unemployed",
            within="XXIII-2",
        ),
        _entry("XXIII-3", "ekonomiskt inaktiva", lambda f: f.is_inactive),
        _entry("XXIII-4", "15–24 år", lambda f: 15 <= f.age <= 24, band="15–24"),
        _entry("XXIII-5", "55–64 år", lambda f: 55 <= f.age <= 64, band="55–64"),
        _entry("XXIII-6", "grundskola (ISCED 1–2)", _isced(1, 2)),
        _entry("XXIII-7", "gymnasium (ISCED 3)", _isced(3, 3)),
        _entry("XXIII-8", "eftergymnasial (ISCED 4)", _isced(4, 4)),
        _entry("XXIII-9", "högskola (ISCED 5–6)", _isced(5, 6)),
    ),
    partitions=(("XXIII-1", "XXIII-2", "XXIII-3"),),
)

INDICATOR_SETS = {one.version: one for one in (ESF0713, ESF1420, ESFP2127)}
