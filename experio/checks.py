"""System checks: a start that would be unsafe is refused, with a sentence that says why."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from experio.database import is_owner_at_work
from experio.demo.checks import demo_accounts_only_in_demo  # noqa: F401  (registers itself)
from experio.shape import why_another_version
from experio.triggers.stating import is_anything_to_watch, stand_the_triggers
from experio.walls.stating import is_anything_to_wall, stand_the_walls


@register(Tags.database)
def the_app_role_is_no_superuser(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A superuser passes every wall inside PostgreSQL, so Experio never works as one."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
            )
            row = cursor.fetchone()
        if row and row[0]:
            problems.append(
                Error(
                    "The database role that serves requests is a superuser or may bypass row security.",
                    hint="Let DATABASE_URL name an ordinary role: `manage.py provision_database` makes one.",
                    id="experio.E001",
                )
            )
    return problems


@register(Tags.database)
def the_app_role_owns_no_table(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Whoever owns a table may take its walls down: requests are served by another role."""
    problems: list[CheckMessage] = []
    for alias in databases or [] if not is_owner_at_work() else []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') "
                "AND relnamespace = 'public'::regnamespace "
                "AND pg_has_role(current_user, relowner, 'MEMBER') LIMIT 1",
            )
            row = cursor.fetchone()
        if row:
            problems.append(
                Error(
                    "The database role that serves requests owns tables, or may become the role that does: "
                    "it could take the walls between employers down.",
                    hint="Let DATABASE_URL name a role of its own: `manage.py provision_database` makes one.",
                    id="experio.E003",
                )
            )
    return problems


@register(Tags.database)
def the_walls_stand(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Row security of this version is in force; an empty database has nothing to wall yet."""
    problems: list[CheckMessage] = []
    for alias in databases or [] if not is_owner_at_work() else []:
        if is_anything_to_wall(alias) and not stand_the_walls(alias):
            problems.append(
                Error(
                    "The walls between employers (row security) are not those of this version.",
                    hint="Run `manage.py migrate`, which states them.",
                    id="experio.E004",
                )
            )
    return problems


@register(Tags.database)
def the_triggers_stand(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Without them changes leave no history and guards do not hold; an empty database needs none yet."""
    problems: list[CheckMessage] = []
    for alias in databases or [] if not is_owner_at_work() else []:
        if is_anything_to_watch(alias) and not stand_the_triggers(alias):
            problems.append(
                Error(
                    "The triggers of the database (change history, guards) are not those of this version.",
                    hint="Run `manage.py migrate`, which states them.",
                    id="experio.E013",
                )
            )
    return problems


@register(Tags.database)
def the_database_is_of_this_version(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Tables that a migration unknown here has made are not served."""
    return [
        Error(reason, id="experio.E014")
        for alias in databases or []
        if (reason := why_another_version(alias))
    ]


@receiver(connection_created)
def no_work_is_done_as_a_superuser(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """
    Every command and request asks this; the server says who we are without a question of its own.
    The owner, who only changes the database's shape, may be one on a server that is yours alone.
    """
    if is_owner_at_work():
        return
    if connection.connection.info.parameter_status("is_superuser") == "on":
        connection.close()
        raise ImproperlyConfigured(
            "Experio does not work as a superuser of the database: let DATABASE_URL name an ordinary role "
            "(`manage.py provision_database` makes one)."
        )
