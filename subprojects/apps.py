from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubprojectsConfig(AppConfig):
    name = "subprojects"
    verbose_name = _("Project and staff")

    def ready(self) -> None:
        from subprojects.sign_in import signals  # noqa: F401  (registers its receiver)
