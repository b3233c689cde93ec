"""Whether the database has the shape of this version: its migrations, no more and no fewer."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from experio import env

OWN = ("experio", "subprojects", "cases", "reports")
"""The packages of Experio; migrations of other apps come and go with their packages."""


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """App and name of every migration of this version, its packages' included."""
    return frozenset(MigrationLoader(None).disk_migrations)


def missing_migrations(alias: str = "default") -> int:
    """How many migrations of this version have not been applied."""
    return len(known_migrations() - MigrationRecorder(connections[alias]).applied_migrations().keys())


def unknown_migrations(alias: str = "default") -> list[str]:
    """Migrations of Experio that have been applied and that this version does not have."""
    own = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in OWN}
    applied = MigrationRecorder(connections[alias]).applied_migrations().keys()
    return sorted(f"{app}.{name}" for app, name in applied - known_migrations() if app in own)


def why_another_version(alias: str = "default") -> str:
    """
    One sentence for a database that another version made, which is neither served nor migrated; else empty.

    That version is a development version, whose migrations were folded before the first release, or one
    that is newer than this.
    """
    unknown = unknown_migrations(alias)
    if not unknown:
        return ""
    if env.database_url():
        place, instead = f"database {connections[alias].settings_dict['NAME']}", "use an empty database"
    else:
        place, instead = f"data folder {settings.EXPERIO_HOME}", "remove it or use another EXPERIO_HOME"
    return (
        f"The {place} was made by another version of Experio ({unknown[0]} is not known here): data of a "
        f"development version before the first release cannot be kept, {instead}; data of a newer version "
        "is served by that version."
    )
