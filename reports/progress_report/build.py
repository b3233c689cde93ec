"""The progress report (lägesrapport): one frozen value, made from protected figures only."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from experio.periods import Month, Period, months_between
from reports.cube import protected_cube, thresholds
from reports.disclosure import Figure, Thresholds
from reports.progress_report.absence import diagnosis_sheet, share, trend_sheet
from reports.progress_report.participants import CUMULATIVE, facts_of, participant_table
from reports.progress_report.people import NOT_OFFICIAL, indicators_sheet, participants_sheet
from reports.progress_report.programmes import COMPLETE, INDICATOR_SETS
from reports.progress_report.sheets import Kind, Sheet, SheetColumn
from reports.questions.absence_trend import QuestionRefused
from subprojects.models import Project, ProjectPhase, Subproject

PROFILE_VERSION = "1"
COVER = "00 Försättsblad"


@dataclass(frozen=True)
class ProgressReport:
    """
    The report of a project and period as it stood at `made_at`, on the day `as_of`. `tables` are sheets 03,
    04, 11 and 12, protected; `completeness` is the share of participations whose facts are complete.
    Cover, method and data sheets are made from them. The same data gives the same checksum.
    """

    project: Project
    first: Month
    last: Month
    made_at: datetime
    limits: Thresholds
    subprojects: tuple[str, ...]
    phases: tuple[str, ...]
    tables: tuple[Sheet, ...]
    completeness: Figure
    checksum: str

    @property
    def as_of(self) -> date:
        """The day on which the data was taken out, in local time."""
        return self.made_at.date()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets in the order of the workbook."""
        return (cover_sheet(self), *self.tables, method_sheet(self), data_sheet(self))

    @property
    def hidden_cells(self) -> int:
        return sum(sheet.hidden_cells for sheet in self.tables)

    def as_json(self) -> dict[str, Any]:
        """The report for machines; `docs/statistics/progress-report.md` documents it."""
        return {
            "report": "progress_report",
            "project": self.project.slug,
            "diarienummer": self.project.diarienummer,
            "from": str(self.first),
            "to": str(self.last),
            "as_of": self.as_of.isoformat(),
            "made_at": self.made_at.isoformat(),
            "disclosure": {"min_group": self.limits.min_group, "min_count": self.limits.min_count},
            "note": NOT_OFFICIAL,
            "checksum": self.checksum,
            "sheets": [sheet.as_json() for sheet in self.sheets[:-1]],
            "data": [dict(zip(DATA_KEYS, row, strict=True)) for row in data_rows(self)],
        }


def progress_report(project: Project, first: Month, last: Month, now: datetime) -> ProgressReport:
    """
    Build the report of the months `first` to `last`. Raises QuestionRefused for months outside the project.
    Figures after the day of `now`, a local time, are missing, not zero. The minute of the data stands on
    the cover and is not part of the checksum.
    """
    today = now.date()
    begins, ends = Month.of(project.first_day), Month.of(project.last_day)
    if last < first:
        raise QuestionRefused(f"The last month {last} is before the first {first}.")
    if first < begins or last > ends:
        raise QuestionRefused(f"The project runs from {begins} to {ends}; {first}–{last} is not within.")
    if first.first_day > today:
        raise QuestionRefused(f"The period begins on {first.first_day}, after today, {today}.")
    limits = thresholds()
    cube = protected_cube(project, today)
    subprojects = list(Subproject.objects.filter(project=project).order_by("sort_key"))
    months = months_between(first, last)
    period = Period(first.first_day, min(last.last_day, today))
    indicators = INDICATOR_SETS[project.programme_version]
    people = participant_table(
        facts_of(project, period), indicators, [s.pk for s in subprojects], period, limits
    )
    tables = (
        participants_sheet(people, indicators, subprojects, project.planned_participants),
        indicators_sheet(people, indicators),
        trend_sheet(cube, subprojects, months),
        diagnosis_sheet(cube, months),
    )
    phases = ProjectPhase.objects.filter(
        project=project, first_day__lte=period.last_day, last_day__gte=period.first_day
    ).order_by("kind", "first_day")
    return ProgressReport(
        project=project,
        first=first,
        last=last,
        made_at=now.replace(second=0, microsecond=0),
        limits=limits,
        subprojects=tuple(s.name for s in subprojects),
        phases=tuple(phase.name for phase in phases),
        tables=tables,
        completeness=share(people.indicator(COMPLETE), people.flow(CUMULATIVE)),
        checksum=checksum_of(tables),
    )


def checksum_of(tables: Sequence[Sheet]) -> str:
    """SHA-256 over the data rows, written as JSON line by line."""
    lines = (json.dumps(row, ensure_ascii=False) for sheet in tables for row in sheet.data())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


FILLED_IN_BY_OFFICE = ("Rapportnr", "Hör till ansökan om utbetalning nr", "Upprättad av", "Kontaktperson")
"""What only the project office knows: empty on the cover."""


def cover_sheet(report: ProgressReport) -> Sheet:
    """Sheet 00. What only the project office knows is left empty to be filled in."""
    project, limits = report.project, report.limits
    rows = (
        ("Diarienummer", project.diarienummer),
        ("Projektnamn", project.name),
        ("Projektägare (org.nr)", project.owner_name),
        ("Programperiod", project.get_programme_version_display()),
        ("Programområde/specifikt mål", project.objective),
        ("Region", project.region),
        ("Projektperiod", f"{project.first_day} – {project.last_day}"),
        ("Fas", ", ".join(report.phases)),
        ("Rapporttyp", "lägesrapport"),
        ("Rapportnr", ""),
        ("Period från–till", f"{report.first} – {report.last}"),
        ("Hör till ansökan om utbetalning nr", ""),
        ("Upprättad av", ""),
        ("Version", PROFILE_VERSION),
        ("Datauttag (tid)", report.made_at),
        ("Kontrollsumma", report.checksum),
        ("Röjandeprofil (k, N-gräns)", f"k = {limits.min_count}, N = {limits.min_group}"),
        ("Kontaktperson", ""),
        ("Delprojekt som ingår", ", ".join(report.subprojects)),
        ("Anmärkning", NOT_OFFICIAL),
    )
    columns = (SheetColumn("Uppgift", "key", width=36), SheetColumn("Värde", "value", width=80))
    return Sheet(COVER, columns, rows, heads=2)


def method_sheet(report: ProgressReport) -> Sheet:
    """Sheet 14: how each table is counted, and how many cells are hidden (not which)."""
    columns = (
        SheetColumn("Tabell", "table", width=28),
        SheetColumn("Population", "population", width=46),
        SheetColumn("Periodregel", "period_rule", width=60),
        SheetColumn("Undantag", "exclusions", width=46),
        SheetColumn("Fullständighet %", "completeness", Kind.PERCENT, 14),
        SheetColumn("Kända fel", "known_errors", width=60),
        SheetColumn("Dolda celler", "hidden", width=12),
    )
    participants, indicators, trend, diagnoses = report.tables
    rows = (
        (
            participants.name,
            "Alla deltaganden i projektet, även med ofullständiga uppgifter.",
            "Ack. till periodens sista dag; den som avslutar på sista dagen räknas som avslutad.",
            "IB redovisas inte: registren har två juridiska kön. Ingen bagatellgräns används.",
            report.completeness,
            "",
            participants.hidden_cells,
        ),
        (
            indicators.name,
            "Deltaganden med fullständiga uppgifter (kön, status, ålder, utbildning).",
            "Läget på dagen för start; resultat vid avslut. Ackumulerat.",
            "Kodnummer som inte kunnat bekräftas är märkta i Anm.",
            report.completeness,
            NOT_OFFICIAL,
            indicators.hidden_cells,
        ),
        (
            trend.name,
            "Alla anställda vid projektets enheter, var och en på en enhet per månad.",
            "Kalendermånad; innevarande till och med datauttaget. Basår: projektets första tolv månader.",
            "Medianlängd publiceras inte: en median är en enskild persons värde.",
            "",
            "≥ 60 dagar avser sjukfallets hela längd vid datauttaget; återinsjuknanden slås inte ihop.",
            trend.hidden_cells,
        ),
        (
            diagnoses.name,
            "Sjukfall hos alla anställda vid projektets enheter.",
            "Pågående: månadens sista dag. Startade och avslutade: första och sista dag i månaden.",
            "Diagnos redovisas bara om medarbetaren har delgett den.",
            "",
            "Ett sjukfall räknas i en diagnosgrupp, den registrerade.",
            diagnoses.hidden_cells,
        ),
    )
    return Sheet("14 Metod och kvalitet", columns, rows, heads=7)


DATA_KEYS = ("report_id", "table", "row_key", "col_key", "measure", "value", "status")


def data_rows(report: ProgressReport) -> list[tuple[str, str, str, str, str, float | None, str]]:
    """One row per published cell, from the protected tables."""
    name = f"{report.project.slug}-{report.first}-{report.last}"
    return [(name, *row) for sheet in report.tables for row in sheet.data()]


def data_sheet(report: ProgressReport) -> Sheet:
    """Sheet 99."""
    columns = tuple(SheetColumn(key, key, width=20) for key in DATA_KEYS)
    rows = tuple(tuple("" if value is None else value for value in row) for row in data_rows(report))
    return Sheet("99 Data", columns, rows, heads=len(columns))
