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


def _seed_legal_numbers(using: str, plan: Any = None, **kwargs: Any) -> None:
    """Not while a `migrate` has left tables out; a flush, which has no plan, leaves none out."""
    from cases.legal_numbers import seed_legal_numbers
    from experio.shape import missing_migrations

    if plan is None or not missing_migrations(using):
        seed_legal_numbers(using=using)
