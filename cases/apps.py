from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Sick leave and cases")

    def ready(self) -> None:
        # After every migration, and after the tests empty the tables: the law is always there.
        post_migrate.connect(_seed_legal_numbers, sender=self)


def _seed_legal_numbers(using: str, **kwargs: Any) -> None:
    from cases.legal_numbers import seed_legal_numbers

    seed_legal_numbers(using=using)
