"""Which database a demo or the tests work with, in a line: the shell may hold another project's address."""

from django.conf import settings
from django.db import connections

from experio import env

SWITCH = "EXPERIO_USE_DATABASE_URL"


def used_database() -> str:
    """The line, without passwords. Says how to change to the other choice where there is one."""
    database = connections["default"].settings_dict
    if env.database_url():
        place = database["HOST"] or "this machine"
        return (
            f"Database: {database['NAME']} on {place}, from DATABASE_URL. "
            f"Without {SWITCH}, Experio uses one of its own."
        )
    line = f"Database: Experio's own, in {settings.EXPERIO_HOME}."
    if env.text("DATABASE_URL"):
        line += f" DATABASE_URL is set, but not used; {SWITCH}=true uses it."
    return line
