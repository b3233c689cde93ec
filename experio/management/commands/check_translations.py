from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from experio.catalogs.checks import check_catalogs
from experio.catalogs.fragments import CatalogError


class Command(BaseCommand):
    """List what is not, or not surely, translated, and what is translated but no longer used."""

    help = "Check that every text of the interface has a Swedish translation."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        try:
            findings = check_catalogs(settings.BASE_DIR)
        except CatalogError as error:
            raise CommandError(str(error)) from error
        for title, lines in (
            ("Not translated", findings.untranslated),
            ("Fuzzy: to be looked over", findings.fuzzy),
            ("Translated but not used", findings.orphaned),
            ("Translated in two ways", findings.conflicting),
        ):
            for line in lines:
                self.stdout.write(f"{title}: {line}")
        if not findings.is_clean:
            raise CommandError("The translations are not complete; see the lines above.")
        self.stdout.write(f"All {findings.used} texts are translated.")
