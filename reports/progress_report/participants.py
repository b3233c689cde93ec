"""Participants: counted from raw facts, and protected in one table with the indicators."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from experio.periods import Period
from reports.counting import counting
from reports.disclosure import Figure, Thresholds, protect_counts
from reports.progress_report.programmes import COMPLETE, LEFT, Facts, IndicatorSet
from subprojects.models import Project

ALL = ""
GENDERS = ("woman", "man")

# Flows and stocks of sheet 03; "before" are what is left over, never shown.
STARTED, ENDED, ONGOING, CUMULATIVE = "started", "ended", "ongoing", "cumulative"
STARTED_BEFORE, ENDED_BEFORE = "started_before", "ended_before"
SHOWN = (STARTED, ENDED, ONGOING, CUMULATIVE)
INCOMPLETE = "incomplete"

# ("flow", subproject or 0, band or "", gender or "") and ("code", indicator, gender or "")
Cell = tuple[str, ...] | tuple[str, str, int, str, str]


@dataclass(frozen=True)
class ParticipantTable:
    """Protected counts of participants up to the end of the period."""

    figures: dict[Cell, Figure]

    def flow(self, flow: str, subproject: int = 0, band: str = ALL, gender: str = ALL) -> Figure:
        """Started, ended, ongoing or cumulative; subproject 0 is the whole project."""
        return self.figures["flow", flow, subproject, band, gender]

    def indicator(self, code: str, gender: str = ALL) -> Figure:
        """An indicator's count, or that of complete, incomplete or left records."""
        return self.figures["code", code, gender]


def facts_of(project: Project, period: Period) -> list[Facts]:
    """Participations begun by the period's last day; an exit after it is not known yet. One query."""
    with counting() as cursor:
        cursor.execute(
            """
            SELECT gender, subproject, age_on_entry, entered_on, left_on, labour_status_on_entry,
                   education_on_entry, was_in_education_on_entry, labour_status_on_exit,
                   is_in_education_on_exit, has_gained_qualification
            FROM statistics.participation WHERE project = %s AND entered_on <= %s
            """,
            [project.pk, period.last_day],
        )
        rows = cursor.fetchall()
    return [_known_by(Facts(*row), period) for row in rows]


def _known_by(facts: Facts, period: Period) -> Facts:
    if facts.left_on is None or facts.left_on <= period.last_day:
        return facts
    return Facts(
        facts.gender,
        facts.subproject,
        facts.age,
        facts.entered_on,
        None,
        facts.labour_status,
        facts.education,
        facts.was_in_education,
        None,
        None,
        None,
    )


def participant_table(
    facts: Iterable[Facts],
    indicators: IndicatorSet,
    subprojects: Sequence[int],
    period: Period,
    thresholds: Thresholds,
) -> ParticipantTable:
    """
    Count and protect. Sheets 03 and 04 are one linked table: the project's cumulative row is the sum of
    complete and incomplete records, a subset and what it leaves over make the whole, women and men the
    total; started before and in the period make the cumulative count.
    """
    known = list(facts)
    counts: dict[Cell, int] = {}
    sums: list[tuple[Cell, list[Cell]]] = []
    _flows(known, indicators, subprojects, period, counts, sums)
    hidden_rests = _codes(known, indicators, counts, sums)
    before: list[Cell] = [cell for cell in counts if cell[1] in (STARTED_BEFORE, ENDED_BEFORE)]
    return ParticipantTable(protect_counts(counts, sums, thresholds, never_shown=[*before, *hidden_rests]))


def _flows(
    known: list[Facts],
    indicators: IndicatorSet,
    subprojects: Sequence[int],
    period: Period,
    counts: dict[Cell, int],
    sums: list[tuple[Cell, list[Cell]]],
) -> None:
    counted: Counter[tuple[str, int, str, str]] = Counter()
    for facts in known:
        for flow in _flows_of(facts, period):
            band = indicators.band_of(facts.age)
            for place in product((0, facts.subproject), (ALL, band), (ALL, facts.gender)):
                counted[flow, *place] += 1
    bands = [name for name, _lowest in indicators.bands]
    places = list(product((0, *subprojects), (ALL, *bands), (ALL, *GENDERS)))
    for flow, place in product((*SHOWN, STARTED_BEFORE, ENDED_BEFORE), places):
        counts["flow", flow, *place] = counted[flow, *place]
    for flow in SHOWN:
        for band, gender in product((ALL, *bands), (ALL, *GENDERS)):
            sums.append(
                (("flow", flow, 0, band, gender), [("flow", flow, s, band, gender) for s in subprojects])
            )
        for subproject, gender in product((0, *subprojects), (ALL, *GENDERS)):
            total = ("flow", flow, subproject, ALL, gender)
            sums.append((total, [("flow", flow, subproject, band, gender) for band in bands]))
        for subproject, band in product((0, *subprojects), (ALL, *bands)):
            total = ("flow", flow, subproject, band, ALL)
            sums.append((total, [("flow", flow, subproject, band, gender) for gender in GENDERS]))
    for place in places:
        everyone: Cell = ("flow", CUMULATIVE, *place)
        sums.append((everyone, [("flow", STARTED, *place), ("flow", STARTED_BEFORE, *place)]))
        sums.append((everyone, [("flow", flow, *place) for flow in (ONGOING, ENDED, ENDED_BEFORE)]))


def _flows_of(facts: Facts, period: Period) -> list[str]:
    has_left = facts.left_on is not None and facts.left_on <= period.last_day
    flows = [CUMULATIVE, STARTED if facts.entered_on >= period.first_day else STARTED_BEFORE]
    if not has_left:
        flows.append(ONGOING)
    elif facts.left_on is not None:
        flows.append(ENDED if facts.left_on >= period.first_day else ENDED_BEFORE)
    return flows


def _codes(
    known: list[Facts],
    indicators: IndicatorSet,
    counts: dict[Cell, int],
    sums: list[tuple[Cell, list[Cell]]],
) -> list[Cell]:
    """Add the indicators' cells; returns the rests, which are never shown."""
    complete = [facts for facts in known if facts.is_complete]
    groups: dict[str, list[Facts]] = {
        COMPLETE: complete,
        INCOMPLETE: [facts for facts in known if not facts.is_complete],
        LEFT: [facts for facts in complete if facts.left_on is not None],
    }
    rests: list[Cell] = []
    collected = [one for one in indicators.indicators if one.counts is not None]
    for one in collected:
        base = groups[LEFT] if one.within == LEFT else complete
        groups[one.code] = [facts for facts in base if one.counts is not None and one.counts(facts)]
    for code, members in groups.items():
        for gender in (ALL, *GENDERS):
            counts["code", code, gender] = sum(not gender or facts.gender == gender for facts in members)
        sums.append((("code", code, ALL), [("code", code, gender) for gender in GENDERS]))
    for gender in (ALL, *GENDERS):
        everyone: Cell = ("flow", CUMULATIVE, 0, ALL, gender)
        sums.append((everyone, [("code", COMPLETE, gender), ("code", INCOMPLETE, gender)]))
        for parts in indicators.partitions:
            sums.append((("code", COMPLETE, gender), [("code", code, gender) for code in parts]))
        wholes: list[tuple[str, Cell]] = [(LEFT, ("code", COMPLETE, gender))]
        wholes += [(one.code, ("code", one.within, gender)) for one in collected]
        wholes += [(one.code, ("flow", CUMULATIVE, 0, one.band, gender)) for one in collected if one.band]
        for code, whole in wholes:
            rest: Cell = ("rest", code, str(whole[:-1]), gender)
            counts[rest] = counts[whole] - counts["code", code, gender]
            sums.append((whole, [("code", code, gender), rest]))
            rests.append(rest)
    return rests
