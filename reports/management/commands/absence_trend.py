"""`manage.py absence_trend --from 2019-05 --to 2022-04`: the page's figures, protected alike."""

from typing import Any

from django.core.management.base import CommandParser

from experio.clock import today
from experio.command_line import PlainCommand
from experio.scope import working_for
from experio.spreadsheets import csv_text
from reports.cli import month, project_named, refused
from reports.exports import trend_columns, trend_rows
from reports.questions.absence_trend import QuestionRefused, TrendQuestion, absence_trend
from subprojects.models import Project, Subproject, Unit


class Command(PlainCommand):
    help = "Sick absence by month, gender and diagnosis group: protected figures, as on the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="YYYY-MM", help="first month")
        parser.add_argument("--to", dest="last", required=True, metavar="YYYY-MM", help="last month")
        parser.add_argument("--project", metavar="SLUG", help="needed when there are several projects")
        parser.add_argument(
            "--subproject", metavar="SLUG", help="one employer; without it, the whole project"
        )
        parser.add_argument("--unit", metavar="CODE", help="one unit")
        parser.add_argument("--age-group", default="", help="29, 30-49 or 50")
        parser.add_argument("--by", default="", help="gender, diagnosis_group or both with a comma")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")
        parser.add_argument("--json", action="store_true", help="the same as --format json")

    def handle(self, *args: Any, **options: Any) -> None:
        question = _question(options)
        trend = absence_trend(question, today())
        if options["json"] or options["format"] == "json":
            self.print_json(trend.as_json())
            return
        # The names of the columns and the decimal sign follow LANGUAGE_CODE, as the page does.
        self.stdout.write(csv_text(trend_columns(trend), trend_rows(trend)), ending="")


def _question(options: dict[str, Any]) -> TrendQuestion:
    project = project_named(options["project"])
    subproject = _subproject(project, options["subproject"])
    unit = _unit(project, subproject, options["unit"])
    try:
        return TrendQuestion(
            project=project,
            first=month(options["first"]),
            last=month(options["last"]),
            subproject=subproject,
            unit=unit,
            age_group=options["age_group"],
            by=tuple(part.strip() for part in options["by"].split(",") if part.strip()),
        )
    except QuestionRefused as error:
        raise refused(str(error)) from None


def _subproject(project: Project, slug: str | None) -> Subproject | None:
    if not slug:
        return None
    found = Subproject.objects.filter(project=project, slug=slug).first()
    if found is None:
        raise refused(f"There is no subproject “{slug}” in {project.slug}.")
    return found


def _unit(project: Project, subproject: Subproject | None, code: str | None) -> Unit | None:
    if not code:
        return None
    # Units are within the walls: this one question is asked for all employers of the project.
    with working_for(*Subproject.objects.filter(project=project).values_list("pk", flat=True)):
        found = (
            Unit.objects.filter(subproject__project=project, code=code).select_related("subproject").first()
        )
    if found is None:
        raise refused(f"There is no unit “{code}” in {project.slug}.")
    if subproject is not None and found.subproject_id != subproject.pk:
        raise refused(f"The unit “{code}” does not belong to {subproject.slug}.")
    return found
