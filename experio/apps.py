from django.apps import AppConfig
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
