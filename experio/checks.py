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
