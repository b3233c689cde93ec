from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ExperioConfig(AppConfig):
    """The project package as an app: shared tags, commands and system checks."""

    name = "experio"
    verbose_name = _("Experio")

    def ready(self) -> None:
        from experio import checks  # noqa: F401  (registers the system checks)
        from experio.documents import checks as _documents  # noqa: F401
        from experio.outside.logs.configuration import configure_structlog
        from experio.sealing import checks as _sealing  # noqa: F401

        configure_structlog()

        # Every app states its rules in permissions.py; has_perm() finds them in one registry.
        autodiscover_modules("permissions")

        # The first app that has models: what others add after a migration is already watched.
        post_migrate.connect(_state_triggers, sender=apps.get_app_config("accounts"))


def _state_triggers(using: str, plan: Any = None, **kwargs: Any) -> None:
    """After a `migrate` that has left nothing out; a flush, which has no plan, changes no shape."""
    from experio.shape import missing_migrations
    from experio.triggers.stating import state_triggers

    if plan is not None and not missing_migrations(using):
        state_triggers(using)
