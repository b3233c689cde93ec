"""A database with the demo's accounts is not for real work: the check says so."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from experio.demo.signins import DEMO_MAIL_DOMAIN


@register(Tags.database)
def demo_accounts_only_in_demo(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Outside demo mode the accounts of the demo world are an error; signing in as one is refused too."""
    if settings.DEMO:
        return []
    problems: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        table = "accounts_user"
        if table not in connection.introspection.table_names():
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM accounts_user WHERE email ILIKE %s", [f"%@{DEMO_MAIL_DOMAIN}"]
            )
            row = cursor.fetchone()
        if row and row[0]:
            problems.append(
                Error(
                    f"The database holds the demo world: {row[0]} of its accounts have a password that "
                    "everybody knows.",
                    hint="Use an empty database for real work, or set EXPERIO_DEMO=true to see the demo.",
                    id="experio.E002",
                )
            )
    return problems
