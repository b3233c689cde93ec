"""The people who sign in."""

from typing import Any

import pgtrigger
from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked


class UserManager(DjangoUserManager["User"]):
    """Nobody is a superuser in Experio: rights come from dated roles, for administrators too."""

    def create_superuser(self, *args: Any, **kwargs: Any) -> "User":
        raise ValueError(
            "Experio has no superusers; `manage.py create_administrator` makes an administrator."
        )


@tracked(exclude=["password", "password_given_at", "last_login"])
class User(AbstractUser):
    """
    A person who signs in (användare). What the person may see and do follows from dated roles
    (`subprojects.Membership`) and from what has been delegated; never from this row.
    """

    # When an administrator gave the password; None once the person has chosen an own one.
    password_given_at = models.DateTimeField(_("first password given"), null=True, editable=False)

    objects: UserManager = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_superuser"),
        ]
        triggers = [
            # No Python path can forget it: a new password or a closed account ends every session.
            pgtrigger.Trigger(
                name="end_sessions",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("password", "is_active"),
                func="DELETE FROM accounts_session WHERE user_id = NEW.id; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """The one question of access; the superuser short cut of the framework is left out."""
        from django.contrib.auth.backends import ModelBackend  # needs the user model to be ready

        if not self.is_active:
            return False
        for backend in get_backends():
            # The framework's own permission rows give nothing here, so they are not read.
            if isinstance(backend, ModelBackend):
                continue
            if hasattr(backend, "has_perm") and backend.has_perm(self, perm, obj):
                return True
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the reference-data site shows an app: only to those who may change it."""
        return self.is_active and self.has_perm("subprojects.change_reference_data")
