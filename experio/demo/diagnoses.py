"""Which diagnosis, and whether the employee shares it."""

from random import Random

# Code without its dot, and a weight.
Codes = tuple[tuple[str, int], ...]

PSYCHIATRIC: Codes = (
    ("F438A", 30),
    ("F439", 14),
    ("F432", 16),
    ("F329", 12),
    ("F412", 9),
    ("F411", 6),
    ("F331", 5),
    ("F480", 4),
    ("F438", 4),
)
MUSCULOSKELETAL: Codes = (
    ("M545", 30),
    ("M544", 10),
    ("M751", 14),
    ("M754", 10),
    ("M542", 12),
    ("M511", 9),
    ("M171", 8),
    ("M797", 7),
)
OTHER_LONG: Codes = (
    ("S824", 8),
    ("S525", 7),
    ("S934", 6),
    ("C509", 8),
    ("I639", 4),
    ("K802", 6),
    ("R522", 6),
    ("R539", 8),
    ("G439", 7),
    ("N939", 4),
    ("O268", 6),
    ("H819", 5),
    ("J189", 5),
    ("U099", 4),
)
OTHER_SHORT: Codes = (
    ("J069", 40),
    ("J111", 10),
    ("A099", 18),
    ("K529", 6),
    ("R519", 8),
    ("G439", 8),
    ("J209", 6),
    ("N390", 4),
)

# Share of psychiatric and of musculoskeletal diagnoses by length of the spell: (from days, {gender: shares}).
# From 60 days on the psychiatric shares are those of ongoing cases in Värmland, October 2024.
SHARES = (
    (60, {"woman": (0.60, 0.17), "man": (0.46, 0.21)}),
    (15, {"woman": (0.42, 0.20), "man": (0.30, 0.26)}),
    (1, {"woman": (0.08, 0.12), "man": (0.06, 0.14)}),
)
# How often the diagnosis is shared with the employer.
SHARED = ((60, 0.85), (15, 0.72), (8, 0.45), (1, 0.15))


def draw_diagnosis(rng: Random, gender: str, days: int) -> str:
    """An ICD-10-SE code without its dot, or empty when it is not shared."""
    if rng.random() >= next(share for from_days, share in SHARED if days >= from_days):
        return ""
    psychiatric, musculoskeletal = next(shares[gender] for from_days, shares in SHARES if days >= from_days)
    which = rng.random()
    if which < psychiatric:
        codes = PSYCHIATRIC
    elif which < psychiatric + musculoskeletal:
        codes = MUSCULOSKELETAL
    else:
        codes = OTHER_LONG if days >= 15 else OTHER_SHORT
    return rng.choices([code for code, _ in codes], [weight for _, weight in codes])[0]
