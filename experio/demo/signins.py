"""Who signs in to the demo, and with which password. These accounts exist in demo mode only."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# Known to everybody, so refused outside demo mode (`experio.demo.backends`, `experio.demo.checks`).
DEMO_PASSWORD = "varmland-demo-2021"  # noqa: S105
# Marks an account as one of the demo's: nobody can have an address below example.org.
DEMO_MAIL_DOMAIN = "demo.example.org"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account to try. `role_text` and `try_text` are English; `role` and `try_this` are translated."""

    username: str
    first_name: str
    last_name: str
    role_text: str
    try_text: str
    password: str = DEMO_PASSWORD

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return demo_mail(self.username)

    @property
    def role(self) -> str:
        """The role in the reader's language."""
        return str(_(self.role_text))

    @property
    def try_this(self) -> str:
        """What is worth a look, in the reader's language."""
        return str(_(self.try_text))


def demo_mail(username: str) -> str:
    """The address that marks an account as one of the demo's."""
    return f"{username}@{DEMO_MAIL_DOMAIN}"


SIGN_INS: tuple[SignIn, ...] = (
    SignIn(
        "hr.karlstad",
        "Helena",
        "Sandvik",
        gettext_noop("HR officer, Karlstad"),
        gettext_noop("Register a sick leave, follow a case, lend it to hr.eda, import a payroll file"),
    ),
    SignIn(
        "hr.eda",
        "Jonas",
        "Norling",
        gettext_noop("HR officer, Eda"),
        gettext_noop("Accept the case that Karlstad lends you; nothing else of Karlstad is seen"),
    ),
    SignIn(
        "manager.karlstad",
        "Karin",
        "Dalgren",
        gettext_noop("Manager of a unit, Karlstad"),
        gettext_noop("See what is due for your staff and the unit's figures; no diagnosis anywhere"),
    ),
    SignIn(
        "office",
        "Birgitta",
        "Stenmark",
        gettext_noop("Project office"),
        gettext_noop("Compare the employers' absence trends and download the ESF progress report"),
    ),
    SignIn(
        "lead.karlstad",
        "Anders",
        "Högberg",
        gettext_noop("Subproject lead, Karlstad"),
        gettext_noop("Follow your own employer's protected figures"),
    ),
    SignIn(
        "evaluator",
        "Leila",
        "Ekdahl",
        gettext_noop("Evaluator"),
        gettext_noop("Study the trend by gender and diagnosis group; small groups stay hidden"),
    ),
    SignIn(
        "employee",
        "Maria",
        "Lindgren",
        gettext_noop("Employee, Karlstad"),
        gettext_noop("Read your own sick leave and case"),
    ),
    SignIn(
        "admin",
        "Olof",
        "Wester",
        gettext_noop("Administrator"),
        gettext_noop("Change users, roles and reference data; no case is seen"),
    ),
)


def sign_in(username: str) -> SignIn:
    """The account with this user name. KeyError when there is none."""
    for candidate in SIGN_INS:
        if candidate.username == username:
            return candidate
    raise KeyError(username)
