"""Who may see which protected figures. The figures themselves are the same for everybody who may."""

from typing import Any

from experio.permissions import rule
from subprojects.models import Project, Subproject, Unit
from subprojects.roles import roles_of


@rule("reports.view_absence_trend")
def can_view_absence_trend(user: Any, thing: Subproject | Project | None) -> bool:
    """
    HR officers, managers and leads: their own employer. Project office and evaluators: every employer and
    the project as a whole. Without an object: may the person open the page at all?
    """
    roles = roles_of(user)
    followed = roles.office_projects | roles.evaluated_projects
    own = roles.hr_subprojects | roles.led_subprojects
    if thing is None:
        return bool(followed or own or roles.managed_units)
    if isinstance(thing, Project):
        return thing.pk in followed
    if thing.pk in own or thing.project_id in followed:
        return True
    return bool(roles.managed_units) and thing.units.filter(pk__in=roles.managed_units).exists()


@rule("reports.view_unit_dashboard")
def can_view_unit_dashboard(user: Any, unit: Unit | None) -> bool:
    """Managers their own units, HR officers the units of their employer."""
    roles = roles_of(user)
    if unit is None:
        return bool(roles.managed_units or roles.hr_subprojects)
    return unit.pk in roles.managed_units or unit.subproject_id in roles.hr_subprojects


@rule("reports.view_progress_report")
def can_view_progress_report(user: Any, project: Project | None) -> bool:
    """The project office writes it, the evaluator reads it."""
    roles = roles_of(user)
    projects = roles.office_projects | roles.evaluated_projects
    return bool(projects) if project is None else project.pk in projects
