from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "experio.accounts"
    label = "accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        from experio.accounts import signals  # noqa: F401  (registers its receivers)
