from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NobodySignsUpAlone(DefaultAccountAdapter):
    """Accounts are made by an administrator: the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
