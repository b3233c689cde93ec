"""Who signs in to the demo world, and in which role: the listed accounts and whoever else is needed."""

from collections.abc import Iterator
from dataclasses import dataclass

from experio.demo import names
from experio.demo.frame import EMPLOYERS
from experio.demo.scenes import MANAGED_UNIT, SCENES
from experio.demo.signins import SIGN_INS, demo_mail, sign_in
from experio.demo.world import DemoWorld, chance

KARLSTAD = "karlstad"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A user with one role; `scope` is the employer's slug, the unit's code or empty, as the role asks."""

    username: str
    first_name: str
    last_name: str
    role: str
    scope: str = ""
    includes_subunits: bool = False

    @property
    def email(self) -> str:
        return demo_mail(self.username)

    @property
    def may_sign_in(self) -> bool:
        """The listed and the HR officers; other managers stand in cases, but have no password to hash."""
        return self.role == "hr_officer" or any(self.username == listed.username for listed in SIGN_INS)


def officer_names(employer: str) -> tuple[str, ...]:
    """The user names of an employer's HR officers, the first one first."""
    if employer == KARLSTAD:
        return f"hr.{employer}", f"hr2.{employer}"
    return (f"hr.{employer}",)


def manager_name(unit: str) -> str:
    """The user name of a unit's manager."""
    return "manager.karlstad" if unit == MANAGED_UNIT else f"manager.{unit}"


def employee_place() -> tuple[str, int]:
    """The unit and the place in it of the person who signs in as employee."""
    return next(place for place, scene in SCENES.items() if scene.username == "employee")


def make_accounts(world: DemoWorld) -> tuple[DemoAccount, ...]:
    """Everybody who signs in, in a fixed order. Units beyond the real forty-nine have no manager account."""
    listed = {account.username for account in SIGN_INS}
    accounts = list(_listed())
    own_units = {unit.code for employer in EMPLOYERS for unit in employer.units}
    for employer in world.employers:
        for username in officer_names(employer.slug):
            if username not in listed:
                accounts.append(_somebody(world.seed, username, "hr_officer", employer.slug))
        with_children = {unit.parent for unit in employer.units}
        for unit in employer.units:
            username = manager_name(unit.code)
            if unit.code in own_units and username not in listed:
                accounts.append(
                    _somebody(
                        world.seed,
                        username,
                        "manager",
                        unit.code,
                        includes_subunits=unit.code in with_children,
                    )
                )
    return tuple(accounts)


def _listed() -> Iterator[DemoAccount]:
    for username, role, scope in (
        ("hr.karlstad", "hr_officer", KARLSTAD),
        ("hr.eda", "hr_officer", "eda"),
        ("manager.karlstad", "manager", MANAGED_UNIT),
        ("office", "project_office", ""),
        ("lead.karlstad", "subproject_lead", KARLSTAD),
        ("evaluator", "evaluator", ""),
        ("employee", "employee", ""),
        ("admin", "administrator", ""),
    ):
        account = sign_in(username)
        yield DemoAccount(username, account.first_name, account.last_name, role, scope)


def _somebody(
    seed: int, username: str, role: str, scope: str, *, includes_subunits: bool = False
) -> DemoAccount:
    rng = chance(seed, "account", username)
    pool = (names.WOMEN if rng.random() < 0.7 else names.MEN)[rng.choice((1965, 1965, 1980))]
    return DemoAccount(username, rng.choice(pool), rng.choice(names.LAST), role, scope, includes_subunits)
