from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from experio.accounts.models import User


class StaffRequest(HttpRequest):
    """A request past the sign-in: its user is known to be a `User` (for the type checker)."""

    user: User
    htmx: HtmxDetails
