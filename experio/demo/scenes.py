"""Scenes set on purpose: somebody at every stage of the chain on the demo's day, and what is due for them."""

from dataclasses import dataclass

from experio.demo.frame import DemoUnit

# The unit of manager.karlstad, where most of what a manager meets can be seen.
MANAGED_UNIT = "karlstad-hemtjanst-centrum"


@dataclass(frozen=True, slots=True)
class Scene:
    """
    A person whose sick leave has reached `day` today; `day` 0 means well today.

    `steps` are (extent, from day number). `certified_to` counts days from today to the last certified day
    (None: no certificate came), `expected` days from today to the expected last day. `fk_day` and `plan_day`
    are day numbers; None: not done. `case_day` is the day number on which a case was opened.
    """

    gender: str
    day: int
    diagnosis: str = ""
    steps: tuple[tuple[int, int], ...] = ((100, 1),)
    certified_to: int | None = None
    expected: int | None = None
    fk_day: int | None = None
    case_day: int | None = None
    plan_day: int | None = None
    no_plan_reason: str | None = None
    age: int | None = None
    username: str | None = None
    short_spells: int = 0
    is_protected: bool = False


SCENES: dict[tuple[str, int], Scene] = {
    # manager.karlstad's unit.
    (MANAGED_UNIT, 0): Scene(
        "woman",
        150,
        "F438A",
        steps=((100, 1), (75, 78), (50, 120)),
        certified_to=38,
        expected=60,
        fk_day=16,
        case_day=17,
        plan_day=27,
        age=38,
        username="employee",
    ),
    (MANAGED_UNIT, 1): Scene("man", 3),
    (MANAGED_UNIT, 2): Scene("woman", 15, "M545", certified_to=7, expected=14),
    (MANAGED_UNIT, 3): Scene("woman", 30, "F432", certified_to=12, expected=75, fk_day=16, case_day=20),
    (MANAGED_UNIT, 4): Scene(
        "woman", 90, "F438A", certified_to=20, expected=90, fk_day=15, case_day=21, plan_day=29
    ),
    (MANAGED_UNIT, 5): Scene(
        "woman",
        402,
        "M511",
        steps=((100, 1), (50, 240)),
        certified_to=40,
        expected=120,
        fk_day=17,
        case_day=25,
        plan_day=30,
    ),
    (MANAGED_UNIT, 6): Scene("woman", 0, short_spells=7),
    (MANAGED_UNIT, 7): Scene("man", 0, short_spells=6),
    # Elsewhere in Karlstad.
    ("karlstad-hemtjanst-norr", 0): Scene("woman", 8, "J069"),
    ("karlstad-hemtjanst-norr", 1): Scene("woman", 21, certified_to=5, expected=20),
    ("karlstad-hemtjanst-norr", 2): Scene(
        "woman",
        180,
        "F329",
        steps=((100, 1), (75, 150)),
        certified_to=15,
        expected=100,
        fk_day=15,
        case_day=18,
        plan_day=26,
    ),
    ("karlstad-hemtjanst-soder", 0): Scene("man", 14, "S934", certified_to=3, expected=10),
    ("karlstad-hemtjanst-soder", 1): Scene(
        "woman",
        60,
        "F412",
        certified_to=6,
        expected=45,
        fk_day=18,
        case_day=19,
        plan_day=28,
        is_protected=True,
    ),
    ("karlstad-boende-alvgard", 0): Scene("woman", 29, "M751", certified_to=4, expected=70, fk_day=17),
    ("karlstad-boende-alvgard", 1): Scene(
        "woman", 89, "F439", certified_to=9, expected=60, fk_day=15, case_day=22, plan_day=30
    ),
    ("karlstad-boende-alvgard", 2): Scene("woman", 17, certified_to=-2, expected=30),
    ("karlstad-boende-ljungbacken", 0): Scene(
        "woman",
        300,
        "M542",
        steps=((100, 1), (50, 190), (25, 275)),
        certified_to=9,
        expected=30,
        fk_day=15,
        case_day=16,
        plan_day=24,
    ),
    ("karlstad-boende-ljungbacken", 1): Scene(
        "man", 46, "S824", certified_to=10, expected=40, fk_day=20, case_day=24
    ),
    ("karlstad-boende-solrosen", 0): Scene(
        "woman",
        365,
        "F331",
        certified_to=25,
        expected=180,
        fk_day=16,
        case_day=20,
        no_plan_reason="health_excludes_return",
    ),
    ("karlstad-boende-gryningen", 0): Scene(
        "woman", 75, "F438A", certified_to=-3, expected=50, fk_day=19, case_day=30
    ),
    ("karlstad-stod-assistans", 0): Scene("man", 0, short_spells=6),
    # Eda.
    ("eda-hemtjanst", 0): Scene("woman", 8),
    ("eda-hemtjanst", 1): Scene("woman", 15, "F432", certified_to=14, expected=30),
    ("eda-aldreboende", 0): Scene("woman", 30, "M754", certified_to=13, expected=65, fk_day=15, case_day=16),
    ("eda-aldreboende", 1): Scene(
        "woman", 90, "F412", certified_to=30, expected=120, fk_day=15, case_day=20, plan_day=27
    ),
    ("eda-grundskola", 0): Scene(
        "woman",
        365,
        "F438A",
        steps=((100, 1), (75, 200), (50, 290)),
        certified_to=20,
        expected=90,
        fk_day=17,
        case_day=22,
        plan_day=29,
    ),
}


def is_scene(unit: DemoUnit, place: int) -> bool:
    """Whether this person's story has been set."""
    return (unit.code, place) in SCENES
