from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from experio.audit.partitions import TABLE, keep_months
from experio.audit.rights import state_rights
from experio.database import as_owner
from experio.embedded.roles import privilege_statements


class Command(DjangoMigrate):
    """Migrates as the owner of the database: the app role may not change its shape."""

    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        app_role = settings.DATABASE_APP_ROLE
        with as_owner(alias):
            _let_the_app_role_in(alias, app_role)
            super().handle(*args, **options)
            _keep_the_reading_log(alias, app_role)


def _let_the_app_role_in(alias: str, app_role: str) -> None:
    """Say once in every database, a test's too, what the app role may do with the tables to come."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_database() FROM pg_database "
            "WHERE datname = current_database() AND pg_get_userbyid(datdba) = current_user"
        )
        row = cursor.fetchone()
        if row is None or app_role == row[0]:
            return
        for statement in privilege_statements(database=row[1], owner=row[0], app=app_role):
            cursor.execute(statement)


def _keep_the_reading_log(alias: str, app_role: str) -> None:
    """Months ahead, and no right but to add rows: for partitions that this very run has made too."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [TABLE])
        if not cursor.fetchone()[0]:
            return
        keep_months()
        state_rights(cursor, app_role)
