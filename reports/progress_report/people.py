"""Sheets 03 and 04: participants by employer, age and gender, and the EU indicators."""

from collections.abc import Sequence

from reports.disclosure import Figure
from reports.disclosure.figures import EMPTY, HIDDEN, UNKNOWN
from reports.progress_report.absence import WHOLE_PROJECT
from reports.progress_report.participants import (
    ALL,
    CUMULATIVE,
    ENDED,
    GENDERS,
    INCOMPLETE,
    ONGOING,
    STARTED,
    ParticipantTable,
)
from reports.progress_report.programmes import COMPLETE, LEFT, Indicator, IndicatorSet, Moment
from reports.progress_report.sheets import Kind, Sheet, SheetColumn, Value
from subprojects.models import Subproject

NOT_OFFICIAL = "Intern räkning. Officiella indikatorer tas fram av SCB."
FLOW_NAMES = {
    STARTED: "Påbörjade period",
    ENDED: "Avslutade period",
    ONGOING: "Pågående vid periodslut",
    CUMULATIVE: "Påbörjade ack.",
}


def participants_sheet(
    table: ParticipantTable, indicators: IndicatorSet, subprojects: Sequence[Subproject], planned: int
) -> Sheet:
    """Sheet 03. Non-binary (IB) is not applicable: Swedish registers know two legal genders."""
    columns = [
        SheetColumn("Delprojekt", "subproject", width=26),
        SheetColumn("Åldersgrupp", "age_group", width=16),
    ]
    for flow, name in FLOW_NAMES.items():
        for key, short in (("women", "K"), ("men", "M"), ("nonbinary", "IB"), ("total", "Tot")):
            columns.append(SheetColumn(f"{name} {short}", f"{flow}_{key}", Kind.COUNT, 11))
    columns += [
        SheetColumn("Plan", "planned", Kind.COUNT),
        SheetColumn("% av plan", "percent_of_plan", Kind.PERCENT),
    ]
    rows: list[tuple[Value, ...]] = []
    places: list[tuple[str, int]] = [*((s.name, s.pk) for s in subprojects), (WHOLE_PROJECT, 0)]
    for name, subproject in places:
        for band in (*(band for band, _lowest in indicators.bands), ALL):
            cells = [figure for flow in FLOW_NAMES for figure in _genders(table, flow, subproject, band)]
            is_everybody = not subproject and not band
            plan = Figure(float(planned)) if is_everybody and planned else EMPTY
            reached = _percent(table.flow(CUMULATIVE), planned) if is_everybody and planned else EMPTY
            rows.append((name, band or "Alla åldrar", *cells, plan, reached))
    none: list[Figure] = [EMPTY] * 12
    for label, code in (
        ("varav fullständiga uppgifter", COMPLETE),
        ("varav ofullständiga uppgifter", INCOMPLETE),
    ):
        women, men = (table.indicator(code, gender) for gender in GENDERS)
        counts = [women, men, EMPTY, table.indicator(code)]
        rows.append((WHOLE_PROJECT, label, *none, *counts, EMPTY, EMPTY))
    # No lower limit of hours is in use: the Swedish one could not be confirmed.
    rows.append((WHOLE_PROJECT, "varav under bagatellgräns", *none, *[EMPTY] * 4, EMPTY, EMPTY))
    return Sheet("03 Deltagare kön ålder", tuple(columns), tuple(rows), heads=2)


def indicators_sheet(table: ParticipantTable, indicators: IndicatorSet) -> Sheet:
    """Sheet 04: cumulative up to the end of the period, complete records only."""
    columns = (
        SheetColumn("Indikatorset", "indicator_set", width=12),
        SheetColumn("Kod", "code", width=9),
        SheetColumn("Benämning", "name", width=44),
        SheetColumn("Mättidpunkt", "moment", width=12),
        SheetColumn("Känslig", "sensitive", width=9),
        SheetColumn("Källa", "source", width=16),
        SheetColumn("Anm.", "remark", width=44),
        SheetColumn("Kvinnor", "women", Kind.COUNT),
        SheetColumn("Män", "men", Kind.COUNT),
        SheetColumn("IB", "nonbinary", Kind.COUNT),
        SheetColumn("Totalt", "total", Kind.COUNT),
        SheetColumn("Underlag n (fullständiga)", "complete", Kind.COUNT, 14),
        SheetColumn("Saknas n", "missing", Kind.COUNT),
    )
    rows = tuple(_indicator_row(table, indicators.version, one) for one in indicators.indicators)
    return Sheet("04 EU-indikatorer", columns, rows, heads=7, note=NOT_OFFICIAL)


def _indicator_row(table: ParticipantTable, version: str, one: Indicator) -> tuple[Value, ...]:
    base, missing = UNKNOWN, UNKNOWN
    women = men = total = UNKNOWN
    if one.counts is not None:
        women, men = (table.indicator(one.code, gender) for gender in GENDERS)
        total = table.indicator(one.code)
        base = table.indicator(LEFT if one.moment is Moment.EXIT else COMPLETE)
        missing = table.indicator(INCOMPLETE)
    heads = (
        version,
        one.code,
        one.name,
        one.moment.value,
        "ja" if one.is_sensitive else "nej",
        "SCB" if one.moment is Moment.SIX_MONTHS else "intern räkning",
        _remark(one),
    )
    return (*heads, women, men, EMPTY, total, base, missing)


def _remark(one: Indicator) -> str:
    remarks = []
    if not one.is_confirmed:
        remarks.append("Kodnumret är inte bekräftat.")
    if one.moment is Moment.SIX_MONTHS:
        remarks.append("Följs i register av SCB.")
    elif one.counts is None:
        remarks.append("Uppgiften samlas inte in.")
    return " ".join(remarks)


def _genders(table: ParticipantTable, flow: str, subproject: int, band: str) -> list[Figure]:
    women, men = (table.flow(flow, subproject, band, gender) for gender in GENDERS)
    return [women, men, EMPTY, table.flow(flow, subproject, band)]


def _percent(part: Figure, planned: int) -> Figure:
    return HIDDEN if part.value is None else Figure(round(part.value / planned * 100, 1))
