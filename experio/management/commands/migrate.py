from typing import Any

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from experio.audit.partitions import TABLE, keep_months
from experio.audit.rights import state_rights
from experio.database import as_owner
from experio.embedded.roles import privilege_statements
from experio.one_at_a_time import alone_with_the_database
from experio.shape import missing_migrations, why_another_version
from experio.walls.stating import state_walls, take_down_walls

# Walls and triggers of another version, and plain values in columns that this version seals.
MENDED = frozenset({"experio.E004", "experio.E012", "experio.E013"})


class Command(DjangoMigrate):
    """
    Migrates as the owner of the database: the app role may not change its shape.

    The walls (row security, statistics views) are taken down before tables change and stated anew
    afterwards. When something fails on the way, or when the tables are left at an older shape, the
    app role sees no row of them until a whole `migrate` has succeeded. The triggers stand until they are
    replaced, all at once, as soon as the tables have today's shape (`experio.apps`).

    A database of a version whose migrations are unknown here is refused before anything is changed.
    """

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Without the database, which is asked in `handle`: an older version's is not yet what it will be."""
        return {**super().get_check_kwargs(options), "databases": []}

    def execute(self, *args: Any, **options: Any) -> str | None:
        if options["plan"] or options["check_unapplied"]:
            return super().execute(*args, **options)
        with alone_with_the_database(self.stderr.write):
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        if reason := why_another_version(alias):
            raise CommandError(reason)
        if not options["skip_checks"]:
            _refuse(alias, but=MENDED)
        app_role = settings.DATABASE_APP_ROLE
        only_looks = options["plan"] or options["check_unapplied"] or options["prune"]
        with as_owner(alias):
            _let_the_app_role_in(alias, app_role)
            if not only_looks and (options["app_label"] or missing_migrations(alias)):
                take_down_walls(alias)
            super().handle(*args, **options)
            is_whole = not only_looks and not missing_migrations(alias)
            if is_whole:
                try:
                    state_walls(alias)
                except ImproperlyConfigured as error:
                    raise CommandError(str(error)) from error
            _keep_the_reading_log(alias, app_role)
        if is_whole and not options["skip_checks"]:
            _refuse(alias)


def _refuse(alias: str, *, but: frozenset[str] = frozenset()) -> None:
    """Raises CommandError with what the checks of the database find, as the app role."""
    found = [
        message
        for message in run_checks(tags=[Tags.database], databases=[alias])
        if message.is_serious() and message.id not in but
    ]
    if found:
        raise CommandError("\n".join(str(message) for message in found))


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
