"""Sheets 11 and 12: slices of the published cube, and what follows from published figures alone."""

from collections.abc import Sequence

from experio.periods import Month
from reports.disclosure import Figure, ProtectedCube
from reports.disclosure.cube import DIAGNOSIS_GROUPS
from reports.disclosure.figures import EMPTY, HIDDEN, UNKNOWN
from reports.progress_report.sheets import Kind, Sheet, SheetColumn, Value
from subprojects.models import Subproject

WHOLE_PROJECT = "Hela projektet"
GENDER_NAMES = {"woman": "Kvinnor", "man": "Män", "": "Totalt"}
DIAGNOSIS_NAMES = {
    "psychiatric": "Psykisk ohälsa (F00–F99)",
    "musculoskeletal": "Muskel och skelett (M00–M99)",
    "other": "Övriga diagnoser",
    "not_shared": "Okänd eller ej delgiven",
    "": "Totalt",
}
BASE_YEAR_MONTHS = 12


def trend_sheet(cube: ProtectedCube, subprojects: Sequence[Subproject], months: Sequence[Month]) -> Sheet:
    """Sheet 11: month by subproject by gender."""
    columns = (
        SheetColumn("Månad", "month", width=10),
        SheetColumn("Delprojekt", "subproject", width=26),
        SheetColumn("Kön", "gender", width=10),
        SheetColumn("Tillgänglig ordinarie arbetstid (h)", "ordinary_hours", Kind.HOURS, 16),
        SheetColumn("Sjukfrånvaro (h)", "sick_hours", Kind.HOURS, 14),
        SheetColumn("Sjukfrånvaro %", "absence_percent", Kind.PERCENT),
        SheetColumn("därav ≥ 60 dagar %", "long_share_percent", Kind.PERCENT),
        SheetColumn("Antal anställda N", "staff", Kind.COUNT),
        SheetColumn("Pågående sjukfall", "ongoing", Kind.COUNT),
        SheetColumn("Startade", "started", Kind.COUNT),
        SheetColumn("Avslutade", "ended", Kind.COUNT),
        SheetColumn("Medianlängd", "median_days", Kind.COUNT),
        SheetColumn("Förändring mot basår (pe)", "change_points", Kind.POINTS),
    )
    measures = [column.key for column in columns[3:11]]
    places: list[tuple[str, int | None]] = [(WHOLE_PROJECT, None), *((s.name, s.pk) for s in subprojects)]
    rows: list[tuple[Value, ...]] = []
    for month in months:
        for name, subproject in places:
            for gender, label in GENDER_NAMES.items():
                figures = [
                    cube.figure(measure, month, subproject=subproject, gender=gender) for measure in measures
                ]
                # A median is one person's figure, so it is never published.
                change = _change(cube, month, subproject, gender)
                rows.append((str(month), name, label, *figures, UNKNOWN, change))
    return Sheet("11 Sjukfrånvaro trend", columns, tuple(rows), heads=3)


def diagnosis_sheet(cube: ProtectedCube, months: Sequence[Month]) -> Sheet:
    """Sheet 12: the whole project's episodes by gender and diagnosis group."""
    columns = (
        SheetColumn("Period", "month", width=10),
        SheetColumn("Kön", "gender", width=10),
        SheetColumn("Diagnosgrupp", "diagnosis_group", width=30),
        SheetColumn("Pågående", "ongoing", Kind.COUNT),
        SheetColumn("Startade", "started", Kind.COUNT),
        SheetColumn("Avslutade", "ended", Kind.COUNT),
        SheetColumn("Andel %", "share_percent", Kind.PERCENT),
        SheetColumn("Sjukfall > 90 dagar %", "over_90_percent", Kind.PERCENT, 14),
    )
    rows: list[tuple[Value, ...]] = []
    for month in months:
        for gender, gender_name in GENDER_NAMES.items():
            everybody = cube.figure("ongoing", month, gender=gender)
            for diagnosis in (*DIAGNOSIS_GROUPS, ""):
                ongoing, started, ended, over_90 = (
                    cube.figure(measure, month, gender=gender, diagnosis_group=diagnosis)
                    for measure in ("ongoing", "started", "ended", "over_90_percent")
                )
                part = share(ongoing, everybody)
                name = DIAGNOSIS_NAMES[diagnosis]
                rows.append((str(month), gender_name, name, ongoing, started, ended, part, over_90))
    return Sheet("12 Sjukfall diagnosgrupp", columns, tuple(rows), heads=3)


def _change(cube: ProtectedCube, month: Month, subproject: int | None, gender: str) -> Figure:
    """Percentage points against the same calendar month of the project's first year, from shown figures."""
    base = [one for one in cube.months[:BASE_YEAR_MONTHS] if one.number == month.number]
    if not base or base[0] == month:
        return EMPTY
    now, before = (
        cube.figure("absence_percent", one, subproject=subproject, gender=gender) for one in (month, base[0])
    )
    if now.value is None or before.value is None:
        return UNKNOWN if now == UNKNOWN else HIDDEN
    return Figure(round(now.value - before.value, 1))


def share(part: Figure, whole: Figure) -> Figure:
    """Part of a whole in per cent, from shown figures."""
    if part.value is None or whole.value is None:
        return UNKNOWN if part == UNKNOWN else HIDDEN
    return EMPTY if whole.value == 0 else Figure(round(part.value / whole.value * 100, 1))
