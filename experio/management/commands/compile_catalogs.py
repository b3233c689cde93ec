from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from experio.catalogs.fragments import CatalogError, compile_fragments


class Command(BaseCommand):
    """Compile the Swedish catalogs; nothing is written if two fragments disagree."""

    help = "Compile every Swedish catalog fragment."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        try:
            results = compile_fragments(settings.BASE_DIR / "experio" / "locale")
        except CatalogError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Compiled {len(results)} catalogs.")
