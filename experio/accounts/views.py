"""Signing in; everything else about accounts is the package's own view with our template."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings


class SignIn(LoginView):
    """User name and password; in demo mode with the list of those one may sign in as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            from experio.demo.signins import SIGN_INS

            context["sign_ins"] = SIGN_INS
        return context


sign_in = SignIn.as_view()
