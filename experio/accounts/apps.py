from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "experio.accounts"
    label = "accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        from experio.accounts import sign_in_log, signals  # noqa: F401  (they register their receivers)
