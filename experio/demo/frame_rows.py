"""Writes the frame of the demo world: project, employers, units, occupations, accounts and roles."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from experio.accounts.models import User
from experio.demo.accounts import KARLSTAD, DemoAccount, make_accounts, officer_names
from experio.demo.frame import BUDGET_SEK, FIRST_DAY, LAST_DAY, PHASES, PLANNED_STAFF, PROJECT_SLUG
from experio.demo.participation import ACTIVITIES
from experio.demo.people import OCCUPATIONS
from experio.demo.signins import DEMO_PASSWORD
from experio.demo.world import DemoWorld
from subprojects.models import (
    Activity,
    Membership,
    Occupation,
    ProgrammeVersion,
    Project,
    ProjectPhase,
    Subproject,
    Unit,
)


@dataclass(frozen=True, slots=True)
class FrameKeys:
    """The keys of the frame's rows by the names the world uses."""

    project: int
    users: dict[str, int]
    subprojects: dict[str, int]
    units: dict[str, int]
    occupations: dict[str, int]
    activities: dict[str, int]


def write_frame(world: DemoWorld) -> FrameKeys:
    """The frame's rows, with keys counted from one: the database is empty."""
    project = Project.objects.create(
        id=1,
        slug=PROJECT_SLUG,
        name="Experio WorkLab",
        diarienummer="2019/00035",
        programme_version=ProgrammeVersion.ESF1420,
        objective="Programområde 1, särskilt mål 1.1",
        region="Värmland",
        owner_name="Region Värmland",
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        # The whole budget is ESF support: no co-financing is counted in the project bank.
        total_budget=Decimal(BUDGET_SEK),
        esf_support=Decimal(BUDGET_SEK),
        planned_participants=PLANNED_STAFF,
    )
    ProjectPhase.objects.bulk_create(
        ProjectPhase(
            id=key,
            project=project,
            kind=phase.kind,
            name=phase.name,
            first_day=phase.first_day,
            last_day=phase.last_day,
        )
        for key, phase in enumerate(PHASES, start=1)
    )
    activities = {name: key for key, (name, *_) in enumerate(ACTIVITIES, start=1)}
    Activity.objects.bulk_create(
        Activity(id=key, project=project, name=name) for name, key in activities.items()
    )
    occupations = {code: key for key, code in enumerate(sorted(OCCUPATIONS), start=1)}
    Occupation.objects.bulk_create(
        # Codes and names have not been checked against the official list.
        Occupation(id=key, ssyk_code=code, name=OCCUPATIONS[code], is_confirmed=False)
        for code, key in occupations.items()
    )
    accounts = make_accounts(world)
    users = _write_users(accounts)
    subprojects = _write_employers(world, users)
    units = _write_units(world, subprojects)
    keys = FrameKeys(project.pk, users, subprojects, units, occupations, activities)
    _write_roles(accounts, keys)
    return keys


def _write_users(accounts: tuple[DemoAccount, ...]) -> dict[str, int]:
    # Every account has a salt of its own; Argon2 lets other threads work meanwhile.
    with ThreadPoolExecutor(max_workers=2) as pool:
        passwords = list(
            pool.map(lambda account: make_password(DEMO_PASSWORD if account.may_sign_in else None), accounts)
        )
    User.objects.bulk_create(
        User(
            id=key,
            username=account.username,
            first_name=account.first_name,
            last_name=account.last_name,
            email=account.email,
            password=password,
        )
        for key, (account, password) in enumerate(zip(accounts, passwords, strict=True), start=1)
    )
    return {account.username: key for key, account in enumerate(accounts, start=1)}


def _write_employers(world: DemoWorld, users: dict[str, int]) -> dict[str, int]:
    Subproject.objects.bulk_create(
        Subproject(
            id=key,
            project_id=1,
            slug=employer.slug,
            name=employer.name,
            employer_name=employer.employer_name,
            employer_kind=employer.kind,
            is_insurer=employer.slug == "forsakringskassan",
            hr_contact_id=users[f"hr.{employer.slug}"],
        )
        for key, employer in enumerate(world.employers, start=1)
    )
    return {employer.slug: key for key, employer in enumerate(world.employers, start=1)}


def _write_units(world: DemoWorld, subprojects: dict[str, int]) -> dict[str, int]:
    found = [(employer.slug, unit) for employer in world.employers for unit in employer.units]
    keys = {unit.code: key for key, (_, unit) in enumerate(found, start=1)}
    Unit.objects.bulk_create(
        (
            Unit(
                id=keys[unit.code],
                subproject_id=subprojects[employer],
                parent_id=keys[unit.parent] if unit.parent else None,
                code=unit.code,
                name=unit.name,
                sector=unit.sector,
            )
            for employer, unit in found
        ),
        batch_size=2_000,
    )
    return keys


def _write_roles(accounts: tuple[DemoAccount, ...], keys: FrameKeys) -> None:
    """Everybody's role but the employee's, whose staff member is yet to come."""
    Membership.objects.bulk_create(
        Membership(
            user_id=keys.users[account.username],
            role=account.role,
            project_id=keys.project if account.role in ("project_office", "evaluator") else None,
            subproject_id=keys.subprojects[account.scope]
            if account.role in ("hr_officer", "subproject_lead")
            else None,
            unit_id=keys.units[account.scope] if account.role == "manager" else None,
            includes_subunits=account.includes_subunits,
            first_day=FIRST_DAY,
        )
        for account in accounts
        if account.role != "employee"
    )
    # The first officer of Karlstad is the HR lead too: who looked is for that person to review.
    Membership.objects.create(
        user_id=keys.users[officer_names(KARLSTAD)[0]],
        role="hr_lead",
        subproject_id=keys.subprojects[KARLSTAD],
        first_day=FIRST_DAY,
    )
