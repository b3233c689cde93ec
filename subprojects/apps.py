from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubprojectsConfig(AppConfig):
    name = "subprojects"
    verbose_name = _("Project and staff")
