"""What the report commands share: one project, and a month as typed."""

from django.core.management.base import CommandError

from experio.periods import Month
from subprojects.models import Project


def refused(message: str) -> CommandError:
    return CommandError(message, returncode=2)


def month(text: str) -> Month:
    """A month as typed on the command line."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise refused(str(error)) from None


def project_named(slug: str | None) -> Project:
    """The project with the short name; without one, the only project there is."""
    if slug:
        found = Project.objects.filter(slug=slug).first()
        if found is None:
            raise refused(f"There is no project “{slug}”.")
        return found
    projects = list(Project.objects.order_by("slug")[:2])
    if len(projects) != 1:
        raise refused("Name the project with --project." if projects else "There is no project yet.")
    return projects[0]
