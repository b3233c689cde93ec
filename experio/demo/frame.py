"""The frame: the real project with its seven employers, and invented units in the project's real number.

Facts of the project come from the ESF council's project bank (diarienummer 2019/00035). Units, their names
and sizes are invented.
"""

from dataclasses import dataclass, replace
from datetime import date
from math import ceil

PROJECT_SLUG = "experio-worklab"
FIRST_DAY = date(2019, 5, 1)
LAST_DAY = date(2022, 4, 30)
PLANNED_STAFF = 1380
BUDGET_SEK = 23_085_536

# One employer has about so many staff in a world that is larger than the real one.
STAFF_PER_EMPLOYER = 10_000


@dataclass(frozen=True, slots=True)
class DemoPhase:
    """A phase of the project: `kind` is method or budget."""

    kind: str
    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A workplace; `work` names the mix of occupations, `staff` how many have worked there."""

    code: str
    name: str
    sector: str
    work: str
    staff: int
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class DemoEmployer:
    """An employer and its units, parents before children."""

    slug: str
    name: str
    employer_name: str
    kind: str
    units: tuple[DemoUnit, ...]


PHASES: tuple[DemoPhase, ...] = (
    DemoPhase("method", "Utforska", date(2019, 5, 1), date(2020, 1, 31)),
    DemoPhase("method", "Utveckla och testa", date(2020, 2, 1), date(2021, 5, 31)),
    DemoPhase("method", "Förnya och införa", date(2021, 6, 1), date(2022, 4, 30)),
    DemoPhase("budget", "Analys och planering", date(2019, 5, 1), date(2019, 10, 31)),
    DemoPhase("budget", "Genomförande", date(2019, 11, 1), date(2022, 1, 31)),
    DemoPhase("budget", "Avslut", date(2022, 2, 1), date(2022, 4, 30)),
)

EMPLOYERS: tuple[DemoEmployer, ...] = (
    DemoEmployer(
        "eda",
        "Eda",
        "Eda kommun",
        "municipality",
        (
            DemoUnit("eda-hemtjanst", "Hemtjänsten", "care", "home_care", 34),
            DemoUnit("eda-aldreboende", "Äldreboendet Skogsgläntan", "care", "nursing_home", 38),
            DemoUnit("eda-grundskola", "Grundskolan", "school", "school", 40),
            DemoUnit("eda-forskola", "Förskolan Kotten", "school", "preschool", 26),
            DemoUnit("eda-kommunkontor", "Kommunkontoret", "other", "office", 9),
        ),
    ),
    DemoEmployer(
        "filipstad",
        "Filipstad",
        "Filipstads kommun",
        "municipality",
        (
            DemoUnit("filipstad-hemtjanst", "Hemtjänsten", "care", "home_care", 34),
            DemoUnit("filipstad-vardboende", "Vårdboendet Hyttan", "care", "nursing_home", 36),
            DemoUnit("filipstad-hemsjukvard", "Hemsjukvården", "care", "nursing", 16),
            DemoUnit("filipstad-grundskola", "Grundskolan", "school", "school", 38),
            DemoUnit("filipstad-forskola", "Förskolan Bergslyckan", "school", "preschool", 24),
            DemoUnit("filipstad-socialkontor", "Socialkontoret", "social_care", "social_work", 14),
        ),
    ),
    DemoEmployer(
        "forsakringskassan",
        "Försäkringskassan",
        "Försäkringskassan",
        "state",
        (
            DemoUnit("forsakringskassan-sjukforsakring", "Sjukförsäkring", "other", "case_office", 44),
            DemoUnit("forsakringskassan-kundcenter", "Kundcenter", "other", "case_office", 38),
            DemoUnit("forsakringskassan-funktion", "Funktionsnedsättning", "other", "case_office", 26),
            DemoUnit("forsakringskassan-stab", "Stab och stöd", "other", "office", 10),
        ),
    ),
    DemoEmployer(
        "karlstad",
        "Karlstad vård och omsorg",
        "Karlstads kommun, vård- och omsorgsförvaltningen",
        "municipality",
        (
            DemoUnit("karlstad-hemtjanst", "Hemtjänstens kontor", "care", "office", 12),
            DemoUnit(
                "karlstad-hemtjanst-centrum",
                "Hemtjänst Centrum",
                "care",
                "home_care",
                42,
                "karlstad-hemtjanst",
            ),
            DemoUnit(
                "karlstad-hemtjanst-norr", "Hemtjänst Norr", "care", "home_care", 38, "karlstad-hemtjanst"
            ),
            DemoUnit(
                "karlstad-hemtjanst-soder", "Hemtjänst Söder", "care", "home_care", 34, "karlstad-hemtjanst"
            ),
            DemoUnit("karlstad-nattpatrull", "Nattpatrullen", "care", "home_care", 22, "karlstad-hemtjanst"),
            DemoUnit("karlstad-boende", "Särskilda boendens kontor", "care", "office", 9),
            DemoUnit(
                "karlstad-boende-alvgard",
                "Vårdboendet Älvgård",
                "care",
                "nursing_home",
                45,
                "karlstad-boende",
            ),
            DemoUnit(
                "karlstad-boende-ljungbacken",
                "Vårdboendet Ljungbacken",
                "care",
                "nursing_home",
                40,
                "karlstad-boende",
            ),
            DemoUnit(
                "karlstad-boende-solrosen",
                "Vårdboendet Solrosen",
                "care",
                "nursing_home",
                36,
                "karlstad-boende",
            ),
            DemoUnit(
                "karlstad-boende-gryningen",
                "Demensboendet Gryningen",
                "care",
                "nursing_home",
                28,
                "karlstad-boende",
            ),
            DemoUnit("karlstad-stod", "Stöd och service, kontor", "social_care", "office", 10),
            DemoUnit(
                "karlstad-stod-bjorken", "Gruppbostad Björken", "social_care", "support", 18, "karlstad-stod"
            ),
            DemoUnit(
                "karlstad-stod-kvarnen",
                "Daglig verksamhet Kvarnen",
                "social_care",
                "support",
                20,
                "karlstad-stod",
            ),
            DemoUnit(
                "karlstad-stod-assistans",
                "Personlig assistans",
                "social_care",
                "assistance",
                34,
                "karlstad-stod",
            ),
        ),
    ),
    DemoEmployer(
        "kristinehamn",
        "Kristinehamn",
        "Kristinehamns kommun",
        "municipality",
        (
            DemoUnit("kristinehamn-hemtjanst", "Hemtjänsten", "care", "home_care", 40),
            DemoUnit("kristinehamn-vardboende", "Vårdboendet Sjöglimten", "care", "nursing_home", 44),
            DemoUnit("kristinehamn-gymnasium", "Gymnasieskolan", "school", "school", 38),
            DemoUnit("kristinehamn-forskola", "Förskolan Sjöstjärnan", "school", "preschool", 30),
            DemoUnit("kristinehamn-ifo", "Individ- och familjeomsorg", "social_care", "social_work", 22),
            DemoUnit("kristinehamn-stab", "Kommunledningens stab", "other", "office", 8),
        ),
    ),
    DemoEmployer(
        "region-varmland",
        "Region Värmland",
        "Region Värmland",
        "region",
        (
            DemoUnit("region-sjukhus", "Sjukhusvårdens kontor", "care", "office", 12),
            DemoUnit("region-medicin", "Medicinavdelningen", "care", "ward", 42, "region-sjukhus"),
            DemoUnit("region-kirurgi", "Kirurgavdelningen", "care", "ward", 40, "region-sjukhus"),
            DemoUnit("region-akuten", "Akutmottagningen", "care", "ward", 38, "region-sjukhus"),
            DemoUnit("region-vardcentral-ostra", "Vårdcentralen Östra", "care", "health_centre", 24),
            DemoUnit("region-vardcentral-vastra", "Vårdcentralen Västra", "care", "health_centre", 26),
            DemoUnit("region-tandvard", "Folktandvården", "care", "dental", 18),
            DemoUnit("region-service", "Regionservice", "other", "office", 16),
        ),
    ),
    DemoEmployer(
        "saffle",
        "Säffle",
        "Säffle kommun",
        "municipality",
        (
            DemoUnit("saffle-hemtjanst", "Hemtjänsten", "care", "home_care", 36),
            DemoUnit("saffle-boende", "Särskilt boende Å-stranden", "care", "nursing_home", 40),
            DemoUnit("saffle-grundskola", "Grundskolan", "school", "school", 36),
            DemoUnit("saffle-forskola", "Förskolan Lärkan", "school", "preschool", 24),
            DemoUnit("saffle-socialtjanst", "Socialtjänsten", "social_care", "social_work", 20),
            DemoUnit("saffle-kommunledning", "Kommunledningskontoret", "other", "office", 11),
        ),
    ),
)


def employers_for(staff: int) -> tuple[DemoEmployer, ...]:
    """The employers of a world with so many staff: the real seven, and invented ones in a larger world.

    Units keep the real proportions; a large employer has its units several times over, numbered.
    """
    count = max(len(EMPLOYERS), ceil(staff / STAFF_PER_EMPLOYER))
    patterns = [_employer(number) for number in range(count)]
    shares = _spread(staff, [sum(unit.staff for unit in pattern.units) for pattern in patterns])
    return tuple(
        replace(pattern, units=_units_for(pattern, share))
        for pattern, share in zip(patterns, shares, strict=True)
    )


def _employer(number: int) -> DemoEmployer:
    """One of the seven, or an invented municipality that borrows the units of one."""
    pattern = EMPLOYERS[number % len(EMPLOYERS)]
    if number < len(EMPLOYERS):
        return pattern
    prefix = f"employer-{number + 1:02d}"
    codes = {unit.code: f"{prefix}-{place:02d}" for place, unit in enumerate(pattern.units, start=1)}
    units = tuple(
        replace(unit, code=codes[unit.code], parent=codes[unit.parent] if unit.parent else None)
        for unit in pattern.units
    )
    name = f"Påhittade {number + 1}"
    return DemoEmployer(prefix, name, f"{name} kommun", "municipality", units)


def _units_for(pattern: DemoEmployer, staff: int) -> tuple[DemoUnit, ...]:
    copies = max(1, round(staff / sum(unit.staff for unit in pattern.units)))
    units = [_copy(unit, number) for number in range(copies) for unit in pattern.units]
    sizes = _spread(staff, [unit.staff for unit in units])
    return tuple(replace(unit, staff=size) for unit, size in zip(units, sizes, strict=True))


def _copy(unit: DemoUnit, number: int) -> DemoUnit:
    if number == 0:
        return unit
    mark = number + 1
    return replace(
        unit,
        # A code has room for forty characters.
        code=f"{unit.code[:34]}-{mark}",
        name=f"{unit.name} {mark}",
        parent=f"{unit.parent[:34]}-{mark}" if unit.parent else None,
    )


def _spread(total: int, weights: list[int]) -> list[int]:
    """`total` divided in proportion to the weights, in whole numbers that add up (largest remainder)."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    left_over = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in left_over[: total - sum(shares)]:
        shares[index] += 1
    return shares
