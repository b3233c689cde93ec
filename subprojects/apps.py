from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SubprojectsConfig(AppConfig):
    name = "subprojects"
    verbose_name = _("Project and staff")

    def ready(self) -> None:
        from subprojects.sign_in import signals  # noqa: F401  (registers its receiver)

        post_migrate.connect(_seed_second_factor_rules, sender=self)


def _seed_second_factor_rules(using: str, plan: Any = None, **kwargs: Any) -> None:
    """After a `migrate` that has left nothing out; not after a flush, which has no plan."""
    from experio.shape import missing_migrations
    from subprojects.sign_in.first_rules import seed_second_factor_rules

    if plan is not None and not missing_migrations(using):
        seed_second_factor_rules(using=using)
