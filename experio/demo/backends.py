"""The demo's accounts have a password that everybody knows, so outside demo mode they are not let in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from experio.demo.signins import DEMO_MAIL_DOMAIN


class DemoAccountsOnlyInDemo:
    """
    Asked first at sign-in: refuses the accounts of the demo world outside demo mode.

    It lets nobody in and answers no question of access. Refusing here ends the sign-in, so that no
    other back end is asked.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, **credentials: Any
    ) -> None:
        if settings.DEMO or not username:
            return
        is_demo_account = (
            get_user_model()
            ._default_manager.filter(username__iexact=username, email__iendswith=f"@{DEMO_MAIL_DOMAIN}")
            .exists()
        )
        if is_demo_account:
            # As long as any other wrong password takes, so that nothing is learned from the time.
            make_password(credentials.get("password"))
            raise PermissionDenied
