"""What "who sits there?" is asked before: the first sentence of the page that asks."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# The field that keeps the deed from page to page while the question is being answered.
WHY = "why"


class Deed(models.TextChoices):
    """What the person is about to do. Each value stands in addresses; each label is a full sentence."""

    FILE = "file", _("You are about to fetch a file. Once fetched, it is no longer protected by Experio.")
    HAND_OUT = "hand-out", _("You are about to hand out a register extract.")
    PROPOSE_ERASURE = "propose-erasure", _("You are about to propose that data is erased.")
    ERASE = "erase", _("You are about to erase data. It cannot be undone.")
    OPEN_IDENTITY = "open-identity", _("You are about to open a protected identity.")
    LIFT_PROTECTION = "lift-protection", _("You are about to lift the protection of an identity.")
    RIGHTS = "rights", _("You are about to change accounts, roles or how people sign in.")
    ACCOUNT = "account", _("You are about to change how your account is protected.")

    @classmethod
    def said_by(cls, request: HttpRequest) -> "Deed":
        """
        The deed that the question's own page was opened for. The sign-in package, which asks before changes
        of the own account alone, names none; what is unknown is read the same way.
        """
        said = request.POST.get(WHY) or request.GET.get(WHY)
        return cls(said) if said in cls.values else cls.ACCOUNT
